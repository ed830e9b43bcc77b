import assert from 'node:assert/strict';
import type { Batch } from '../../../src/core/batch.ts';
import type { Outcome, PlannedFile, Progress } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { TransferOptions } from '../../../src/core/runningBatch.ts';
import type { HeldPart, SessionProtocol } from '../../../src/core/sessionPort.ts';
import { TransferQueue, type QueueOptions } from '../../../src/core/transferQueue.ts';
import { FakeClock } from './fakeClock.ts';
import { destination, failure, gate, never, untilCancelled } from './fakes.ts';
import { byteAt, bytesFile, FakeServer, type FakeRequest, type Fault } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';

const lost = failure({ networkCode: 'ECONNRESET' });

const to = (server: FakeServer, more: Partial<Destination> = {}) =>
  destination(undefined, { session: server.protocol, ...more });

/** As `to`, with a part of the protocol done otherwise. */
const toWith = (server: FakeServer, more: Partial<SessionProtocol>) =>
  to(server, { session: { ...server.protocol, ...more } });

async function send(
  file: PlannedFile,
  where: Destination,
  { signal = never, onProgress, onBatch, ...how }: QueueOptions & Partial<TransferOptions> = {},
): Promise<Outcome> {
  await using queue = new TransferQueue({ clock: new FakeClock(), random: () => 0.5, ...how });
  const hooks = { ...(onProgress && { onProgress }), ...(onBatch && { onBatch }) };
  const [outcome] = await queue.transfer([file], where, { signal, ...hooks });
  assert.ok(outcome);
  return outcome;
}

/** Faults for the requests of a kind, in turn; undefined lets one through. */
function faults(kind: FakeRequest['kind'], ...inTurn: (Fault | undefined)[]): FakeServer['fault'] {
  return (request) => (request.kind === kind ? inTurn.shift() : undefined);
}

/** Checks that the server has the file, byte for byte, and nothing else. */
function assertStored(server: FakeServer, file: PlannedFile): void {
  assert.equal(server.stored.size, 1);
  const [bytes] = server.stored.values();
  assert.equal(bytes?.length, file.source.size);
  bytes.forEach((byte, position) => assert.equal(byte, byteAt(position)));
  assert.equal(server.sessions.size, 0);
}

function problemOf(outcome: Outcome): Problem {
  assert.ok(outcome.status === 'failed', outcome.status);
  return outcome.problem;
}

/** After what is to be done now. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

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

  it('goes on after what the request that began it carried', async () => {
    const server = new FakeServer();
    const { begin } = server.protocol;
    const file = bytesFile(35);
    const where = toWith(server, {
      begin: async (planned, options) => {
        const begun = await begin(planned, options);
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

describe('a session that an earlier run began', () => {
  /** A run that ended when the network went for good. */
  async function interrupted(server: FakeServer, store: FakeStore): Promise<void> {
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.equal(problemOf(outcome).code, 'connectionLost');
    assert.equal(store.taken.size, 0);
    server.fault = () => undefined;
    server.log.splice(0);
  }

  for (const parallel of [1, 4]) {
    it(`goes on with what is missing, ${parallel} at a time`, async () => {
      const [server, store] = [new FakeServer({ parallel }), new FakeStore()];
      await interrupted(server, store);
      const [record] = store.records.values();
      assert.deepEqual(record, {
        destination: 'web',
        target: 'http://example.com/',
        file: { id: 'file:///chosen/big', path: 'big', version: '1', size: 35 },
        begun: record?.begun,
        partSize: 10,
        state: { id: 's1' },
      });
      const file = bytesFile(35);
      const outcome = await send(file, to(server), { sessions: store });
      assert.ok(outcome.status === 'uploaded');
      assert.equal(outcome.resumedFrom, parallel === 1 ? 20 : 25);
      assert.equal(server.log[0], 'held');
      assert.ok(!server.log.includes('begin'));
      assertStored(server, file);
      assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
    });
  }

  it('keeps the size of its parts', async () => {
    const [server, store] = [new FakeServer({ parallel: 2 }), new FakeStore()];
    await interrupted(server, store);
    const { protocol } = server;
    const where = to(server, { session: { ...protocol, limits: { ...protocol.limits, partSize: 15 } } });
    await send(bytesFile(35), where, { sessions: store });
    assert.deepEqual(server.log, ['held', 'send 20-30', 'finish']);
  });

  it('starts over when the file is another, and throws the old one away', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    const file = bytesFile(35, { version: '2' });
    const outcome = await send(file, to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, undefined);
    assert.ok(server.log.includes('abandon'));
    assertStored(server, file);
  });

  it('starts over when the destination leads elsewhere, and tells nothing of it there', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    const outcome = await send(bytesFile(35), to(server, { target: 'http://elsewhere/' }), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual(server.log.slice(0, 2), ['begin', 'send 0-10']);
    assert.ok(!server.log.includes('abandon'));
  });

  it('starts over when the server no longer knows it', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    server.sessions.clear();
    const file = bytesFile(35);
    const outcome = await send(file, to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, undefined);
    assertStored(server, file);
  });

  it('is not kept of a file that cannot be told from another', async () => {
    const store = new FakeStore();
    const { version, ...source } = bytesFile(35).source;
    assert.equal(version, '1');
    assert.equal(
      (await send({ ...bytesFile(35), source }, to(new FakeServer()), { sessions: store })).status,
      'uploaded',
    );
    assert.deepEqual(store.saved, []);
  });

  it('is left to whoever has it', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await store.open({ destination: 'web', file: 'file:///chosen/big' });
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.equal(problemOf(outcome).code, 'sessionTaken');
    assert.deepEqual([server.log, store.taken.size], [[], 1]);
  });

  it('is saved when it was begun, and whenever the server changed its state, not after each part', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await send(bytesFile(35), to(server), { sessions: store });
    assert.equal(store.saved.length, 1);
    const where = toWith(server, {
      send: async (state, file, part, options) => ({
        ...(await server.protocol.send(state, file, part, options)),
        ...(part.start === 10 ? { state: { ...state, turn: 2 } } : {}),
      }),
    });
    await send(bytesFile(35), where, { sessions: store });
    assert.deepEqual(
      store.saved.map(({ state }) => state),
      [{ id: 's1' }, { id: 's2' }, { id: 's2', turn: 2 }],
    );
  });

  it('uploads without it when the disk is full, and says so', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    store.isFull = true;
    const file = bytesFile(35);
    const outcome = await send(file, to(server), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.equal(outcome.warnings.length, 1);
    assert.match(outcome.warnings[0] ?? '', /cannot be kept \(no space left on device\)/);
    assertStored(server, file);
  });

  it('uploads without it when its place cannot be made, and says so', async () => {
    const store = new FakeStore();
    store.open = () => Promise.reject(new Problem('sessionNotKept', { reason: 'read-only' }));
    const outcome = await send(bytesFile(35), to(new FakeServer()), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.match(outcome.warnings.join(), /read-only/);
  });
});

describe('a server that says what cannot be', () => {
  const whole: HeldPart[] = [{ start: 0, end: 36 }];
  const wrong: readonly (readonly [title: string, held: HeldPart[]])[] = [
    ['an offset beyond the end', whole],
    ['an offset that is no number', [{ start: 0, end: NaN }]],
    ['a negative offset', [{ start: 0, end: -1 }]],
    ['a fraction of a byte', [{ start: 0, end: 1.5 }]],
  ];
  for (const [title, held] of wrong) {
    it(`fails with ${title}: asked`, async () => {
      const server = new FakeServer();
      server.fault = faults('send', { error: lost });
      const outcome = await send(bytesFile(35), toWith(server, { held: () => Promise.resolve(held) }));
      assert.equal(problemOf(outcome).code, 'answerInvalid');
      assert.equal(server.sessions.size, 0);
    });

    it(`fails with ${title}: at the beginning`, async () => {
      const server = new FakeServer();
      const begin: SessionProtocol['begin'] = async (file, options) => ({
        ...(await server.protocol.begin(file, options)),
        held,
      });
      const outcome = await send(bytesFile(35), toWith(server, { begin }));
      assert.equal(problemOf(outcome).code, 'answerInvalid');
      assert.equal(server.sessions.size, 0);
    });

    it(`fails with ${title}: after a part`, async () => {
      const server = new FakeServer();
      const [first = { start: 0, end: 0 }] = held;
      const outcome = await send(bytesFile(35), toWith(server, { send: () => Promise.resolve({ held: first }) }));
      assert.equal(problemOf(outcome).code, 'answerInvalid');
    });
  }

  for (const parallel of [1, 4]) {
    it(`ends at one that takes nothing, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      let sent = 0;
      const where = toWith(server, {
        send: (_state, _file, { start }) => {
          sent++;
          return Promise.resolve({ held: { start, end: start } });
        },
      });
      const problem = problemOf(await send(bytesFile(95), where));
      assert.equal(problem.code, 'answerInvalid');
      assert.match(problem.message, /does not take all/);
      assert.ok(sent <= 5 * parallel, `${sent}`);
    });
  }

  it('ends at one that takes a byte at a time', async () => {
    const server = new FakeServer();
    let sent = 0;
    const where = toWith(server, {
      send: (_state, _file, { start }) => {
        sent++;
        return Promise.resolve({ held: { start, end: start + 1 } });
      },
    });
    assert.equal(problemOf(await send(bytesFile(1000), where)).code, 'answerInvalid');
    assert.ok(sent <= 101, `${sent}`);
  });

  it('ends at one that goes back and fails, again and again', async () => {
    const server = new FakeServer();
    let sent = 0;
    const where = toWith(server, {
      send: (_state, _file, part) => (++sent % 3 === 0 ? Promise.reject(lost) : Promise.resolve({ held: { ...part } })),
      held: () => Promise.resolve([{ start: 0, end: 0 }]),
    });
    assert.equal(problemOf(await send(bytesFile(95), where)).code, 'connectionLost');
    assert.ok(sent <= 20, `${sent}`);
  });

  it('does not finish what is not the whole file', async () => {
    const server = new FakeServer();
    const gapped = [
      { start: 0, end: 10 },
      { start: 12, end: 20 },
    ];
    const where = toWith(server, {
      begin: async (file, options) => ({ ...(await server.protocol.begin(file, options)), held: gapped }),
      send: (_state, _file, part) => Promise.resolve({ held: { ...part } }),
    });
    const problem = problemOf(await send(bytesFile(35), where));
    assert.match(problem.message, /not the whole file/);
    assert.ok(!server.log.includes('finish'));
  });
});

describe('an upload by session that is stopped', () => {
  /** Runs into a part that never ends by itself, and stops there. */
  async function underWay(server: FakeServer, store = new FakeStore(), concurrency = 4) {
    const reached = gate();
    const hang: FakeServer['fault'] = ({ kind, part, signal }) => {
      if (kind !== 'send' || part?.start !== 20) return undefined;
      reached.open();
      return untilCancelled(signal);
    };
    server.fault = hang;
    const controller = new AbortController();
    const batches: Batch[] = [];
    const clock = new FakeClock();
    const queue = new TransferQueue({ clock, random: () => 0, sessions: store, concurrency });
    const onBatch = (batch: Batch) => void batches.push(batch);
    const outcomes = queue.transfer([bytesFile(35)], to(server), { signal: controller.signal, onBatch });
    await reached.opened;
    await settled();
    const [batch] = batches;
    assert.ok(batch);
    return { queue, batch, outcomes, controller, store, clock };
  }

  for (const parallel of [1, 4]) {
    it(`is abandoned at the server when cancelled, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const { queue, outcomes, controller, store, clock } = await underWay(server);
      controller.abort();
      const [outcome] = await outcomes;
      assert.equal(outcome?.status, 'cancelled');
      await queue[Symbol.asyncDispose]();
      assert.deepEqual([server.sessions.size, store.records.size, store.taken.size, clock.tickers], [0, 0, 0, 0]);
      assert.equal(server.log.at(-1), 'abandon');
    });

    it(`keeps what the server has when paused, and goes on from there, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const { batch, outcomes, store } = await underWay(server);
      batch.pause();
      await settled();
      const [item] = batch.items;
      assert.deepEqual([item?.state, item?.bytesDone], ['paused', parallel === 1 ? 20 : 25]);
      assert.deepEqual([store.records.size, store.taken.size], [1, 1]);
      server.fault = () => undefined;
      server.log.splice(0);
      batch.resume();
      const [outcome] = await outcomes;
      assert.ok(outcome?.status === 'uploaded');
      assert.equal(outcome.resumedFrom, undefined);
      assert.ok(!server.log.includes('begin'));
      assert.equal(server.log[0], 'held');
      assertStored(server, bytesFile(35));
      assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
    });
  }

  it('is abandoned when cancelled while it is paused', async () => {
    const server = new FakeServer();
    const { queue, batch, outcomes, store } = await underWay(server);
    batch.pause();
    await settled();
    batch.cancel();
    const [outcome] = await outcomes;
    assert.equal(outcome?.status, 'cancelled');
    await queue[Symbol.asyncDispose]();
    assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [0, 0, 0]);
  });

  it('ends at once when cancelled, though the server does not answer any more', async () => {
    const server = new FakeServer();
    const { queue, outcomes, controller, clock } = await underWay(server);
    server.fault = ({ signal }) => untilCancelled(signal);
    controller.abort();
    const [outcome] = await outcomes;
    assert.equal(outcome?.status, 'cancelled');
    const disposed = queue[Symbol.asyncDispose]();
    clock.pass(5_000);
    await disposed;
    assert.equal(clock.tickers, 0);
  });

  it('asks more than once to have it thrown away', async () => {
    const server = new FakeServer();
    const { queue, outcomes, controller } = await underWay(server);
    server.fault = faults('abandon', { error: lost }, { error: failure({ status: 503 }) });
    controller.abort();
    await outcomes;
    await queue[Symbol.asyncDispose]();
    assert.equal(server.sessions.size, 0);
  });

  it('finishes when it is paused after its last byte', async () => {
    const server = new FakeServer();
    const reached = gate();
    const answered = gate();
    server.fault = async ({ kind }) => {
      if (kind !== 'finish') return undefined;
      reached.open();
      await answered.opened;
      return undefined;
    };
    const sent = send(bytesFile(35), to(server), {
      onBatch: (batch) => void reached.opened.then(() => batch.pause()).then(answered.open),
    });
    assert.equal((await sent).status, 'uploaded');
  });

  it('may be resumed before it has come to a stop', async () => {
    const server = new FakeServer();
    const { batch, outcomes } = await underWay(server);
    server.fault = () => undefined;
    batch.pause();
    batch.resume();
    const [outcome] = await outcomes;
    assert.equal(outcome?.status, 'uploaded');
    assertStored(server, bytesFile(35));
  });

  it('waits for a slot no longer when cancelled', async () => {
    const server = new FakeServer();
    const { queue, outcomes, controller } = await underWay(server, undefined, 1);
    const other = new AbortController();
    const waiting = queue.transfer([bytesFile(45, { id: 'other' })], to(server), { signal: other.signal });
    other.abort();
    const [outcome] = await waiting;
    assert.deepEqual([outcome?.status, outcome?.attempts], ['cancelled', 0]);
    controller.abort();
    await outcomes;
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
    assert.ok(seen.includes(20), `${seen.join()}`);
    assert.ok(seen.includes(14), `${seen.join()}`);
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
