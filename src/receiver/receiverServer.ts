import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as SocketServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { Problem } from '../core/problem.ts';
import { rawRefusal } from './answer.ts';
import { answerRequest, type Service } from './requestListener.ts';

/** In milliseconds: how long clients may take to read why their uploads ended. */
const farewell = 1000;

/** In milliseconds: who has not used a kept connection again by then is not sending one file after the other. */
const betweenFiles = 100;

/** An HTTP server that outlives no request: closing it ends them all, and waits until they have cleaned up. */
interface ReceiverServer {
  readonly http: Server;
  /** @param gracefully see `Receiver.close`. */
  close(gracefully?: boolean): Promise<void>;
}

/** A request that is being answered. */
interface Exchange {
  readonly socket: Duplex;
  readonly response: ServerResponse;
  readonly abort: (reason: Problem) => void;
  readonly done: Promise<void>;
}

/** @param idleTimeout how long a client may be silent, in milliseconds. */
export function createReceiverServer(service: Service, idleTimeout: number): ReceiverServer {
  const exchanges = new Set<Exchange>();
  let closing: Promise<void> | undefined;
  const silent = (): Problem => new Problem('clientSilent', { seconds: idleTimeout / 1000 });

  const http = createServer({
    headersTimeout: idleTimeout,
    // A large file may take hours, as long as it moves.
    requestTimeout: 0,
    // Answered by us, with problem details.
    requireHostHeader: false,
    connectionsCheckingInterval: Math.min(5000, idleTimeout),
  });
  http.setTimeout(idleTimeout);
  http.maxConnections = 1000;

  function serve(response: ServerResponse, proceed: () => void): void {
    const { req: request } = response;
    const controller = new AbortController();
    const abort = (reason: Problem): void => controller.abort(reason);
    const exchange = { socket: request.socket, response, abort };
    if (closing !== undefined) end(exchange);
    // While the disk works on a whole file, it is not the client that is silent.
    response.on('timeout', () => {
      if (!request.complete || response.headersSent) abort(silent());
    });
    const done = answerRequest(service, response, { signal: controller.signal, proceed });
    const begun = { ...exchange, done };
    exchanges.add(begun);
    void done.finally(() => exchanges.delete(begun));
  }

  function end({ response, abort }: Pick<Exchange, 'response' | 'abort'>): void {
    response.shouldKeepAlive = false;
    abort(new Problem('receiverClosing', {}));
  }

  http.on('request', (_request: IncomingMessage, response) => serve(response, () => undefined));
  http.on('checkExpectation', (_request: IncomingMessage, response) => serve(response, () => undefined));
  http.on('checkContinue', (_request: IncomingMessage, response) => serve(response, () => response.writeContinue()));
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const problem = problemOfParser(error, silent);
    const underWay = [...exchanges].filter((exchange) => exchange.socket === socket);
    for (const { abort } of underWay) abort(problem);
    if (underWay.length > 0) return;
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else if (!socket.writableEnded) socket.end(rawRefusal(problem), () => socket.destroy());
  });

  async function close(gracefully: boolean): Promise<void> {
    const closed = once(http, 'close');
    // That of HTTP closes idle connections, too: a request that is on its way by one would get no answer.
    if (gracefully) SocketServer.prototype.close.call(http);
    else http.close();
    // By then what has arrived is read before.
    const idle = setTimeout(() => setImmediate(() => http.closeIdleConnections()), betweenFiles);
    for (const exchange of exchanges) end(exchange);
    await Promise.all([...exchanges].map(({ done }) => done));
    const all = setTimeout(() => http.closeAllConnections(), farewell);
    await closed;
    clearTimeout(idle);
    clearTimeout(all);
  }
  return { http, close: (gracefully = false) => (closing ??= close(gracefully)) };
}

function problemOfParser(error: NodeJS.ErrnoException, silent: () => Problem): Problem {
  if (error.code === 'HPE_HEADER_OVERFLOW') return new Problem('headersTooLarge', {});
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return silent();
  return new Problem('requestInvalid', { reason: 'it is not HTTP/1.1' });
}
