import type { Socket } from 'node:net';
import type { Clock } from '../../core/ports.ts';
import type { Answer } from './answer.ts';
import { AnswerCollector } from './answerCollector.ts';
import type { Body } from './body.ts';
import type { Proxy } from './proxies.ts';
import { isOfProxy, ProxyFailure } from './proxyFailure.ts';
import type { HttpRequest } from './httpClient.ts';
import type { Route } from './routes.ts';
import type { Transport, TransportClass } from './transport.ts';

/** One request as it goes over a connection. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body | undefined;
  readonly onData?: HttpRequest['onData'];
}

/** As `Connection` has them. */
export interface ConnectionOptions {
  readonly origin: string;
  readonly route: Route;
  readonly streams: boolean;
  /** Its socket was closed. */
  readonly onDisconnect: () => void;
}

/** A request got no answer that can be used; the cause tells why. */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';
  /** Name and port of the server. */
  readonly host: string;
  /** Whether any byte may have reached the server. */
  readonly sent: 'nothing' | 'something';
  /** Whether this connection had served before, and was closed without a byte of an answer. */
  readonly isStale: boolean;

  constructor(told: Pick<ExchangeFailed, 'host' | 'sent' | 'isStale'>, cause: unknown) {
    super(`The exchange with ${told.host} failed`, { cause });
    this.host = told.host;
    this.sent = told.sent;
    this.isStale = told.isStale;
  }
}

/**
 * A server that closed a kept connection just before a request came says so within a round trip; what breaks off after
 * this time, in milliseconds, was a request like any other.
 */
const staleWithin = 1000;

/** One connection to one origin, for one request after the other. */
export class Connection {
  /** Of the server, whatever it is reached through. */
  readonly origin: string;
  /** Whether bodies may come and go in pieces, and not only what is in memory whole. */
  readonly streams: boolean;
  readonly #route: Route;
  readonly #transport: Transport;
  readonly #clock: Clock;
  /** The last one is that of the server; those below it lead through a proxy. */
  readonly #sockets: Socket[] = [];
  #served = false;

  /** @param HttpTransport how requests go over it. */
  constructor(
    { origin, route, streams, onDisconnect }: ConnectionOptions,
    HttpTransport: TransportClass,
    clock: Clock,
  ) {
    this.origin = origin;
    this.streams = streams;
    this.#route = route;
    this.#clock = clock;
    const connector = route.connect((socket) => {
      this.#sockets.push(socket);
      this.#served = false;
    });
    this.#transport = new HttpTransport(route.origin, { connector, onDisconnect });
  }

  /**
   * Sends one request. After a failure the connection is good for nothing but `destroy`.
   *
   * @throws ExchangeFailed; the signal's reason when cancelled.
   */
  async exchange(request: Exchange, signal: AbortSignal): Promise<Answer> {
    const { method, url, body, onData } = request;
    const { forwarder } = this.#route;
    const collector = new AnswerCollector({ url, body, onData, now: () => this.#clock.now() });
    const started = this.#clock.now();
    const cancel = () => {
      collector.fail(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      signal.throwIfAborted();
      const target = (forwarder ? url.origin : '') + url.pathname + url.search;
      const headers = { ...request.headers, ...(forwarder && headersFor(forwarder, url)) };
      this.#transport.send({ method, target, headers, content: body?.content }, collector);
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
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends it at once, also while it is being opened. */
  destroy(): void {
    const reason = new Error('the connection was ended');
    this.#transport.destroy(reason);
    for (const socket of this.#sockets) socket.on('error', () => undefined).destroy(reason);
  }
}

function headersFor({ authorization }: Proxy, { host }: URL): Record<string, string> {
  return { host, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) };
}

function isClosedByPeer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(String(error.code));
}
