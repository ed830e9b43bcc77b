import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { FormProfile, RawProfile } from '../../../src/core/profile/profile.ts';
import { fileSource } from '../../../src/node/files/fileSource.ts';
import { listen, planned, signal, type Listening } from './given.ts';

export const mebibyte = 1024 * 1024;
export const created = 'HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n';

/** Both ways to send, as each takes its own path through the HTTP client. */
export const kinds: Pick<FormProfile | RawProfile, 'kind'>['kind'][] = ['form', 'raw'];

/** Files of a folder, and servers, each test anew. */
export function faultBench() {
  let folder: string;
  const servers: Listening[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await rm(folder, { recursive: true });
  });

  /** @returns the URL. */
  async function start(onConnection: (socket: Socket) => void): Promise<string> {
    const server = await listen(onConnection);
    servers.push(server);
    return server.url;
  }

  async function plannedFile(size: number): Promise<PlannedFile> {
    await writeFile(join(folder, 'file'), '');
    await truncate(join(folder, 'file'), size);
    return planned(await fileSource(join(folder, 'file'), 'file', signal));
  }

  return {
    start,
    plannedFile,
    /** That of `plannedFile`. */
    get path() {
      return join(folder, 'file');
    },
  };
}
