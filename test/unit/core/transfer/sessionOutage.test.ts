import assert from 'node:assert/strict';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { failure, never } from '../fakes.ts';
import { FakeClock } from '../fakeClock.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, problemOf, send, to } from './sessionRuns.ts';

const minutes = 60_000;

describe('a session whose server goes away', () => {
  /** A server that is away from the second part on, for so many milliseconds. */
  function away(clock: FakeClock, ms: number, parallel: number): FakeServer {
    const server = new FakeServer({ parallel });
    server.fault = ({ kind, part }) => {
      const isAway = clock.now() < ms && (kind === 'held' || (kind === 'send' && part?.start !== 0));
      return isAway ? { error: lost } : undefined;
    };
    return server;
  }

  for (const parallel of [1, 4]) {
    it(`waits for it, ${parallel} at a time`, async () => {
      const clock = new FakeClock();
      const server = away(clock, 5 * minutes, parallel);
      const outcome = await send(bytesFile(35), to(server, { retries: undefined }), { clock });
      assert.equal(outcome.status, 'uploaded');
      assert.ok(clock.now() >= 5 * minutes, `${clock.now()}`);
      assertStored(server, bytesFile(35));
    });

    it(`fails after a quarter of an hour, and can be continued, ${parallel} at a time`, async () => {
      const [clock, store] = [new FakeClock(), new FakeStore()];
      const server = away(clock, Infinity, parallel);
      const outcome = await send(bytesFile(35), to(server, { retries: undefined }), { clock, sessions: store });
      assert.equal(problemOf(outcome).code, 'connectionLost');
      assert.ok(outcome.status === 'failed' && outcome.continuable);
      // Parts beside each other wait by the same clock here.
      assert.ok(clock.now() > 14 * minutes && clock.now() <= 15 * minutes, `${clock.now()}`);
      assert.equal(store.records.size, 1);
    });
  }

  for (const parallel of [1, 4]) {
    it(`is not waited for when it is there, and a part arrives damaged each time, ${parallel} at a time`, async () => {
      const clock = new FakeClock();
      const server = new FakeServer({ parallel });
      const damaged = failure({ status: 460, passes: true, isDamaged: true });
      server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 10 ? { error: damaged } : undefined);
      const outcome = await send(bytesFile(35), to(server, { retries: undefined }), { clock });
      assert.equal(outcome.status, 'failed');
      assert.deepEqual([server.log.filter((request) => request === 'send 10-20').length, clock.slept.length], [5, 4]);
    });
  }

  it('fails as soon as its profile says', async () => {
    const clock = new FakeClock();
    const server = away(clock, Infinity, 1);
    assert.equal((await send(bytesFile(35), to(server, { retries: 4 }), { clock })).status, 'failed');
    assert.equal(clock.slept.length, 4);
  });

  it('fails soon when it was never there', async () => {
    const clock = new FakeClock();
    const server = new FakeServer();
    server.fault = () => ({ error: lost });
    const outcome = await send(bytesFile(35), to(server, { retries: undefined }), { clock });
    assert.ok(outcome.status === 'failed' && !outcome.continuable);
    assert.equal(clock.slept.length, 4);
  });

  it('is waited for as soon as another file of its batch has reached it', async () => {
    const server = new FakeServer();
    let begun = 0;
    server.fault = ({ kind }) => (kind === 'begin' && ++begun !== 3 && begun < 12 ? { error: lost } : undefined);
    const files = ['first', 'second'].map((id) => bytesFile(35, { id }));
    await using queue = new TransferQueue({ clock: new FakeClock(), random: () => 0.5 });
    const outcomes = await queue.transfer(files, to(server, { retries: undefined }), { signal: never });
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['uploaded', 'uploaded'],
    );
    assert.equal(begun, 12);
  });
});
