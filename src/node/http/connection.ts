import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Clock } from '../../core/ports.ts';
import type { Answer } from './answer.ts';
import { AnswerCollector } from './answerCollector.ts';
import { ExchangeFailed, type Exchange } from './exchange.ts';
import { skipInterim } from './interimAnswers.ts';
import type { Proxy } from './proxies.ts';
import { isOfProxy, ProxyFailure } from './proxyFailure.ts';
import type { Route } from './routes.ts';

/**
 * A server that closed a kept connection just before a request came says so within a round trip; what breaks off after
 * this time, in milliseconds, was a request like any other.
 */
const staleWithin = 1000;

/**
 * One connection to one origin, for one request after the other. It is a client of undici's rather than an agent, so
 * that it is known which connection a request goes over and that cancelling ends exactly this one, at once.
 */
export class Connection {
  /** Of the server, whatever it is reached through. */
  readonly origin: string;
  readonly #route: Route;
  readonly #client: Client;
  readonly #clock: Clock;
  /** The last one is that of the server; those below it lead through a proxy. */
  readonly #sockets: Socket[] = [];
  #served = false;
  #collector: AnswerCollector | undefined;
  #expectAnswer: (() => void) | undefined;

  constructor(origin: string, route: Route, clock: Clock, onDisconnect: () => void) {
    this.origin = origin;
    this.#route = route;
    this.#clock = clock;
    this.#client = new Client(route.origin, {
      // The connection's idle timeout stands for both: these know nothing of a slow body.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: route.connect((socket) => {
        this.#sockets.push(socket);
        this.#served = false;
      }),
    });
    this.#client.on('disconnect', onDisconnect);
    this.#client.on('connect', () => {
      const socket = this.#sockets.at(-1);
      if (socket === undefined) return;
      this.#expectAnswer = skipInterim(socket, () => this.#collector?.onInterim());
      socket.on('readable', () => this.#collector?.onBytes(clock.now()));
    });
  }

  /**
   * Sends one request. After a failure the connection is good for nothing but `destroy`.
   *
   * @throws ExchangeFailed; the signal's reason when cancelled.
   */
  async exchange(request: Exchange, signal: AbortSignal): Promise<Answer> {
    const { method, url, body } = request;
    const { forwarder } = this.#route;
    const collector = new AnswerCollector(request);
    const started = this.#clock.now();
    const cancel = () => {
      collector.fail(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    this.#collector = collector;
    this.#expectAnswer?.();
    try {
      signal.throwIfAborted();
      const path = (forwarder ? url.origin : '') + url.pathname + url.search;
      const headers = forwarder ? { ...request.headers, ...headersFor(forwarder, url) } : request.headers;
      this.#client.dispatch(
        {
          method,
          path,
          headers,
          body: (body?.content ?? null) as NonNullable<Dispatcher.DispatchOptions['body']> | null,
        },
        collector,
      );
      const answer = await collector.answer;
      if (forwarder && isOfProxy(answer)) throw new ProxyFailure(forwarder, answer);
      this.#served = true;
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProxyFailure) {
        throw new ExchangeFailed({ host: url.host, sent: 'nothing', isStale: false }, error);
      }
      const isSoon = this.#clock.now() - started < staleWithin;
      const isStale = this.#served && isSoon && !collector.hasAnswer && isClosedByPeer(error);
      throw new ExchangeFailed({ host: url.host, sent: collector.sent, isStale }, error);
    } finally {
      this.#collector = undefined;
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends it at once, also while it is being opened. */
  destroy(): void {
    const reason = new Error('the connection was ended');
    void this.#client.destroy(reason);
    for (const socket of this.#sockets) socket.on('error', () => undefined).destroy(reason);
  }
}

function headersFor({ authorization }: Proxy, { host }: URL): Record<string, string> {
  return { host, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) };
}

function isClosedByPeer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(String(error.code));
}
