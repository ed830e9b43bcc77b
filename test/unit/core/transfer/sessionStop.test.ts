import assert from 'node:assert/strict';
import type { Batch } from '../../../../src/core/transfer/batch.ts';
import type { SessionSlot, SessionStore } from '../../../../src/core/transfer/sessionPort.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, gate, planned, untilCancelled } from '../fakes.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, faults, lost, send, settled, to } from './sessionRuns.ts';

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
      assert.ok(outcome?.status === 'cancelled' && !('problem' in outcome));
      await queue[Symbol.asyncDispose]();
      assert.deepEqual([server.sessions.size, store.records.size, store.taken.size, clock.tickers], [0, 0, 0, 0]);
      assert.equal(server.log.at(-1), 'abandon');
    });

    it(`is waited for when cancelled until the server has thrown it away, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const { queue, outcomes, controller } = await underWay(server);
      const answer = gate();
      server.fault = async ({ kind }) => {
        if (kind === 'abandon') await answer.opened;
        return undefined;
      };
      controller.abort();
      await outcomes;
      const order: string[] = [];
      const dismissed = queue.dismissed().then(() => order.push('dismissed'));
      await settled();
      order.push('thrown away');
      answer.open();
      await dismissed;
      assert.deepEqual(order, ['thrown away', 'dismissed']);
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

  for (const [how, isListing] of [
    ['pause', false],
    ['cancel', false],
    ['pause', true],
    ['cancel', true],
  ] as const) {
    const what = isListing ? 'intention' : 'beginning';
    it(`sends nothing after a ${how} that comes while its ${what} is written to disk`, async () => {
      const [server, store, writing, written] = [new FakeServer({ isListing }), new FakeStore(), gate(), gate()];
      const slow: SessionStore = {
        interrupted: () => store.interrupted(),
        abandoned: () => store.abandoned(),
        async open(key) {
          const slot = await store.open(key);
          const save: SessionSlot['save'] = async (record) => {
            writing.open();
            await written.opened;
            await slot.save(record);
          };
          return { ...slot, save };
        },
      };
      const batches: Batch[] = [];
      const queue = new TransferQueue({ clock: new FakeClock(), sessions: slow });
      const onBatch = (batch: Batch) => void batches.push(batch);
      const { signal } = new AbortController();
      const outcomes = queue.transfer([bytesFile(35)], to(server), { signal, onBatch });
      await writing.opened;
      const [batch] = batches;
      assert.ok(batch);
      batch[how]();
      written.open();
      await settled();
      assert.ok(!server.log.some((request) => request.startsWith('send')), server.log.join());
      if (isListing) assert.ok(!server.log.includes('begin'));
      assert.equal(batch.items[0]?.state, how === 'pause' ? 'paused' : 'cancelled');
      batch.resume();
      const [outcome] = await outcomes;
      assert.equal(outcome?.status, how === 'pause' ? 'uploaded' : 'cancelled');
      await queue[Symbol.asyncDispose]();
      assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [0, 0, 0]);
    });
  }

  it('is not begun anew when it is cancelled after a pause, while it waits for its turn', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const { queue, batch, outcomes, controller } = await underWay(server, store, 1);
    batch.pause();
    await settled();
    const { signal } = controller;
    const other = queue.transfer(
      [planned('other')],
      destination((_, options) => untilCancelled(options.signal)),
      {
        signal,
      },
    );
    batch.resume();
    batch.cancel();
    // There is room for it now.
    queue.concurrency = 2;
    const ended = await outcomes;
    await settled();
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['cancelled'],
    );
    controller.abort();
    await other;
    await queue[Symbol.asyncDispose]();
    assert.equal(server.log.filter((kind) => kind === 'begin').length, 1);
    assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [0, 0, 0]);
  });

  it('tells what an earlier run had sent, also when it was paused since', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 10 ? { error: lost } : undefined);
    await send(bytesFile(35), to(server), { sessions: store });
    const { batch, outcomes } = await underWay(server, store);
    batch.pause();
    await settled();
    server.fault = () => undefined;
    batch.resume();
    const [outcome] = await outcomes;
    assert.ok(outcome?.status === 'uploaded');
    assert.equal(outcome.resumedFrom, 10);
  });

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

  it('ends at once when cancelled while the server throws away what it refused', async () => {
    const server = new FakeServer();
    const abandoning = gate();
    server.fault = ({ kind, signal }) => {
      if (kind === 'send') return { error: failure({ status: 403 }) };
      if (kind !== 'abandon') return undefined;
      abandoning.open();
      return untilCancelled(signal);
    };
    const queue = new TransferQueue({ clock: new FakeClock() });
    const controller = new AbortController();
    const sent = queue.transfer([bytesFile(35)], to(server), { signal: controller.signal });
    await abandoning.opened;
    controller.abort();
    const [outcome] = await sent;
    assert.equal(outcome?.status, 'failed');
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
