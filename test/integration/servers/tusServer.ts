import { FileStore } from '@tus/file-store';
import { Server, type ServerOptions } from '@tus/server';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The reference server of tus 1.0.0 for Node, in this process. */
export interface TusServer {
  readonly port: number;
  /** Where uploads are created. */
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
  /** Path of what was uploaded to a URL, or of as much as came. */
  pathOf(url: string): string;
  /** Uploads that it holds, whole or not. */
  uploads(): Promise<readonly string[]>;
  /** Ends every connection, as a crash does; what came stays in the folder, for another one to go on with. */
  close(): Promise<void>;
}

export interface TusServerOptions extends Partial<Omit<ServerOptions, 'path'>> {
  readonly port?: number;
  /** In milliseconds after its creation an upload is gone. */
  readonly expiration?: number;
}

export async function startTusServer(folder: string, options: TusServerOptions = {}): Promise<TusServer> {
  const { port = 0, expiration = 0, ...rest } = options;
  const datastore = new FileStore({ directory: folder, expirationPeriodInMilliseconds: expiration });
  const tus = new Server({ path: '/files', datastore, ...rest });
  const requests: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const http = createServer((request, response) => {
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    // Its own answer to GET ends the process when the connection is closed behind it.
    if (request.method === 'GET') void sendFile(pathIn(folder, request.url ?? ''), response);
    else void tus.handle(request, response).catch(() => response.destroy());
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const { port: actual } = http.address() as AddressInfo;
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}/files`,
    requests,
    pathOf: (url) => pathIn(folder, new URL(url).pathname),
    uploads: async () => (await readdir(folder)).filter((name) => !name.endsWith('.json')),
    async close() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

function pathIn(folder: string, path: string): string {
  return join(folder, path.replace(/^.*\//, ''));
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const content = await readFile(path).catch(() => undefined);
  response.writeHead(content ? 200 : 404).end(content);
}
