import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { upload } from '../../../src/core/pipeline.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { selectPaths } from '../../../src/node/files/selectPaths.ts';
import { sniffer } from '../../../src/node/files/sniffer.ts';
import { destinationOf, signal } from './given.ts';
import { pipelineBench } from './pipelineBench.ts';

describe('files uploaded through the pipeline', () => {
  const bench = pipelineBench();
  const { serve, send } = bench;

  it('are sent by no other thread where all of them go by session', async () => {
    const begun: unknown[] = [];
    const beside = { begin: (_: unknown, files: readonly unknown[]) => void begun.push(files) };
    const services = { sniffer, beside, queue: new TransferQueue() };
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
