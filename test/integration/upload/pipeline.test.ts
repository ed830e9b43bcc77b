import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Outcome } from '../../../src/core/model.ts';
import { upload } from '../../../src/core/pipeline.ts';
import type { FormProfile, RawProfile } from '../../../src/core/profile.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { FilePrefetcher } from '../../../src/node/files/filePrefetcher.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { bytesOf, destinationOf, freePort, signal } from './given.ts';

const mebibyte = 1024 * 1024;

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

  it('arrive whole, with their types, when many small ones are read before their turn; one that changed fails', async () => {
    const got = new Map<string, string>();
    const url = await serve((request, response) => {
      void buffer(request).then((body) => {
        got.set(request.url ?? '', `${request.headers['content-type']} ${body.toString('latin1')}`);
        response.writeHead(201).end();
      });
    });
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('latin1');
    const contentOf = (index: number) => `${index % 3 === 0 ? png : 'text'} ${index}`;
    const names = Array.from({ length: 300 }, (_, index) => `${index}.png`);
    await Promise.all(names.map((name, index) => writeFile(join(folder, name), contentOf(index), 'latin1')));
    const selection = await selectPaths(names, { signal, cwd: folder });
    await appendFile(join(folder, '150.png'), 'more');
    const prefetcher = new FilePrefetcher(new URL('../../../src/node/files/prefetchThread.ts', import.meta.url));
    const services = { sniffer, prefetcher, queue: new TransferQueue() };
    const outcomes = await upload(selection, destinationOf({ kind: 'raw', url }), services, { signal });
    const failed = outcomes.filter(({ status }) => status !== 'uploaded');
    assert.deepEqual(
      failed.map((outcome) => [outcome.file, 'problem' in outcome && outcome.problem.code]),
      [['150.png', 'fileChanged']],
    );
    assert.equal(got.size, 299);
    for (const [index, name] of names.entries()) {
      const type = index % 3 === 0 ? 'image/png' : 'application/octet-stream';
      if (index !== 150) assert.equal(got.get(`/${name}`), `${type} ${contentOf(index)}`);
    }
  });

  it('are not read ahead where all of them go by session', async () => {
    const begun: unknown[] = [];
    const prefetcher = { begin: (files: readonly unknown[]) => void begun.push(files) };
    const services = { sniffer, prefetcher, queue: new TransferQueue() };
    for (const kind of ['tus', 'raw'] as const) {
      const destination = destinationOf({ kind, url: 'http://127.0.0.1:1/', retries: 0 });
      await upload(await selectPaths(['a.txt'], { signal, cwd: folder }), destination, services, { signal });
      assert.equal(begun.length, kind === 'tus' ? 0 : 1);
    }
  });

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

  const waitsAsked: [asked: string, retryAfter: () => string, isRight: (ms: number) => boolean][] = [
    ['until a date', () => new Date(Date.now() + 60_000).toUTCString(), (ms) => ms > 50_000 && ms <= 60_000],
    ['until a date that has passed', () => new Date(0).toUTCString(), (ms) => ms === 0],
    ['no time', () => '0', (ms) => ms === 0],
    ['a time that nobody understands', () => 'soon', (ms) => ms === 0],
  ];
  for (const [asked, retryAfter, isRight] of waitsAsked) {
    it(`are put again after a 503 that asks to wait ${asked}`, async () => {
      let requests = 0;
      const url = await serve((request, response) => {
        request.resume().on('end', () => {
          if (++requests > 1) response.writeHead(201).end();
          else response.writeHead(503, { 'retry-after': retryAfter() }).end();
        });
      });
      const [outcome] = await send(['a.txt'], { kind: 'raw', url });
      assert.deepEqual([outcome?.status, outcome?.attempts, waits.length], ['uploaded', 2, 1]);
      assert.ok(isRight(waits[0] ?? NaN), `${waits[0]} ms`);
    });
  }

  it('fail at once after a 503 that asks to wait beyond the deadline', async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.writeHead(503, { 'retry-after': '3600' }).end());
    });
    const [outcome] = await send(['a.txt'], { kind: 'raw', url });
    assert.deepEqual([outcome?.status, outcome?.attempts, waits], ['failed', 1, []]);
  });

  for (const status of [400, 401, 403, 404, 413, 415, 422, 507]) {
    it(`are not put again after a ${status}`, async () => {
      const url = await serve(answering(status));
      const [outcome] = await send(['a.txt'], { kind: 'raw', url });
      assert.deepEqual([outcome?.status, outcome?.attempts], ['failed', 1]);
    });
  }

  it('are posted again when nothing listens, as nothing was sent', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const [outcome] = await send(['a.txt'], { kind: 'form', url, retries: 2 });
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'connectionRefused');
    assert.equal(outcome.attempts, 3);
  });

  it('are put again from the start when the connection is reset in the middle', async () => {
    const bodies: Buffer[] = [];
    let requests = 0;
    const url = await serve((request, response) => {
      if (++requests === 1) {
        request.once('data', () => request.socket.resetAndDestroy());
        return;
      }
      void buffer(request).then((body) => {
        bodies.push(body);
        response.end();
      });
    });
    const [outcome] = await send(['a.bin'], { kind: 'raw', url }, { content: bytesOf(5 * mebibyte) });
    assert.deepEqual([outcome?.status, outcome?.attempts], ['uploaded', 2]);
    assert.deepEqual(bodies, [bytesOf(5 * mebibyte)]);
  });

  it('that change while they are put are not put again', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests++;
      request
        .on('error', () => undefined)
        .once('data', () => {
          request.pause();
          void appendFile(join(folder, 'a.bin'), 'more').then(() => request.resume());
        });
      request.on('end', () => response.end());
    });
    const [outcome] = await send(['a.bin'], { kind: 'raw', url }, { content: bytesOf(20 * mebibyte) });
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'fileChanged', outcome?.status);
    assert.deepEqual([outcome.attempts, requests], [1, 1]);
  });

  it('that are gone when their turn comes fail alone', async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => {
        if (request.url !== '/a.txt') response.end();
        else void rm(join(folder, 'b.txt')).then(() => response.end());
      });
    });
    const outcomes = await send(['a.txt', 'b.txt', 'c.txt'], { kind: 'raw', url });
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.problem.code : outcome.status)),
      ['uploaded', 'fileNotFound', 'uploaded'],
    );
  });

  for (const kind of ['form', 'raw'] as const) {
    it(`as ${kind} that are cancelled while they wait to be sent again make no further request`, async () => {
      const cancel = new AbortController();
      let requests = 0;
      const url = await serve((request, response) => {
        requests++;
        request.resume().on('end', () => response.writeHead(429).end());
      });
      const outcomes = await send(['a.txt'], { kind, url }, { cancel, whenWaiting: () => cancel.abort() });
      assert.deepEqual([outcomes[0]?.status, requests, waits.length], ['cancelled', 1, 1]);
    });

    it(`as ${kind} that are cancelled while another is sent make no request, and what is done stays done`, async () => {
      const cancel = new AbortController();
      let requests = 0;
      const url = await serve((request, response) => {
        if (++requests === 2) cancel.abort();
        else request.resume().on('end', () => response.end());
      });
      const outcomes = await send(['a.txt', 'b.txt', 'c.txt'], { kind, url }, { cancel });
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['uploaded', 'cancelled', 'cancelled'],
      );
      assert.equal(requests, 2);
    });
  }

  it('are of unknown fate when a POST is taken and no answer comes', async () => {
    const url = await serve((request) => request.resume());
    const [outcome] = await send(['a.txt'], { kind: 'form', url, timeout: 0.2 });
    assert.deepEqual([outcome?.status, outcome?.attempts], ['unknown', 1]);
  });

  for (const kind of ['form', 'raw'] as const) {
    it(`as ${kind} are five hundred, of which one is refused: it is that one`, async () => {
      const paths = Array.from({ length: 500 }, (_, index) => `${index}.txt`);
      const url = await serve((request, response) => {
        void buffer(request).then((body) => response.writeHead(body.includes('317.txt') ? 400 : 201).end());
      });
      const outcomes = await send(paths, { kind, url }, { concurrency: 8 });
      assert.deepEqual(
        outcomes.filter(({ status }) => status !== 'uploaded').map(({ file, status }) => `${file} ${status}`),
        ['317.txt failed'],
      );
      assert.equal(outcomes.length, 500);
    });
  }

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

  it('are of unknown fate, and stored once, when a connection that was kept open closes on a POST', async () => {
    const stored: string[] = [];
    const url = await serve((request, response) => {
      void buffer(request).then((body) => {
        const [name = ''] = /[abc]\.txt/.exec(body.toString()) ?? [];
        stored.push(name);
        if (name === 'b.txt') request.socket.destroy();
        else response.end();
      });
    });
    const outcomes = await send(['a.txt', 'b.txt', 'c.txt'], { kind: 'form', url });
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['uploaded', 'unknown', 'uploaded'],
    );
    assert.deepEqual(stored, ['a.txt', 'b.txt', 'c.txt']);
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
