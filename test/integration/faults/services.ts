import { readFile } from 'node:fs/promises';
import { startTusServer } from '../servers/tusServer.ts';
import { destinationOf } from '../upload/given.ts';
import type { FaultyService } from './faultRun.ts';

const idleTimeout = 400;

/** The reference server of tus, over the folder. */
export async function tusService(folder: string): Promise<FaultyService> {
  const partSize = 64 * 1024;
  const server = await startTusServer(folder);
  return {
    port: () => server.port,
    partSize,
    idleTimeout,
    destination: (port) =>
      destinationOf({ kind: 'tus', url: `http://127.0.0.1:${port}/files`, partSize, timeout: idleTimeout / 1000 }),
    read: ({ url }) => (url === undefined ? Promise.resolve(undefined) : readFile(server.pathOf(url))),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
