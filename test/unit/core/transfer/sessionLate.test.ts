import assert from 'node:assert/strict';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { FakeClock } from '../fakeClock.ts';
import { failure, gate, untilCancelled } from '../fakes.ts';
import { start } from './batchRuns.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { faults, lost, send, settled, to, toWith } from './sessionRuns.ts';

describe('an upload by session whose end got no answer', () => {
  /** How an upload ended when requests from this one on got none, and how the next one did. */
  async function endedWithout(kind: 'send' | 'finish', lastPartEnds: boolean, error = lost) {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const where = () => ({ ...toWith(server, { lastPartEnds }), retries: 1 });
    server.fault = (request) =>
      request.kind === kind && (kind === 'finish' || request.part?.end === 35) ? { error } : undefined;
    const outcome = await send(bytesFile(35), where(), { sessions: store });
    server.fault = () => undefined;
    const next = await send(bytesFile(35), where(), { sessions: store });
    const { code } = 'problem' in outcome ? outcome.problem : {};
    return [outcome.status, code, 'continuable' in outcome, next.status === 'uploaded' && next.resumedFrom];
  }

  it('may be there or not, which the next one finds out', async () => {
    assert.deepEqual(await endedWithout('finish', false), ['unknown', 'endUnanswered', true, 35]);
    assert.deepEqual(await endedWithout('send', true), ['unknown', 'endUnanswered', true, 30]);
  });

  it('may be there also when the server is away afterwards, or busy', async () => {
    const away = failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' });
    for (const afterwards of [away, failure({ status: 503 })]) {
      const [server, store] = [new FakeServer(), new FakeStore()];
      const fates = [lost].values();
      server.fault = ({ kind }) => (kind === 'finish' ? { error: fates.next().value ?? afterwards } : undefined);
      const outcome = await send(bytesFile(35), { ...to(server), retries: 2 }, { sessions: store });
      assert.ok(outcome.status === 'unknown');
      assert.equal(outcome.problem.code, 'endUnanswered');
    }
  });

  it('may be there also when nobody can ask afterwards what became of the last part', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    let isLost = false;
    server.fault = ({ kind, part }) => {
      if (isLost) return { error: failure({ status: 503 }) };
      isLost = kind === 'send' && part?.end === 35;
      return isLost ? { error: lost } : undefined;
    };
    const where = { ...toWith(server, { lastPartEnds: true }), retries: 2 };
    const outcome = await send(bytesFile(35), where, { sessions: store });
    assert.ok(outcome.status === 'unknown');
    assert.equal(outcome.problem.code, 'endUnanswered');
  });

  it('may be there also when the server knows the upload no more, and begins no other', async () => {
    const [server, store] = [new FakeServer({ lastPartEnds: true }), new FakeStore()];
    let isLost = false;
    server.fault = ({ kind, part }) => {
      if (isLost) return kind === 'begin' ? { error: failure({ status: 503 }) } : undefined;
      isLost = kind === 'send' && part?.end === 35;
      return isLost ? { error: lost, keeps: Infinity } : undefined;
    };
    const outcome = await send(bytesFile(35), { ...to(server), retries: 2 }, { sessions: store });
    assert.equal(server.stored.size, 1);
    assert.ok(outcome.status === 'unknown', outcome.status);
    assert.equal(outcome.problem.code, 'endUnanswered');
  });

  it('is not there when nothing was asked of the server that makes it', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const away = failure({ networkCode: 'ECONNREFUSED', sent: 'nothing' });
    server.fault = ({ kind }) => (kind === 'finish' ? { error: away } : undefined);
    const outcome = await send(bytesFile(35), { ...to(server), retries: 2 }, { sessions: store });
    assert.equal(outcome.status, 'failed');
  });

  it('has failed where it was refused, or where the last part does not make the file', async () => {
    const refused = failure({ status: 500 });
    assert.deepEqual(await endedWithout('finish', false, refused), ['failed', 'connectionLost', true, 35]);
    assert.deepEqual(await endedWithout('send', false), ['failed', 'connectionLost', true, 30]);
  });
});

describe('an upload by session that is cancelled when the server may have the file', () => {
  for (const parallel of [1, 4]) {
    it(`says so after the last part, ${parallel} at a time`, async () => {
      const server = new FakeServer({ parallel });
      const finishing = gate();
      server.fault = ({ kind, signal }) => {
        if (kind !== 'finish') return undefined;
        finishing.open();
        return untilCancelled(signal);
      };
      const controller = new AbortController();
      await using queue = new TransferQueue({ clock: new FakeClock() });
      const outcomes = queue.transfer([bytesFile(35)], to(server), { signal: controller.signal });
      await finishing.opened;
      controller.abort();
      const [outcome] = await outcomes;
      assert.ok(outcome?.status === 'cancelled' && 'problem' in outcome);
      assert.equal(outcome.problem.code, 'cancelledLate');
    });
  }

  for (const [stops, lastPartEnds, told] of [
    [['cancel'], true, 'cancelledLate'],
    [['pause', 'cancel'], true, 'cancelledLate'],
    [['cancel'], false, undefined],
  ] as const) {
    const what = lastPartEnds ? 'ends it' : 'does not end it';
    it(`says ${told ?? 'nothing of the server'} after ${stops.join(' and ')} in a last part that ${what}`, async () => {
      const [server, reached] = [new FakeServer(), gate()];
      const { protocol } = server;
      const where = toWith(server, {
        lastPartEnds,
        send: (state, file, part, options) => {
          if (part.end < file.source.size) return protocol.send(state, file, part, options);
          options.onBytes(part.end - part.start);
          reached.open();
          return untilCancelled(options.signal);
        },
      });
      const { batch, outcomes } = start([bytesFile(35)], where);
      await reached.opened;
      for (const stop of stops) {
        batch[stop]();
        await settled();
      }
      const [outcome] = await outcomes;
      assert.equal(outcome?.status, 'cancelled');
      assert.equal(batch.items[0]?.problem?.code, told);
    });
  }

  it('says nothing of the server when that has said that it has not all, though it was sent all before', async () => {
    const [server, again] = [new FakeServer(), gate()];
    let sent = 0;
    const where = toWith(server, {
      lastPartEnds: true,
      send: async (state, file, part, options) => {
        if (part.end < file.source.size) return server.protocol.send(state, file, part, options);
        if (++sent > 1) {
          again.open();
          return untilCancelled(options.signal);
        }
        options.onBytes(part.end - part.start);
        throw lost;
      },
    });
    const { batch, outcomes } = start([bytesFile(35)], where);
    await again.opened;
    batch.cancel();
    const [outcome] = await outcomes;
    assert.equal(outcome?.status, 'cancelled');
    assert.equal(batch.items[0]?.problem, undefined);
  });

  it('says so when the server has said that it has all, and it was paused then', async () => {
    const [server, store, asked, answers] = [new FakeServer(), new FakeStore(), gate(), gate()];
    server.fault = faults('send', undefined, undefined, undefined, { error: lost });
    await send(bytesFile(35), to(server, { retries: 0 }), { sessions: store });
    const where = toWith(server, {
      lastPartEnds: true,
      held: async () => {
        asked.open();
        await answers.opened;
        return [{ start: 0, end: 35 }];
      },
    });
    const { batch, outcomes } = start([bytesFile(35)], where, { sessions: store });
    await asked.opened;
    batch.pause();
    answers.open();
    await settled();
    assert.equal(batch.items[0]?.state, 'paused');
    batch.cancel();
    await outcomes;
    assert.equal(batch.items[0].problem?.code, 'cancelledLate');
  });
});
