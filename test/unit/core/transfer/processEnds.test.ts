import assert from 'node:assert/strict';
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import { processEnds } from '../../../../src/core/transfer/transferOptions.ts';
import { gate, untilCancelled } from '../fakes.ts';
import { start } from './batchRuns.ts';
import { bytesFile, FakeServer, type FakeRequest } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, faults, lost, send, settled, to, toWith } from './sessionRuns.ts';

const big = bytesFile(35);

describe('a batch whose process is about to end', () => {
  const statusOf = (outcome: Outcome) =>
    `${outcome.file} ${outcome.status}${'continuable' in outcome ? ', continuable' : ''}`;

  /** Sends with one request at a time, and has the process end when the server gets one of that kind. */
  async function endedIn(
    kind: FakeRequest['kind'],
    files: readonly PlannedFile[],
    server: FakeServer,
    store: FakeStore | undefined,
    where: Destination = to(server),
  ) {
    const [reached, stop] = [gate(), new AbortController()];
    server.fault = (request) => {
      if (request.kind !== kind || (kind === 'send' && request.part?.start !== 20)) return undefined;
      reached.open();
      return untilCancelled(request.signal);
    };
    const how = { concurrency: 1, signal: stop.signal, ...(store && { sessions: store }) };
    const { queue, outcomes } = start(files, where, how);
    await reached.opened;
    stop.abort(processEnds);
    const ended = await outcomes;
    await queue[Symbol.asyncDispose]();
    server.fault = () => undefined;
    return ended;
  }

  it('leaves what can be continued, for which another run has room, and cancels what was not begun', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const other = bytesFile(45, { id: 'file:///chosen/other', path: 'other' });
    const ended = await endedIn('send', [big, other], server, store);
    assert.deepEqual(ended.map(statusOf), ['big cancelled, continuable', 'other cancelled']);
    assert.deepEqual([ended[0]?.attempts, ended[1]?.attempts], [1, 0]);
    assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [1, 1, 0]);
    const outcome = await send(big, to(server), { sessions: store });
    assert.equal(outcome.status === 'uploaded' && outcome.resumedFrom, 20);
    assertStored(server, big);
  });

  it('does not wait for the server to make a file of its parts: another run does', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    assert.deepEqual((await endedIn('finish', [big], server, store)).map(statusOf), ['big cancelled, continuable']);
    assert.equal((await send(big, to(server), { sessions: store })).status, 'uploaded');
    assertStored(server, big);
  });

  for (const [what, isFull] of [
    ['nobody keeps', undefined],
    ['the disk does not keep', true],
  ] as const) {
    it(`has the server throw away what ${what}`, async () => {
      const server = new FakeServer();
      const store = isFull ? new FakeStore() : undefined;
      if (store) store.isFull = true;
      assert.deepEqual((await endedIn('send', [big], server, store)).map(statusOf), ['big cancelled']);
      assert.deepEqual([server.sessions.size, server.log.at(-1)], [0, 'abandon']);
    });
  }

  it('leaves what the disk keeps with a state of before, though it takes no more', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const where = toWith(server, {
      send: async (state, file, part, options) => {
        const sent = await server.protocol.send(state, file, part, options);
        store.isFull = true;
        return { ...sent, state: { ...state, turn: 2 } };
      },
    });
    assert.deepEqual((await endedIn('send', [big], server, store, where)).map(statusOf), [
      'big cancelled, continuable',
    ]);
    assert.deepEqual([server.sessions.size, server.log.includes('abandon')], [1, false]);
    store.isFull = false;
    const outcome = await send(big, to(server), { sessions: store });
    assert.equal(outcome.status === 'uploaded' && outcome.resumedFrom, 20);
    assertStored(server, big);
  });

  it('has the server throw away what was begun when the disk keeps no more than that it was to be', async () => {
    const [server, store] = [new FakeServer({ isListing: true }), new FakeStore()];
    const where = toWith(server, {
      begin: async (file, options) => {
        const begun = await server.protocol.begin(file, options);
        store.isFull = true;
        return begun;
      },
    });
    assert.deepEqual((await endedIn('send', [big], server, store, where)).map(statusOf), ['big cancelled']);
    assert.deepEqual([server.sessions.size, server.log.at(-1)], [0, 'abandon']);
  });

  it('leaves what may have been begun to another run where the server tells that, and nothing where it does not', async () => {
    for (const [isListing, expected] of [
      [true, 'big cancelled, continuable'],
      [false, 'big cancelled'],
    ] as const) {
      const [server, store] = [new FakeServer({ isListing }), new FakeStore()];
      assert.deepEqual((await endedIn('begin', [big], server, store)).map(statusOf), [expected]);
      assert.deepEqual([store.records.size, store.taken.size], [isListing ? 1 : 0, 0]);
    }
  });

  it('leaves what an earlier run left and this one did not come to', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    server.fault = faults('send', undefined, { error: lost });
    await send(big, to(server, { retries: 0 }), { sessions: store });
    const other = bytesFile(45, { id: 'file:///chosen/other', path: 'other' });
    const ended = await endedIn('send', [other, big], server, store);
    assert.deepEqual(ended.map(statusOf), ['other cancelled, continuable', 'big cancelled, continuable']);
    assert.deepEqual([store.records.size, server.sessions.size], [2, 2]);
  });

  it('does not call continuable what was given up before and its server was not told of', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const silent = toWith(server, { abandon: (_, signal) => untilCancelled(signal) });
    await endedIn('send', [big], server, store);
    for (const [key, record] of store.records) store.records.set(key, { ...record, abandoned: true });
    const stop = new AbortController();
    const { outcomes } = start([big], silent, { sessions: store, signal: stop.signal });
    await settled();
    stop.abort(processEnds);
    assert.deepEqual((await outcomes).map(statusOf), ['big cancelled']);
    assert.equal((await store.abandoned()).length, 1);
  });

  it('leaves a paused one', async () => {
    const [server, store, reached, stop] = [new FakeServer(), new FakeStore(), gate(), new AbortController()];
    server.fault = ({ kind, part, signal }) => {
      if (kind !== 'send' || part?.start !== 20) return undefined;
      reached.open();
      return untilCancelled(signal);
    };
    const { batch, outcomes } = start([big], to(server), { sessions: store, signal: stop.signal });
    await reached.opened;
    batch.pause();
    await settled();
    stop.abort(processEnds);
    assert.deepEqual((await outcomes).map(statusOf), ['big cancelled, continuable']);
    assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [1, 1, 0]);
  });
});
