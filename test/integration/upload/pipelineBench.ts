import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../../src/core/model.ts';
import { upload } from '../../../src/core/pipeline.ts';
import type { FormProfile, RawProfile } from '../../../src/core/profile/profile.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { destinationOf, signal } from './given.ts';

/** Files of a folder that go through the pipeline to a server that does as the test says. */
export function pipelineBench() {
  let folder: string;
  let server: Server | undefined;
  const waits: number[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-'));
    waits.splice(0);
  });
  afterEach(async () => {
    server?.closeAllConnections();
    if (server?.close()) await once(server, 'close');
    server = undefined;
    await rm(folder, { recursive: true });
  });

  async function serve(listener: RequestListener): Promise<string> {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /**
   * Uploads the files with a clock that does not wait, but notes how long it should.
   *
   * @param content of each file; absent: its path.
   */
  async function send(
    paths: string[],
    profile: FormProfile | RawProfile,
    {
      content,
      concurrency = 1,
      cancel = new AbortController(),
      whenWaiting = () => undefined,
    }: {
      readonly content?: Uint8Array;
      readonly concurrency?: number;
      readonly cancel?: AbortController;
      readonly whenWaiting?: () => void;
    } = {},
  ): Promise<readonly Outcome[]> {
    for (const path of paths) if (!path.startsWith('missing')) await writeFile(join(folder, path), content ?? path);
    const clock = {
      now: () => 0,
      sleep: (ms: number, each: AbortSignal) => {
        waits.push(ms);
        whenWaiting();
        return each.aborted ? Promise.reject(new DOMException('', 'AbortError')) : Promise.resolve();
      },
      every: () => ({ [Symbol.dispose]: () => undefined }),
    };
    const queue = new TransferQueue({ clock, random: () => 0, concurrency });
    const selection = await selectPaths(paths, { signal, cwd: folder });
    return upload(selection, destinationOf(profile), { sniffer, queue }, { signal: cancel.signal });
  }

  return {
    /** How long it should have waited each time, in milliseconds. */
    waits,
    serve,
    send,
    get folder() {
      return folder;
    },
  };
}

/** Answers with these statuses, then with 201. */
export function answering(...statuses: number[]): RequestListener {
  return (request, response) => {
    request.resume().on('end', () => {
      const status = statuses.shift() ?? 201;
      response.writeHead(status, status === 503 ? { 'retry-after': '3' } : {}).end();
    });
  };
}
