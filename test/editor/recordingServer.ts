/** A server that keeps what it is sent, and answers as a test says. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Queue } from './queue.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Answer = Reply | 'never' | 'hangUp';

export interface RecordingServer extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
  /** The next request, when it has come whole. */
  next(): Promise<Received>;
  /** Settles when the next connection comes. */
  connects(): Promise<unknown>;
  /** How requests are answered from now on: at all, or with an end of the connection. */
  reply: (request: Received) => Answer | Promise<Answer>;
}

/** Starts it on 127.0.0.1; it says 200 to everything, until told otherwise. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const received: Received[] = [];
  const queue = new Queue<Received>();
  const http = createServer((request, response) => {
    void (async () => {
      const whole = await receive(request);
      received.push(whole);
      queue.put(whole);
      const reply = await server.reply(whole);
      if (reply === 'hangUp') request.socket.destroy();
      else if (reply !== 'never') response.writeHead(reply.status, reply.headers).end(reply.body);
    })();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: RecordingServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    received,
    reply: () => ({ status: 200 }),
    next: () => queue.take(),
    connects: () => once(http, 'connection'),
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}

async function receive(request: IncomingMessage): Promise<Received> {
  const { method = '', url = '', headers } = request;
  return {
    method,
    path: url,
    authorization: headers.authorization,
    body: await buffer(request),
  };
}
