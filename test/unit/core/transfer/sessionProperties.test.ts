import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { failure, gate, never } from '../fakes.ts';
import { byteAt, bytesFile, FakeServer, type FakeRequest, type Fault } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { settled, to } from './sessionRuns.ts';

/** What may happen to a request; `gone`: the server forgets the session. */
type Mishap = (Fault & { readonly isFinal?: true }) | 'gone' | 'fine';

const passing: fc.Arbitrary<Mishap> = fc.oneof(
  fc.constant('fine' as const),
  fc
    .record({ keeps: fc.oneof(fc.nat(20), fc.constant(Infinity)), networkCode: fc.constantFrom('ECONNRESET', 'EPIPE') })
    .map(({ keeps, networkCode }) => ({ error: failure({ networkCode }), keeps })),
  fc.constantFrom(408, 429, 503, 504).map((status) => ({ error: failure({ status }) })),
  fc.nat(100_000).map((retryAfterMs) => ({ error: failure({ status: 429, retryAfterMs }) })),
  fc.constantFrom(409, 423, 460).map((status) => ({ error: failure({ status, passes: true }) })),
);

const final: fc.Arbitrary<Mishap> = fc.constantFrom(
  { error: failure({ status: 400 }), isFinal: true },
  { error: failure({ status: 403 }), isFinal: true },
  { error: new Problem('fileChanged', { file: 'big' }), isFinal: true },
);

const shapes = fc.record({
  size: fc.integer({ min: 20, max: 200 }),
  partSize: fc.integer({ min: 3, max: 60 }),
  parallel: fc.constantFrom(1, 1, 2, 4),
  concurrency: fc.integer({ min: 1, max: 5 }),
  retries: fc.nat(4),
  isListing: fc.boolean(),
});

interface Shape {
  readonly size: number;
  readonly partSize: number;
  readonly parallel: number;
  readonly concurrency: number;
  readonly retries: number;
  readonly isListing: boolean;
}

/** A server that does as told, request by request, and then works. */
class TroubledServer extends FakeServer {
  readonly met: Exclude<Mishap, 'fine'>[] = [];

  constructor({ partSize, parallel, isListing }: Shape, mishaps: readonly Mishap[], lastPartEnds = false) {
    super({ partSize, parallel, isListing, lastPartEnds });
    const left = [...mishaps];
    this.fault = ({ kind }: FakeRequest) => {
      const mishap = kind === 'abandon' ? undefined : left.shift();
      if (mishap === undefined || mishap === 'fine') return undefined;
      this.met.push(mishap);
      if (mishap !== 'gone') return mishap;
      this.sessions.clear();
      return undefined;
    };
  }
}

interface Run {
  readonly file: PlannedFile;
  readonly server: FakeServer;
  readonly store: FakeStore;
  readonly clock: FakeClock;
  readonly queue: TransferQueue;
  readonly where: Destination;
}

function runOf(server: FakeServer, { size, concurrency, retries }: Shape, store = new FakeStore()): Run {
  const clock = new FakeClock();
  const queue = new TransferQueue({ clock, random: () => 0.5, concurrency, sessions: store });
  return { file: bytesFile(size), server, store, clock, queue, where: to(server, { retries }) };
}

async function finish({ queue, file, where }: Run, signal = never): Promise<Outcome> {
  const [outcome] = await queue.transfer([file], where, { signal });
  await queue[Symbol.asyncDispose]();
  assert.ok(outcome);
  return outcome;
}

/** Nothing is left over, and what is said to be uploaded is there. */
function assertHonest(outcome: Outcome, { server, file, store, clock }: Run): void {
  assert.deepEqual([store.taken.size, clock.tickers], [0, 0]);
  if (outcome.status === 'uploaded') {
    const bytes = server.stored.get(outcome.url?.split('/').at(-1) ?? '');
    assert.deepEqual(
      bytes,
      Uint8Array.from({ length: file.source.size }, (_, position) => byteAt(position)),
    );
    assert.equal(store.records.size, 0);
  }
}

describe('whatever happens to an upload by session', () => {
  it('it ends, honestly, in so many steps as there were faults and parts, and sends a part again for each at most', () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(fc.oneof(passing, passing, final, fc.constant('gone' as const)), { maxLength: 25 }),
        async (shape, mishaps) => {
          const server = new TroubledServer(shape, mishaps);
          const run = runOf(server, shape);
          const outcome = await finish(run);
          assertHonest(outcome, run);
          const parts = Math.ceil(shape.size / shape.partSize);
          const beginnings = 3;
          assert.ok(
            server.log.length <= beginnings * (parts + 3) + 4 * server.met.length,
            `${server.log.length} requests`,
          );
          const beginningsMade = server.log.filter((request) => request === 'begin').length;
          const partsAgain = shape.partSize * shape.parallel * server.met.length;
          assert.ok(server.received <= beginningsMade * shape.size + partsAgain, `${server.received} bytes`);
          if (outcome.status !== 'uploaded') assert.ok(server.met.length > 0);
          assert.ok(['uploaded', 'failed', 'unknown'].includes(outcome.status), outcome.status);
          assert.ok(!('problem' in outcome) || outcome.problem.code !== 'internal', JSON.stringify(outcome));
        },
      ),
      { numRuns: 1000 },
    )).timeout(30_000);

  it('it succeeds when everything passes and there is patience enough, without beginning again', () =>
    fc.assert(
      fc.asyncProperty(shapes, fc.array(passing, { maxLength: 15 }), async (shape, mishaps) => {
        const server = new TroubledServer(shape, mishaps);
        const run = runOf(server, { ...shape, retries: 15 });
        const outcome = await finish(run);
        assert.equal(outcome.status, 'uploaded');
        assertHonest(outcome, run);
      }),
      { numRuns: 500 },
    )).timeout(30_000);

  it('it is there once at most where the last part makes the file and sending it twice makes two, and unknown if it may be', () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(fc.oneof(passing, passing, fc.constant('gone' as const)), { maxLength: 25 }),
        async (shape, mishaps) => {
          const server = new TroubledServer({ ...shape, parallel: 1 }, mishaps, true);
          const run = runOf(server, shape);
          const where = { ...run.where, idempotent: false };
          const outcome = await finish({ ...run, where });
          assertHonest(outcome, run);
          assert.ok(server.stored.size <= 1, `${server.stored.size} copies`);
          assert.ok(
            outcome.status !== 'failed' || 'continuable' in outcome || server.stored.size === 0,
            outcome.status,
          );
          if (outcome.status !== 'failed' || !('continuable' in outcome)) return;
          server.fault = () => undefined;
          const next = await finish({ ...runOf(server, shape, run.store), where });
          assert.ok(server.stored.size === 1 || (server.stored.size === 0 && next.status !== 'uploaded'));
        },
      ),
      { numRuns: 1000 },
    )).timeout(30_000);

  it('it leaves nothing at the server and on disk after a refusal', () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(fc.constant('fine' as const), { minLength: 1, maxLength: 8 }),
        final,
        async (shape, before, refusal) => {
          const server = new TroubledServer(shape, [...before, refusal]);
          const run = runOf(server, shape);
          const outcome = await finish(run);
          assertHonest(outcome, run);
          if (outcome.status === 'uploaded') return;
          assert.deepEqual([server.sessions.size, run.store.records.size], [0, 0]);
        },
      ),
      { numRuns: 300 },
    )).timeout(30_000);

  it('it makes no request after it was cancelled, but the one that throws it away', () =>
    fc.assert(
      fc.asyncProperty(shapes, fc.array(passing, { maxLength: 10 }), fc.nat(20), async (shape, mishaps, steps) => {
        const server = new TroubledServer(shape, mishaps);
        const controller = new AbortController();
        const meet = server.fault;
        let cancelledAt = Infinity;
        server.fault = async (request) => {
          if (server.log.length > steps && !controller.signal.aborted) {
            cancelledAt = server.log.length;
            controller.abort();
          }
          await Promise.resolve();
          return meet(request);
        };
        const run = runOf(server, { ...shape, retries: 15 });
        const outcome = await finish(run, controller.signal);
        assertHonest(outcome, run);
        if (cancelledAt === Infinity) return;
        assert.equal(outcome.status, 'cancelled');
        assert.deepEqual(
          server.log.slice(cancelledAt).filter((request) => request !== 'abandon'),
          [],
        );
        assert.equal(run.store.records.size, 0);
      }),
      { numRuns: 500 },
    )).timeout(30_000);

  it('another run goes on after a kill, and sends again at most what was under way', () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),

        async (shape, kills) => {
          const server = new FakeServer(shape);
          const store = new FakeStore();
          let begunTwice = 0;
          for (const steps of kills) {
            const killed = gate();
            const last = server.log.length + steps;
            server.fault = async ({ kind }) => {
              if (server.log.length <= last) return undefined;
              killed.open();
              // Nobody hears the answer: the process is gone.
              if (kind === 'begin')
                server.sessions.set(`killed ${last}`, { bytes: new Uint8Array(), size: 0, held: [] });
              return new Promise(() => undefined);
            };
            const run = runOf(server, shape, store);
            const ended = run.queue.transfer([run.file], run.where, { signal: never });
            const outcome = await Promise.race([killed.opened, ended.then(([first]) => first)]);
            if (outcome?.status === 'uploaded') return;
            await settled();
            if (server.log.at(-1) === 'begin') begunTwice++;
            store.taken.clear();
          }
          server.fault = () => undefined;
          const run = runOf(server, shape, store);
          const outcome = await finish(run);
          assert.equal(outcome.status, 'uploaded');
          assertHonest(outcome, run);
          assert.ok(server.received <= shape.size + kills.length * shape.partSize * shape.parallel);
          assert.ok(server.log.filter((request) => request === 'begin').length <= 1 + begunTwice);
          if (shape.isListing) assert.equal(server.sessions.size, 0);
        },
      ),
      { numRuns: 500 },
    )).timeout(30_000);
});
