import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '../../../src/core/clock.ts';
import type { Source } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import { bufferLimit } from '../../../src/node/destinations/fileBody.ts';
import { bytesOf, destinationOf, freePort, plannedBytes, signal } from './given.ts';
import { answering, pipelineBench } from './pipelineBench.ts';

const mebibyte = 1024 * 1024;

describe('files uploaded through the pipeline, when a request fails', () => {
  const bench = pipelineBench();
  const { serve, send, waits } = bench;

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
          void appendFile(join(bench.folder, 'a.bin'), 'more').then(() => request.resume());
        });
      request.on('end', () => response.end());
    });
    const [outcome] = await send(['a.bin'], { kind: 'raw', url }, { content: bytesOf(20 * mebibyte) });
    assert.ok(outcome?.status === 'failed' && outcome.problem.code === 'fileChanged', outcome?.status);
    assert.deepEqual([outcome.attempts, requests], [1, 1]);
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
  }

  it('are of unknown fate when a POST is taken and no answer comes', async () => {
    const url = await serve((request) => request.resume());
    const [outcome] = await send(['a.txt'], { kind: 'form', url, timeout: 0.2 });
    assert.deepEqual([outcome?.status, outcome?.attempts], ['unknown', 1]);
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
    assert.match(outcome.problem.message, /\(the connection broke off\): it may be stored or not/);
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

  for (const [size, how] of [
    [1, 'at once'],
    [bufferLimit + 1, 'as they are read'],
  ] as const) {
    it(`are posted again when the system let no further file be opened to read what is sent ${how}`, async () => {
      const url = await serve(answering());
      const { source, ...planned } = plannedBytes('x'.repeat(size));
      let opened = 0;
      const open: Source['open'] = (...range) => {
        if (++opened === 1) throw new Problem('filesExhausted', { file: source.path });
        return source.open(...range);
      };
      const clock = { ...systemClock, sleep: (ms: number) => Promise.resolve(void waits.push(ms)) };
      await using queue = new TransferQueue({ clock, random: () => 0 });
      const file = { ...planned, source: { ...source, open } };
      const [outcome] = await queue.transfer([file], destinationOf({ kind: 'form', url }), { signal });
      assert.deepEqual([outcome?.status, outcome?.attempts, waits.length], ['uploaded', 2, 1]);
    });
  }

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
});
