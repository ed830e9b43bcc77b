import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from '../core/problem.ts';
import { rawRefusal } from './answer.ts';
import { answerRequest, type Service } from './requestListener.ts';

/** In milliseconds: how long clients may take to read why their uploads ended. */
const farewell = 1000;

/** An HTTP server that outlives no request: closing it ends them all, and waits until they have cleaned up. */
export interface ReceiverServer {
  readonly http: Server;
  close(): Promise<void>;
}

/** A request that is being answered. */
interface Exchange {
  readonly socket: Duplex;
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
    if (closing !== undefined) abort(new Problem('receiverClosing', {}));
    // While the disk works on a whole file, it is not the client that is silent.
    response.on('timeout', () => {
      if (!request.complete || response.headersSent) abort(silent());
    });
    const done = answerRequest(service, response, { signal: controller.signal, proceed });
    const exchange = { socket: request.socket, abort, done };
    exchanges.add(exchange);
    void done.finally(() => exchanges.delete(exchange));
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

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    for (const { abort } of exchanges) abort(new Problem('receiverClosing', {}));
    await Promise.all([...exchanges].map(({ done }) => done));
    const timer = setTimeout(() => http.closeAllConnections(), farewell);
    await closed;
    clearTimeout(timer);
  }
  return { http, close: () => (closing ??= close()) };
}

function problemOfParser(error: NodeJS.ErrnoException, silent: () => Problem): Problem {
  if (error.code === 'HPE_HEADER_OVERFLOW') return new Problem('headersTooLarge', {});
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return silent();
  return new Problem('requestInvalid', { reason: 'it is not HTTP/1.1' });
}
