import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/problem.ts';
import { failure } from '../fakes.ts';
import { bytesFile, FakeServer, type FakeRequest } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, problemOf, send, to, toWith } from './sessionRuns.ts';

/** Something that happens during the first request of a kind, whose answer is lost. */
function faultsOnce(kind: FakeRequest['kind'], happens: () => void): FakeServer['fault'] {
  return (request) => {
    if (request.kind !== kind) return undefined;
    happens();
    return { error: lost };
  };
}

describe('the place of an upload by session on disk', () => {
  it('is not taken for a file that cannot be told from another', async () => {
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
    await store.open({ destination: 'web', file: { id: 'file:///chosen/big', path: 'big' } });
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    const taken = problemOf(outcome);
    assert.deepEqual([taken.code, taken.details], ['sessionTaken', { file: 'big', destination: 'web' }]);
    assert.deepEqual([server.log, store.taken.size], [[], 1]);
  });

  it('is written when the upload was begun, and whenever the server changed its state, not after each part', async () => {
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

  for (const [what, intended, warnings] of [
    ['is told of where it stays', false, 1],
    ['is no concern where nothing of it was sent', true, 0],
  ] as const) {
    it(`that an earlier run took for another target ${what}`, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      const { id, path, size, version = '' } = bytesFile(35).source;
      store.records.set(`web ${id}`, {
        destination: 'web',
        target: 'http://elsewhere.example/',
        file: { id, path, version, size },
        begun: 0,
        partSize: 10,
        state: { id: 'other' },
        ...(intended && { intended }),
      });
      const outcome = await send(bytesFile(35), to(server), { sessions: store });
      assert.deepEqual([outcome.status, outcome.warnings.length], ['uploaded', warnings]);
    });
  }

  for (const [when, kind, last] of [
    ['a part', 'send', 'held'],
    ['an answer', 'finish', 'finish'],
  ] as const) {
    it(`is left alone, at the server too, when it was taken over while the process stood still at ${when}`, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      server.fault = faultsOnce(kind, () => (store.isLost = true));
      const outcome = await send(bytesFile(35), to(server), { sessions: store });
      assert.equal(problemOf(outcome).code, 'sessionLost');
      assert.deepEqual([server.log.at(-1), outcome.warnings], [last, []]);
      assert.deepEqual([store.records.size, store.saved.length, store.taken.size], [1, 1, 0]);
    });
  }

  for (const [what, error] of [
    ['is thrown away where it got an answer', undefined],
    ['is not asked for again where it got none', lost],
  ] as const) {
    it(`that was taken over while the process stood still at its beginning ${what}`, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      server.fault = ({ kind }) => {
        if (kind !== 'begin') return undefined;
        store.isLost = true;
        return error && { error };
      };
      const outcome = await send(bytesFile(35), to(server), { sessions: store });
      assert.equal(problemOf(outcome).code, 'sessionLost');
      assert.deepEqual(server.log, error ? ['begin'] : ['begin', 'abandon']);
      assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [0, 0, 0]);
    });
  }

  it('was taken over, which is told rather than what its server made of two that sent it', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    server.fault = ({ kind }) => {
      if (kind !== 'send') return undefined;
      store.isLost = true;
      return { error: failure({ status: 409 }) };
    };
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.equal(problemOf(outcome).code, 'sessionLost');
    assert.deepEqual([server.log.at(-1), store.records.size, store.taken.size], ['send 0-10', 1, 0]);
  });

  it('is left alone, at the server too, when it was taken over and is cancelled then', async () => {
    const [server, store, cancelled] = [new FakeServer(), new FakeStore(), new AbortController()];
    server.fault = faultsOnce('send', () => {
      store.isLost = true;
      cancelled.abort();
    });
    const outcome = await send(bytesFile(35), to(server), { sessions: store, signal: cancelled.signal });
    assert.equal(outcome.status, 'cancelled');
    assert.deepEqual([server.log.at(-1), store.records.size, store.taken.size], ['send 0-10', 1, 0]);
  });

  it('is done without when the disk is full, which is said', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    store.isFull = true;
    const file = bytesFile(35);
    const outcome = await send(file, to(server), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.equal(outcome.warnings.length, 1);
    assert.match(outcome.warnings[0] ?? '', /cannot be kept \(no space left on device\)/);
    assertStored(server, file);
  });

  it('is done without when it cannot be made, which is said', async () => {
    const store = new FakeStore();
    store.open = () => Promise.reject(new Problem('sessionNotKept', { reason: 'read-only' }));
    const outcome = await send(bytesFile(35), to(new FakeServer()), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.match(outcome.warnings.join(), /read-only/);
  });
});
