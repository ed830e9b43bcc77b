import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../../src/core/model.ts';
import { upload } from '../../../src/core/pipeline.ts';
import type { FormProfile, RawProfile } from '../../../src/core/profile.ts';
import { TransferQueue } from '../../../src/core/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { destinationOf, signal } from './given.ts';

describe('files uploaded through the pipeline', () => {
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

  /** Uploads the files with a clock that does not wait, but notes how long it should. */
  async function send(paths: string[], profile: FormProfile | RawProfile): Promise<readonly Outcome[]> {
    for (const path of paths) if (!path.startsWith('missing')) await writeFile(join(folder, path), path);
    const clock = {
      now: () => 0,
      sleep: (ms: number) => {
        waits.push(ms);
        return Promise.resolve();
      },
      every: () => ({ [Symbol.dispose]: () => undefined }),
    };
    const queue = new TransferQueue({ clock, random: () => 0, concurrency: 1 });
    const selection = await selectPaths(paths, { signal, cwd: folder });
    return upload(selection, destinationOf(profile), { sniffer, queue }, { signal });
  }

  const answering =
    (...statuses: number[]): RequestListener =>
    (request, response) => {
      request.resume().on('end', () => {
        const status = statuses.shift() ?? 201;
        response.writeHead(status, status === 503 ? { 'retry-after': '3' } : {}).end();
      });
    };

  it('are put again after a 503, when its Retry-After has passed', async () => {
    const url = await serve(answering(503, 503));
    const [outcome] = await send(['a.txt'], { kind: 'raw', url });
    assert.deepEqual([outcome?.status, outcome?.attempts, waits], ['uploaded', 3, [3000, 3000]]);
  });

  it('are posted again after a 429, but not after a 500', async () => {
    const url = await serve(answering(429, 500));
    const [outcome] = await send(['a.txt'], { kind: 'form', url });
    assert.deepEqual([outcome?.status, outcome?.attempts], ['failed', 2]);
  });

  it('stop at a refusal after a failure that passes', async () => {
    const url = await serve(answering(503, 401));
    const [outcome] = await send(['a.txt'], { kind: 'raw', url });
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'unauthorized');
  });

  it('are of unknown fate when a POST gets no answer', async () => {
    let requests = 0;
    const url = await serve((request) => {
      requests++;
      request.resume().on('end', () => request.socket.destroy());
    });
    const [outcome] = await send(['a.txt'], { kind: 'form', url });
    assert.ok(outcome?.status === 'unknown' && outcome.problem.code === 'answerMissing');
    assert.equal(requests, 1);
  });

  it('are posted again without an answer when the profile says that it is safe', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      request.resume().on('end', () => {
        if (++requests === 1) request.socket.destroy();
        else response.end();
      });
    });
    const [outcome] = await send(['a.txt'], { kind: 'form', url, retryUnsafe: true });
    assert.deepEqual([outcome?.status, requests], ['uploaded', 2]);
  });

  it('fail one by one: the others go on', async () => {
    const names: string[] = [];
    const url = await serve((request, response) => {
      names.push(request.url ?? '');
      request.resume().on('end', () => response.writeHead(request.url === '/b.txt' ? 400 : 201).end());
    });
    const outcomes = await send(['a.txt', 'missing.txt', 'b.txt', 'c.txt'], { kind: 'raw', url: `${url}\${file}` });
    assert.deepEqual(
      outcomes.map(({ file, status }) => `${file} ${status}`),
      ['a.txt uploaded', 'missing.txt failed', 'b.txt failed', 'c.txt uploaded'],
    );
    assert.deepEqual(names, ['/a.txt', '/b.txt', '/c.txt']);
  });
});
