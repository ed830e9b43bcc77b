import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Clock } from '../../core/ports.ts';
import { answerLimit, AnswerUnusable, decodeAnswer, isEncoded, joinHeaders, type Answer } from './answer.ts';
import type { Body } from './body.ts';
import type { Proxy } from './proxies.ts';
import { isOfProxy, ProxyFailure } from './proxyFailure.ts';
import { skipInterim } from './interimAnswers.ts';
import type { Route } from './routes.ts';

/** One request as it goes over a connection. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body | undefined;
  /** Takes in the body of a 200 as it comes. */
  readonly onData?: ((chunk: Uint8Array) => void) | undefined;
  readonly mask: Answer['mask'];
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
      const headers = { ...request.headers, ...(forwarder && headersFor(forwarder, url)) };
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

/** From its first byte to its last, in milliseconds: bytes that trickle keep the idle timeout away. */
const answerTime = 5 * 60_000;

/** Takes in what undici tells of one request. */
class AnswerCollector implements Dispatcher.DispatchHandler {
  sent: 'nothing' | 'something' = 'nothing';
  readonly #url: URL;
  readonly #mask: Answer['mask'];
  readonly #ending = Promise.withResolvers<Answer>();
  readonly #body: Body | undefined;
  #bytesToSend: number;
  readonly #onData: Exchange['onData'];
  #status: number | undefined;
  #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];
  #size = 0;
  /** When the first bytes of the answer came, by the connection's clock. */
  #began: number | undefined;

  constructor({ url, body, onData, mask }: Exchange) {
    this.#url = url;
    this.#mask = mask;
    this.#body = body;
    this.#bytesToSend = body?.length ?? 0;
    this.#onData = onData;
  }

  get answer(): Promise<Answer> {
    return this.#ending.promise;
  }

  get hasAnswer(): boolean {
    return this.#status !== undefined;
  }

  /** Ends it without an answer. */
  fail(error: unknown): void {
    this.#ending.reject(error);
  }

  onRequestStart(): void {
    this.sent = 'something';
  }

  onBodySent(chunk: Uint8Array | string): void {
    this.#bytesToSend -= Buffer.byteLength(chunk);
    this.#body?.onSent?.();
  }

  /** Something of the answer has come. */
  onBytes(now: number): void {
    this.#began ??= now;
    if (now - this.#began > answerTime && !this.#isHandedOn) this.#break(new AnswerUnusable('it does not end'));
  }

  /** An interim answer has come: the answer is still to begin. */
  onInterim(): void {
    this.#began = undefined;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Dispatcher.ResponseData['headers'],
  ): void {
    this.#status = status;
    this.#headers = joinHeaders(headers);
    if (this.#isHandedOn && isEncoded(this.#headers)) {
      controller.abort(new AnswerUnusable('it is compressed, though that was not asked for'));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isHandedOn) {
      this.#onData?.(chunk);
      return;
    }
    this.#size += chunk.length;
    if (this.#size <= answerLimit) this.#chunks.push(chunk);
    else controller.abort(new AnswerUnusable('it is longer than 1 MiB'));
  }

  onResponseEnd(): void {
    this.#finish(this.#status ?? 0);
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#break(error);
  }

  /** Whether the body goes elsewhere as it comes. */
  get #isHandedOn(): boolean {
    return this.#onData !== undefined && this.#status === 200;
  }

  #break(error: Error): void {
    // What is no success stands, whatever happened to its connection: servers that answer 413 often reset it.
    if (this.#status !== undefined && this.#status >= 300) this.#finish(this.#status);
    else this.fail(error);
  }

  #finish(status: number): void {
    // RFC 9110 §15.3: success means that the request was received, so this would be a defect of the server.
    if (status < 300 && this.#bytesToSend > 0) {
      this.fail(new AnswerUnusable('it came before everything was sent'));
      return;
    }
    const content = Buffer.concat(this.#chunks);
    const answer = { status, headers: this.#headers, content, url: this.#url, mask: this.#mask };
    try {
      this.#ending.resolve({ ...answer, text: decodeAnswer(this.#headers, content) });
    } catch (error) {
      // What is no success needs no text.
      if (status >= 300) this.#ending.resolve({ ...answer, text: '' });
      else this.fail(error);
    }
  }
}
