import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { joinHeaders } from './answer.ts';
import type { ExchangeListener, OutgoingRequest, Transport, TransportOptions } from './transport.ts';

/**
 * By a client of undici's: for bodies of any length, which are read as they are sent. It is one for each connection
 * rather than an agent, so that it is known which a request goes over and that cancelling ends exactly this one, at once.
 */
export class UndiciTransport implements Transport {
  readonly #client: Client;
  #listener: ExchangeListener | undefined;

  /** @param origin of what answers. */
  constructor(origin: string, { connector, onDisconnect }: TransportOptions) {
    this.#client = new Client(origin, {
      // The connection's idle timeout stands for both: these know nothing of a slow body.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (options, callback) =>
        connector(options, (...result) => {
          callback(...result);
          if (result[1]) this.#watch(result[1]);
        }),
    });
    this.#client.on('disconnect', onDisconnect);
  }

  #watch(socket: Socket): void {
    socket.on('readable', () => {
      try {
        this.#listener?.onBytes();
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
  }

  send({ method, target, headers, content }: OutgoingRequest, listener: ExchangeListener): void {
    this.#listener = listener;
    const body = (content ?? null) as NonNullable<Dispatcher.DispatchOptions['body']> | null;
    this.#client.dispatch({ method, path: target, headers, body }, {
      onRequestStart: () => listener.onStart(),
      onBodySent: (chunk) => listener.onSent(Buffer.byteLength(chunk)),
      onResponseStart: (_controller, status, fields) => listener.onHead(status, joinHeaders(fields)),
      onResponseData: (_controller, chunk) => listener.onData(chunk),
      onResponseEnd: () => this.#over(listener).onEnd(true),
      onResponseError: (_controller, error) => this.#over(listener).onFailure(error),
    } satisfies BodyHandler);
  }

  destroy(reason: Error): void {
    this.#listener = undefined;
    void this.#client.destroy(reason);
  }

  #over(listener: ExchangeListener): ExchangeListener {
    if (this.#listener === listener) this.#listener = undefined;
    return listener;
  }
}

/** Its type leaves out what tells of bytes that were sent. */
interface BodyHandler extends Dispatcher.DispatchHandler {
  onBodySent(chunk: Uint8Array | string): void;
}
