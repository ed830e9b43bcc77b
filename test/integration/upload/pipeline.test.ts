import assert from 'node:assert/strict';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { upload } from '../../../src/core/pipeline.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { FilePrefetcher } from '../../../src/node/files/filePrefetcher.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { destinationOf, signal } from './given.ts';
import { pipelineBench } from './pipelineBench.ts';

describe('files uploaded through the pipeline', () => {
  const bench = pipelineBench();
  const { serve, send } = bench;

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
    await Promise.all(names.map((name, index) => writeFile(join(bench.folder, name), contentOf(index), 'latin1')));
    const selection = await selectPaths(names, { signal, cwd: bench.folder });
    await appendFile(join(bench.folder, '150.png'), 'more');
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
      await upload(await selectPaths(['a.txt'], { signal, cwd: bench.folder }), destination, services, { signal });
      assert.equal(begun.length, kind === 'tus' ? 0 : 1);
    }
  });

  it('that are gone when their turn comes fail alone', async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => {
        if (request.url !== '/a.txt') response.end();
        else void rm(join(bench.folder, 'b.txt')).then(() => response.end());
      });
    });
    const outcomes = await send(['a.txt', 'b.txt', 'c.txt'], { kind: 'raw', url });
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.problem.code : outcome.status)),
      ['uploaded', 'fileNotFound', 'uploaded'],
    );
  });

  for (const [kind, status] of [
    // All of it was sent, and a POST is not repeated.
    ['form', 'unknown'],
    ['raw', 'cancelled'],
  ] as const) {
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
        ['uploaded', status, 'cancelled'],
      );
      assert.equal(requests, 2);
    });
  }

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
