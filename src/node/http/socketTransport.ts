import type { Socket } from 'node:net';
import { AnswerParser } from './answerParser.ts';
import { writeHead } from './requestHead.ts';
import type { ExchangeListener, OutgoingRequest, Transport, TransportOptions } from './transport.ts';

/** A request whose body is in memory whole, or which has none. */
export interface ReadyRequest extends OutgoingRequest {
  readonly content: Uint8Array | undefined;
}

/** The connection was closed before the answer was whole. */
class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
  readonly code = 'ECONNRESET';
}

/** How long a connection waits for the next request where the server does not say it, in milliseconds. */
const usualWaitMs = 4_000;
/** A request on its way must not meet the end of what the server says. */
const marginMs = 2_000;
const longestWaitMs = 10 * 60_000;

interface RunningExchange {
  readonly socket: Socket;
  readonly listener: ExchangeListener;
  readonly parser: AnswerParser;
}

/** HTTP/1.1 (RFC 9112) over its own sockets, for what is in memory whole: undici takes 1.6 times as long for a small file. */
export class SocketTransport implements Transport {
  readonly #origin: URL;
  readonly #options: TransportOptions;
  #socket: Socket | undefined;
  #running: RunningExchange | undefined;
  #isDestroyed = false;
  /** When a connection that nobody uses is closed, by `performance.now()`. */
  #waitsUntil = 0;
  /** Looks for that now and then: one for each request would take its time. */
  #timer: NodeJS.Timeout | undefined;

  /** @param origin of what answers. */
  constructor(origin: string, options: TransportOptions) {
    this.#origin = new URL(origin);
    this.#options = options;
  }

  send(request: ReadyRequest, listener: ExchangeListener): void {
    const head = writeHead(request, this.#origin.host, request.content?.byteLength ?? 0);
    const start = (socket: Socket) => this.#start(socket, head, request, listener);
    // The timer is only sometimes on time.
    if (this.#socket && performance.now() >= this.#waitsUntil) this.#close(this.#socket);
    if (this.#socket === undefined) {
      this.#open(start, listener);
      return;
    }
    // The next turn of the event loop knows whether the server has closed it.
    setImmediate(() => {
      if (this.#isDestroyed) return;
      if (this.#socket === undefined) this.#open(start, listener);
      else start(this.#socket);
    });
  }

  destroy(reason: Error): void {
    this.#isDestroyed = true;
    this.#running = undefined;
    if (this.#socket) this.#close(this.#socket, reason);
  }

  #open(start: (socket: Socket) => void, listener: ExchangeListener): void {
    const { host, hostname, port, protocol } = this.#origin;
    // The brackets of an IPv6 address are none of it.
    const options = { host, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port, protocol };
    this.#options.connector(options, (...[error, socket]) => {
      if (error) {
        listener.onFailure(error);
        return;
      }
      this.#socket = socket;
      let failure: Error | undefined;
      socket
        .on('error', (reason: Error) => (failure ??= reason))
        .on('data', (bytes: Buffer) => this.#onData(socket, bytes))
        .on('end', () => this.#onEnd(socket))
        .on('close', () => this.#onClose(socket, failure));
      start(socket);
    });
  }

  #start(socket: Socket, head: string, { method, content }: ReadyRequest, listener: ExchangeListener): void {
    this.#running = { socket, listener, parser: new AnswerParser(method, listener) };
    socket.ref();
    try {
      listener.onStart();
      socket.cork();
      socket.write(head, 'latin1');
      if (content) socket.write(content);
      socket.uncork();
      if (content) listener.onSent(content.byteLength);
    } catch (error) {
      this.#fail(this.#running, error as Error);
    }
  }

  #onData(socket: Socket, bytes: Buffer): void {
    const running = this.#running;
    if (running === undefined) {
      this.#close(socket, new ConnectionClosed('an answer that nobody asked for'));
      return;
    }
    const { listener, parser } = running;
    let taken: number;
    try {
      listener.onBytes();
      taken = parser.read(bytes);
    } catch (error) {
      this.#fail(running, error as Error);
      return;
    }
    if (parser.hasEnded) this.#finish(running, parser.isPersistent && taken === bytes.length);
  }

  #onEnd(socket: Socket): void {
    const running = this.#running;
    if (running?.parser.end()) this.#finish(running, false);
    else this.#close(socket, new ConnectionClosed('closed by the server'));
  }

  #onClose(socket: Socket, failure: Error = new ConnectionClosed('closed')): void {
    if (this.#socket === socket) this.#socket = undefined;
    const running = this.#running;
    if (running?.socket === socket) {
      this.#running = undefined;
      running.listener.onFailure(failure);
    }
    this.#options.onDisconnect();
  }

  #finish({ socket, listener, parser }: RunningExchange, isPersistent: boolean): void {
    const isAllSent = socket.writableLength === 0;
    this.#running = undefined;
    const waitMs = isPersistent && isAllSent ? waitOf(parser.keepAlive) : 0;
    if (waitMs > 0) this.#wait(socket, waitMs);
    else this.#close(socket);
    listener.onEnd(isAllSent);
  }

  #fail({ socket, listener }: RunningExchange, error: Error): void {
    this.#running = undefined;
    this.#close(socket, error);
    listener.onFailure(error);
  }

  #wait(socket: Socket, ms: number): void {
    // The process may end meanwhile.
    socket.unref();
    this.#waitsUntil = performance.now() + ms;
    this.#timer ??= this.#look(socket, ms);
  }

  #look(socket: Socket, ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const left = this.#waitsUntil - performance.now();
      if (this.#running) this.#timer = undefined;
      else if (left > 0) this.#timer = this.#look(socket, left);
      else this.#close(socket);
    }, ms).unref();
  }

  #close(socket: Socket, reason?: Error): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#socket === socket) this.#socket = undefined;
    socket.destroy(reason);
  }
}

/** @param keepAlive the field `Keep-Alive`: `timeout=5, max=100`, in seconds. */
function waitOf(keepAlive: string | undefined): number {
  const seconds = /(?:^|,)[\t ]*timeout=(\d+)/i.exec(keepAlive ?? '')?.[1];
  if (seconds === undefined) return usualWaitMs;
  return Math.min(Number(seconds) * 1000 - marginMs, longestWaitMs);
}
