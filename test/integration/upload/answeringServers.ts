import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Uploaded } from '../../../src/core/ports.ts';
import type { FormProfile } from '../../../src/core/profile/profile.ts';
import { destinationOf, plannedBytes, quiet } from './given.ts';

export const file = plannedBytes('hello', 'a.txt', 'text/plain');

/** Servers of Node's own, which end with each test. */
export function answeringServers(): (listener: RequestListener) => Promise<string> {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  /** @returns its URL. */
  return async (listener) => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
}

/** Sends files, by default one, by form. */
export function send(url: string, profile: Partial<FormProfile> = {}, files = [file]): Promise<readonly Uploaded[]> {
  return destinationOf({ kind: 'form', url, ...profile }, { secrets: { key: 'hidden' } }).send(files, quiet);
}
