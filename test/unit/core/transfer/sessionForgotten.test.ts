import assert from 'node:assert/strict';
import type { Outcome, PlannedFile } from '../../../../src/core/model.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import type { SessionProtocol } from '../../../../src/core/transfer/sessionPort.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferError } from '../../../../src/core/transfer/transferError.ts';
import { processEnds } from '../../../../src/core/transfer/transferOptions.ts';
import { failure, gate, untilCancelled } from '../fakes.ts';
import { start } from './batchRuns.ts';
import { bytesFile, FakeServer, type Fault } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, send, settled, to } from './sessionRuns.ts';

const file = bytesFile(35);
const unknown = ['unknown', 'answerMissing', false];

const briefly = (outcome: Outcome | undefined) => {
  assert.ok(outcome);
  const code = 'problem' in outcome ? outcome.problem.code : undefined;
  return [outcome.status, code, 'continuable' in outcome];
};

describe('an upload by session that its server knows no more', () => {
  let server: FakeServer;
  let store: FakeStore;
  let where: Destination;
  beforeEach(() => {
    // It has the file once it has the last part, and forgets the upload then.
    server = new FakeServer({ lastPartEnds: true });
    store = new FakeStore();
    where = to(server, { session: { ...server.protocol, from: 1 }, idempotent: false });
  });

  /** What happens to the last part, once. */
  const inLastPart = (happens: () => Fault) => {
    let isMet = false;
    server.fault = ({ part }) => {
      if (isMet || part?.end !== file.source.size) return undefined;
      isMet = true;
      return happens();
    };
  };
  const unanswered = () => ({ error: lost, keeps: Infinity });

  /** An upload whose last part gets no answer, or does not leave whole. */
  async function underWay(file: PlannedFile, isOut: boolean) {
    const [reached, stop] = [gate(), new AbortController()];
    const { session } = where;
    assert.ok(session);
    const hanging: SessionProtocol = {
      ...session,
      async send(state, planned, part, options) {
        const isLast = part.end === file.source.size;
        if (!isLast) return session.send(state, planned, part, options);
        if (isOut) await session.send(state, planned, part, options);
        else options.onBytes(part.end - part.start - 1);
        reached.open();
        return untilCancelled(options.signal);
      },
    };
    const started = start([file], { ...where, session: hanging }, { sessions: store, signal: stop.signal });
    await reached.opened;
    return { ...started, stop };
  }

  it('may be there when the last part, which makes the file, got no answer: it is not sent again', async () => {
    inLastPart(unanswered);
    assert.deepEqual(briefly(await send(file, where, { sessions: store })), unknown);
    assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
    assertStored(server, file);
    // Whoever asks for that sends it all the same.
    assert.equal((await send(file, where, { sessions: store })).status, 'uploaded');
    assert.equal(server.stored.size, 2);
  });

  it('may be there when the server failed with the last part', async () => {
    inLastPart(() => ({ error: failure({ status: 500 }), keeps: Infinity }));
    assert.deepEqual(briefly(await send(file, where, { sessions: store })), unknown);
    assertStored(server, file);
  });

  it('may be there when it was paused in the answer to the last part', async () => {
    const { batch, outcomes } = await underWay(file, true);
    batch.pause();
    await settled();
    assert.equal(batch.items[0]?.state, 'paused');
    batch.resume();
    assert.deepEqual(briefly((await outcomes)[0]), unknown);
    assertStored(server, file);
  });

  it('may be there when the process was about to end in that answer', async () => {
    const { stop, outcomes } = await underWay(file, true);
    stop.abort(processEnds);
    assert.deepEqual(briefly((await outcomes)[0]), ['cancelled', undefined, true]);
    assert.deepEqual(briefly(await send(file, where, { sessions: store })), unknown);
    assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
    assertStored(server, file);
  });

  for (const size of [35, 10]) {
    it(`may be there when the process was killed in that answer, ${size} bytes`, async () => {
      await underWay(bytesFile(size), true);
      store.taken.clear();
      assert.deepEqual(briefly(await send(bytesFile(size), where, { sessions: store })), unknown);
      assertStored(server, bytesFile(size));
    });
  }

  it('may be there when patience for the answer had ended before', async () => {
    inLastPart(unanswered);
    const once = { ...where, retries: 0 };
    assert.deepEqual(briefly(await send(file, once, { sessions: store })), ['unknown', 'endUnanswered', true]);
    assert.deepEqual(briefly(await send(file, once, { sessions: store })), unknown);
    assertStored(server, file);
  });

  it('stays to be gone on with where the answer may have been about credentials', async () => {
    const whole = bytesFile(10);
    await underWay(whole, false);
    store.taken.clear();
    const problem = new Problem('unauthorized', { host: 'files.example.com', status: 403, reason: '' });
    const forbidden = new TransferError(problem, { status: 403, sent: 'something', mayBeGone: true });
    server.fault = ({ kind }) => (kind === 'held' ? { error: forbidden } : undefined);
    assert.deepEqual(briefly(await send(whole, where, { sessions: store })), ['failed', 'unauthorized', true]);
    server.fault = () => undefined;
    assert.equal((await send(whole, where, { sessions: store })).status, 'uploaded');
    assert.deepEqual([server.stored.size, server.log.filter((kind) => kind === 'begin').length], [1, 1]);
  });

  it('is begun anew when not all of it had been sent, also where the answer may have been about credentials', async () => {
    const { stop, outcomes } = await underWay(file, false);
    stop.abort(processEnds);
    await outcomes;
    server.sessions.clear();
    const forbidden = failure({ status: 403, mayBeGone: true });
    server.fault = ({ kind }) => (kind === 'held' ? { error: forbidden } : undefined);
    assert.equal((await send(file, where, { sessions: store })).status, 'uploaded');
    assertStored(server, file);
  });

  it('is begun anew when not all of it had been sent', async () => {
    const { stop, outcomes } = await underWay(file, false);
    stop.abort(processEnds);
    await outcomes;
    server.sessions.clear();
    assert.equal((await send(file, where, { sessions: store })).status, 'uploaded');
    assertStored(server, file);
  });

  it('is begun anew when the server had told, before a kill, that it has only a part of it', async () => {
    await underWay(file, false);
    const reached = gate();
    for (const session of server.sessions.values()) session.held = session.held.slice(0, 1);
    server.fault = ({ kind, signal }) => {
      if (kind !== 'send') return undefined;
      reached.open();
      return untilCancelled(signal);
    };
    store.taken.clear();
    start([file], where, { sessions: store });
    await reached.opened;
    store.taken.clear();
    server.fault = () => undefined;
    server.sessions.clear();
    assert.equal((await send(file, where, { sessions: store })).status, 'uploaded');
    assertStored(server, file);
  });

  it('is begun anew when it has refused the last part', async () => {
    inLastPart(() => {
      server.sessions.clear();
      return { error: failure({ status: 404, passes: true }) };
    });
    assert.equal((await send(file, where, { sessions: store })).status, 'uploaded');
    assertStored(server, file);
  });

  it('is begun anew where sending it twice is the same as sending it once', async () => {
    inLastPart(unanswered);
    const outcome = await send(file, { ...where, idempotent: true }, { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.equal(server.stored.size, 2);
  });

  it('costs one write more to tell, and none where the first part is the last', async () => {
    const endings = async (size: number, idempotent = false) => {
      store.saved.splice(0);
      assert.equal((await send(bytesFile(size), { ...where, idempotent }, { sessions: store })).status, 'uploaded');
      return store.saved.map(({ ending }) => ending);
    };
    assert.deepEqual(await endings(35), [undefined, true]);
    assert.deepEqual(await endings(10), [true]);
    assert.deepEqual(await endings(35, true), [undefined]);
  });
});
