import assert from 'node:assert/strict';
import type { Progress } from '../../../../src/core/model.ts';
import { Problem } from '../../../../src/core/problem.ts';
import type { SessionState } from '../../../../src/core/transfer/sessionPort.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { failure, never } from '../fakes.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, faults, lost, problemOf, send, settled, to, toWith } from './sessionRuns.ts';

describe('an upload by session', () => {
  for (const parallel of [1, 4]) {
    it(`sends the file in parts, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const file = bytesFile(35);
      const outcome = await send(file, to(server));
      assert.ok(outcome.status === 'uploaded');
      assert.deepEqual([outcome.url, outcome.resumedFrom], ['http://example.com/s1', undefined]);
      assert.deepEqual(server.log, ['begin', 'send 0-10', 'send 10-20', 'send 20-30', 'send 30-35', 'finish']);
      assertStored(server, file);
    });

    it(`sends a part again that broke off, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const file = bytesFile(35);
      server.fault = faults('send', undefined, { error: lost, keeps: 4 });
      const outcome = await send(file, to(server));
      assert.deepEqual([outcome.status, outcome.attempts], ['uploaded', 2]);
      assertStored(server, file);
    });

    it(`begins anew when the server forgot it, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const file = bytesFile(35);
      server.fault = ({ kind, part }) => {
        if (kind === 'send' && part?.start === 20 && server.sessions.has('s1')) server.sessions.delete('s1');
        return undefined;
      };
      const outcome = await send(file, to(server));
      assert.equal(outcome.status, 'uploaded');
      assertStored(server, file);
      assert.equal(server.log.filter((line) => line === 'begin').length, 2);
    });

    it(`gives up at a server that forgets it again and again, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      server.fault = ({ kind }) => {
        if (kind === 'send') server.sessions.clear();
        return undefined;
      };
      const problem = problemOf(await send(bytesFile(35), to(server)));
      assert.equal(problem.code, 'answerInvalid');
      assert.match(problem.message, /forgets the upload/);
      assert.equal(server.log.filter((line) => line === 'begin').length, 3);
    });

    it(`has the server throw away what it refuses, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      server.fault = faults('send', undefined, { error: failure({ status: 503 }) }, undefined, undefined, {
        error: failure({ status: 403 }),
      });
      const store = new FakeStore();
      const outcome = await send(bytesFile(95), to(server), { sessions: store });
      assert.equal(outcome.status, 'failed');
      assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [0, 0, 0]);
      assert.equal(server.log.at(-1), 'abandon');
    });

    it(`fails when the file changed, and tries nothing again, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const clock = new FakeClock();
      server.fault = faults('send', undefined, { error: new Problem('fileChanged', { file: 'big' }) });
      const outcome = await send(bytesFile(35), to(server), { clock });
      assert.equal(problemOf(outcome).code, 'fileChanged');
      assert.deepEqual([server.sessions.size, clock.slept], [0, []]);
    });
  }

  it('sends a small file in one request', async () => {
    const server = new FakeServer();
    const outcome = await send(bytesFile(19), to(server));
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual(server.log, []);
  });

  it('sends no part of an empty file', async () => {
    const server = new FakeServer();
    const file = bytesFile(0);
    const outcome = await send(file, toWith(server, { from: 0 }));
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual(server.log, ['begin', 'finish']);
  });

  it('has parts as large as the answer that began it asks for', async () => {
    const [server, sent] = [new FakeServer(), new Array<number>()];
    const { protocol } = server;
    const where = toWith(server, {
      begin: async (file, options) => ({ ...(await protocol.begin(file, options)), partSize: 16 }),
      send: (state, file, part, options) => {
        sent.push(part.end - part.start);
        return protocol.send(state, file, part, options);
      },
    });
    const file = bytesFile(35);
    assert.equal((await send(file, where)).status, 'uploaded');
    assert.deepEqual(sent, [16, 16, 3]);
    assertStored(server, file);
  });

  it('goes on after what the request that began it carried', async () => {
    const server = new FakeServer();
    const { protocol } = server;
    const file = bytesFile(35);
    const where = toWith(server, {
      begin: async (planned, options) => {
        const begun = await protocol.begin(planned, options);
        const { held } = await server.protocol.send(begun.state, planned, { start: 0, end: 10 }, options);
        return { ...begun, held: [held] };
      },
    });
    assert.equal((await send(file, where)).status, 'uploaded');
    assert.deepEqual(server.log, ['begin', 'send 0-10', 'send 10-20', 'send 20-30', 'send 30-35', 'finish']);
    assertStored(server, file);
  });

  it('has as many parts of a file under way as the protocol and the slots allow', async () => {
    for (const [parallel, concurrency, expected] of [
      [3, 8, 3],
      [8, 2, 2],
    ] as const) {
      const server = new FakeServer({ parallel });
      let running = 0;
      let most = 0;
      server.fault = async ({ kind }) => {
        if (kind !== 'send') return undefined;
        most = Math.max(most, ++running);
        await settled();
        running--;
        return undefined;
      };
      assert.equal((await send(bytesFile(95), to(server), { concurrency })).status, 'uploaded');
      assert.equal(most, expected);
    }
  });

  it('lets a small file of another batch have its turn between two parts', async () => {
    const server = new FakeServer();
    const queue = new TransferQueue({ clock: new FakeClock(), concurrency: 1 });
    const large = queue.transfer([bytesFile(95)], to(server), { signal: never });
    await queue.transfer([bytesFile(5)], to(server), { signal: never });
    assert.equal(server.stored.size, 0);
    await large;
    assert.equal(server.stored.size, 1);
  });

  it('asks what the server has after a failure, and goes on from there', async () => {
    const server = new FakeServer();
    server.fault = faults('send', undefined, { error: lost, keeps: 4 });
    await send(bytesFile(35), to(server));
    assert.deepEqual(server.log, [
      'begin',
      'send 0-10',
      'send 10-20',
      'held',
      'send 14-24',
      'send 24-34',
      'send 34-35',
      'finish',
    ]);
  });

  for (const [what, status] of [
    ['an offset that is another', 409],
    ['a lock', 423],
    ['a checksum that differs', 460],
  ] as const) {
    it(`goes on after ${what}`, async () => {
      const server = new FakeServer();
      server.fault = faults('send', undefined, { error: failure({ status, passes: true }) });
      const file = bytesFile(35);
      assert.equal((await send(file, to(server))).status, 'uploaded');
      assertStored(server, file);
    });
  }

  it('is as patient as at the beginning whenever the server kept bytes', async () => {
    const server = new FakeServer();
    const file = bytesFile(95);
    server.fault = ({ kind }) => (kind === 'send' ? { error: lost, keeps: 1 } : undefined);
    assert.equal((await send(file, to(server, { retries: 1 }))).status, 'uploaded');
    assertStored(server, file);
  });

  it('is as patient as at the beginning after every part that the server took', async () => {
    const server = new FakeServer();
    let requests = 0;
    server.fault = ({ kind }) => (kind === 'send' && ++requests % 2 === 0 ? { error: lost } : undefined);
    assert.equal((await send(bytesFile(95), to(server, { retries: 1 }))).status, 'uploaded');
  });

  it('goes on with what was begun before it begins another file', async () => {
    const server = new FakeServer();
    let most = 0;
    server.fault = () => {
      most = Math.max(most, server.sessions.size);
      return undefined;
    };
    const queue = new TransferQueue({ clock: new FakeClock(), concurrency: 1 });
    const files = Array.from({ length: 6 }, (_, place) => bytesFile(95, { id: `${place}`, path: `${place}` }));
    const outcomes = await queue.transfer(files, to(server), { signal: never });
    assert.ok(outcomes.every(({ status }) => status === 'uploaded'));
    assert.ok(most <= 2, `${most} sessions at the same time`);
  });

  it('waits as long as Retry-After says, and fails at once beyond the deadline', async () => {
    const server = new FakeServer();
    const clock = new FakeClock();
    server.fault = faults('send', { error: failure({ status: 429, retryAfterMs: 60_000 }) });
    assert.equal((await send(bytesFile(35), to(server), { clock })).status, 'uploaded');
    assert.deepEqual(clock.slept, [60_000]);
    server.fault = faults('send', { error: failure({ status: 429, retryAfterMs: 16 * 60_000 }) });
    assert.equal((await send(bytesFile(35), to(server), { clock })).status, 'failed');
    assert.deepEqual(clock.slept, [60_000]);
  });

  it('repeats every request of its own that broke off', async () => {
    for (const kind of ['begin', 'held', 'finish'] as const) {
      const server = new FakeServer();
      const other = faults(kind, { error: lost });
      server.fault = async (request) =>
        (await other(request)) ??
        (kind === 'held' && request.kind === 'send' && server.received === 10 ? { error: lost, keeps: 1 } : undefined);
      const file = bytesFile(35);
      assert.equal((await send(file, to(server))).status, 'uploaded', kind);
      assertStored(server, file);
    }
  });
});

describe('the progress of an upload by session', () => {
  it('is what the server acknowledged and what is under way, and takes back what it did not keep', async () => {
    const server = new FakeServer();
    const clock = new FakeClock();
    const seen: number[] = [];
    server.fault = async (request) => {
      clock.time += 1_000;
      return faulty(request);
    };
    const faulty = faults('send', undefined, { error: lost, keeps: 4 });
    const onProgress = ({ bytesDone }: Progress) => void seen.push(bytesDone);
    await send(bytesFile(35), to(server), { clock, onProgress });
    assert.equal(seen.at(-1), 35);
    assert.ok(seen.includes(20), seen.join());
    assert.ok(seen.includes(14), seen.join());
    assert.ok(seen.slice(0, -1).every((bytes) => bytes < 35));
  });

  it('counts what an earlier run sent as done, not as speed', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
    await send(bytesFile(35), to(server), { sessions: store });
    const clock = new FakeClock();
    server.fault = () => {
      clock.time += 1_000;
      return undefined;
    };
    const reports: Progress[] = [];
    await send(bytesFile(35), to(server), {
      sessions: store,
      clock,
      onProgress: (progress) => void reports.push(progress),
    });
    const [first] = reports;
    assert.deepEqual([first?.bytesDone, first?.bytesPerSecond], [20, 0]);
    assert.ok(reports.every(({ bytesPerSecond }) => bytesPerSecond <= 15));
  });

  it('has the server throw away what it may hold besides the file that was made', async () => {
    const server = new FakeServer();
    const left = { begunBefore: true };
    const abandoned: SessionState[] = [];
    const where = toWith(server, {
      finish: async (...given) => ({ ...(await server.protocol.finish(...given)), left }),
      abandon: (state) => (abandoned.push(state) > 1 ? Promise.resolve() : Promise.reject(lost)),
    });
    const outcome = await send(bytesFile(35), where);
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual(abandoned, [left, left]);
  });
});

describe('the bandwidth limit of an upload by session', () => {
  it('holds for parts at the same time together', async () => {
    const clock = new FakeClock();
    const queue = new TransferQueue({ clock, random: () => 0 });
    queue.bandwidthLimit = 100;
    const server = new FakeServer({ parallel: 4 });
    await queue.transfer([bytesFile(1000)], to(server), { signal: never });
    assert.ok(clock.time >= 9_500 && clock.time <= 10_500, `${clock.time}`);
  });
});
