import assert from 'node:assert/strict';
import { failure, gate, never, planned, untilCancelled } from '../fakes.ts';
import { FakeClock } from '../fakeClock.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, send, settled, to } from './sessionRuns.ts';

describe('an upload by session that is given up while its server cannot be told', () => {
  /** Refused for good by a server that does not throw it away either. */
  async function givenUp(server: FakeServer, store: FakeStore) {
    server.fault = ({ kind, part }) => {
      if (kind === 'abandon') return { error: failure({ status: 403 }) };
      return kind === 'send' && part?.start === 20 ? { error: failure({ status: 422 }) } : undefined;
    };
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.ok(outcome.status === 'failed' && !outcome.continuable);
    server.fault = () => undefined;
    server.log.length = 0;
    return outcome;
  }

  it('stays noted, and that is said', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const { warnings } = await givenUp(server, store);
    assert.deepEqual(warnings, [
      'What the server of “web” has of big stays there for now, as it could not be told: Porter tells it when it uploads there next.',
    ]);
    assert.deepEqual([(await store.interrupted()).length, (await store.abandoned()).length], [0, 1]);
    assert.equal(store.taken.size, 0);
  });

  it('says that it stays there for good when no disk keeps it', async () => {
    const outcome = await givenUp(new FakeServer(), Object.assign(new FakeStore(), { isFull: true }));
    assert.match(outcome.warnings.join(), /stays there until it is thrown away there, as it could not be told\./);
  });

  it('is thrown away by the next upload there, of any file', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await givenUp(server, store);
    await send(planned('small', 1), to(server), { sessions: store });
    assert.deepEqual([server.log, server.sessions.size, store.records.size, store.taken.size], [['abandon'], 0, 0, 0]);
  });

  it('is left alone by uploads that go elsewhere', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await givenUp(server, store);
    await send(planned('small', 1), to(server, { target: 'http://elsewhere/' }), { sessions: store });
    await send(planned('small', 1), to(server, { name: 'other' }), { sessions: store });
    assert.deepEqual([server.log, (await store.abandoned()).length], [[], 1]);
  });

  it('is thrown away before the same file is uploaded again', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await givenUp(server, store);
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.deepEqual(
      [server.log.slice(0, 2), outcome.warnings, outcome.resumedFrom],
      [['abandon', 'begin'], [], undefined],
    );
    assertStored(server, bytesFile(35));
    assert.equal(store.records.size, 0);
  });

  for (const isListing of [false, true]) {
    it(`stays noted after a cancel ${isListing ? 'while it is begun' : 'of a part'}, and can be uploaded again at once`, async () => {
      const [server, store, reached] = [new FakeServer({ isListing }), new FakeStore(), gate()];
      server.fault = ({ kind, part, signal }) => {
        if (kind === 'abandon') return { error: lost };
        if (isListing ? kind !== 'begin' : part?.start !== 20) return undefined;
        reached.open();
        return untilCancelled(signal);
      };
      const clock = new FakeClock();
      clock.sleep = (_ms, signal) => untilCancelled(signal);
      const queue = new TransferQueue({ clock, sessions: store });
      const controller = new AbortController();
      const sent = queue.transfer([bytesFile(35)], to(server), { signal: controller.signal });
      await reached.opened;
      controller.abort();
      const [outcome] = await sent;
      assert.equal(outcome?.status, 'cancelled');
      assert.deepEqual([(await store.abandoned()).length, store.taken.size], [1, 0]);
      await settled();
      clock.pass(5_000);
      await queue[Symbol.asyncDispose]();
      assert.deepEqual([(await store.abandoned()).length, store.taken.size], [1, 0]);
      server.fault = () => undefined;
      assert.equal((await send(bytesFile(35), to(server), { sessions: store, signal: never })).status, 'uploaded');
      assertStored(server, bytesFile(35));
    });
  }
});
