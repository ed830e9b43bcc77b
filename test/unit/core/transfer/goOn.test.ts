import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { PlannedFile, Source } from '../../../../src/core/model.ts';
import { Problem } from '../../../../src/core/problem.ts';
import type { Destination } from '../../../../src/core/ports.ts';
import type { SessionRecord, SessionStore } from '../../../../src/core/transfer/sessionPort.ts';
import { gate, source as sourceOf, takesAll, untilCancelled } from '../fakes.ts';
import { start } from './batchRuns.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, problemOf, send, settled, to, toWith } from './sessionRuns.ts';

/** A file whose interrupted upload is gone on with. */
const goingOn = (size = 35, more: Partial<Source> = {}): PlannedFile => ({ ...bytesFile(size, more), goesOn: true });

describe('an upload that is gone on with', () => {
  let server: FakeServer;
  let store: FakeStore;

  beforeEach(async () => {
    [server, store] = [new FakeServer(), new FakeStore()];
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
    await send(bytesFile(35), to(server), { sessions: store });
    server.fault = () => undefined;
    server.log.splice(0);
  });

  const record = (): SessionRecord => {
    const [only] = store.records.values();
    assert.ok(only);
    return only;
  };

  async function assertNotSent(file: PlannedFile, code: 'sessionTaken' | 'sessionEnded', where: Destination) {
    const outcome = await send(file, where, { sessions: store });
    assert.equal(outcome.status, code === 'sessionEnded' ? 'skipped' : 'failed');
    assert.equal('problem' in outcome && outcome.problem.code, code);
    assert.deepEqual(server.log, []);
  }

  it('is continued where it was interrupted', async () => {
    const outcome = await send(goingOn(), to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, 20);
    assertStored(server, bytesFile(35));
  });

  for (const [what, file] of [
    ['', goingOn()],
    [', and its file is another by now', goingOn(35, { version: '2' })],
    [', and its file has become so small that it goes whole', goingOn(5, { version: '2' })],
  ] as const) {
    const where = () => to(server, { send: () => assert.fail('it is sent') });

    it(`is not begun anew when another process has ended it${what}`, async () => {
      store.records.clear();
      await assertNotSent(file, 'sessionEnded', where());
    });

    it(`is not begun anew when another process has given it up${what}`, async () => {
      const abandoned = { ...record(), abandoned: true } as const;
      store.records.set([...store.records.keys()].join(), abandoned);
      // The server is told by the batch when it has ended, not before.
      const away = toWith(server, { abandon: () => Promise.reject(lost) });
      await assertNotSent(file, 'sessionEnded', { ...where(), ...(away.session && { session: away.session }) });
      assert.deepEqual([record(), store.taken.size], [abandoned, 0]);
    });

    it(`is left to the process that goes on with it${what}`, async () => {
      store.taken.add([...store.records.keys()].join());
      await assertNotSent(file, 'sessionTaken', where());
      assert.equal(store.records.size, 1);
    });

    it(`is not sent while nobody can tell whether another process goes on with it${what}`, async () => {
      store.open = () => Promise.reject(new Problem('sessionNotKept', { reason: 'no space left on device' }));
      const outcome = await send(file, where(), { sessions: store });
      assert.equal(problemOf(outcome).code, 'sessionNotSure');
      assert.match(problemOf(outcome).message, /nobody else does it \(no space left on device\)/);
    });
  }

  it('is taken from others while its file goes whole, and is given up when that has arrived', async () => {
    const sending = gate();
    const where = to(server, {
      send: async (files, options) => {
        await sending.opened;
        return takesAll(files, options);
      },
    });
    const first = send(goingOn(5, { version: '2' }), where, { sessions: store });
    await settled();
    await assertNotSent(goingOn(5, { version: '2' }), 'sessionTaken', where);
    sending.open();
    assert.equal((await first).status, 'uploaded');
    assert.deepEqual([server.log, server.sessions.size, store.records.size, store.taken.size], [['abandon'], 0, 0, 0]);
  });

  it('ends though the disk does not let go of its place', async () => {
    const open = store.open.bind(store);
    const [[key, before] = assert.fail()] = store.records;
    mock.method(store, 'open', async (...of: Parameters<typeof open>) => {
      const slot = await open(...of);
      return { ...slot, release: () => Promise.reject(new Error('read-only file system')) };
    });
    for (const [sent, status] of [
      [takesAll, 'uploaded'],
      [() => Promise.reject(lost), 'failed'],
    ] as const) {
      store.records.set(key, before);
      store.taken.clear();
      const where = to(server, { send: sent, retries: 0 });
      assert.equal((await send(goingOn(5, { version: '2' }), where, { sessions: store })).status, status);
    }
  });

  it('stays where the file that goes whole by now does not arrive', async () => {
    const before = record();
    const where = to(server, { send: () => Promise.reject(lost), retries: 0 });
    assert.equal((await send(goingOn(5, { version: '2' }), where, { sessions: store })).status, 'failed');
    assert.deepEqual([record(), store.taken.size], [before, 0]);
  });

  it('is gone on with by another try, too, where it failed and stays', async () => {
    const stopped = toWith(server, { held: () => Promise.reject(lost) });
    const whole = to(server, { send: () => Promise.reject(lost) });
    const small = goingOn(5, { version: '2' });
    const outcomes = [];
    for (const [file, where] of [
      [goingOn(), stopped],
      [small, whole],
      [bytesFile(35), stopped],
    ] as const) {
      outcomes.push(await send(file, { ...where, retries: 0 }, { sessions: store }));
    }
    store.taken.add([...store.records.keys()].join());
    outcomes.push(await send(goingOn(), to(server), { sessions: store }));
    assert.deepEqual(
      outcomes.map(({ status, goesOn }) => [status, goesOn]),
      [
        ['failed', true],
        ['failed', true],
        ['failed', undefined],
        ['failed', true],
      ],
    );
  });

  it('begins anew at another try where it was given up as it failed', async () => {
    const problem = new Problem('contentDiffers', { file: 'a', host: 'example.com', what: 'its digest is another' });
    server.fault = ({ kind }) => (kind === 'send' ? { error: problem } : undefined);
    const { status, goesOn } = await send(goingOn(), to(server), { sessions: store });
    assert.deepEqual([status, goesOn, store.records.size], ['failed', undefined, 0]);
  });

  it('begins anew at another try where it has arrived, and something else lies there', async () => {
    const problem = new Problem('contentDiffers', { file: 'a', host: 'example.com', what: 'its digest is another' });
    for (const file of [goingOn(), goingOn(5, { version: '2' })]) {
      const where = to(server, { send: takesAll, verify: () => Promise.reject(problem) });
      const [{ status, goesOn }, before] = [await send(file, where, { sessions: store }), store.records.size];
      assert.deepEqual([status, goesOn, before], ['failed', undefined, 0]);
      await send(bytesFile(35), toWith(server, { send: () => Promise.reject(lost) }), { sessions: store });
    }
  });

  describe('while nobody can tell yet whether another process has it', () => {
    const small = goingOn(5, { version: '2' });
    const other = goingOn(6, { version: '2', id: 'file:///chosen/other', path: 'other' });
    const waits: SessionStore['open'] = (_, signal) => untilCancelled(signal);

    for (const [what, files] of [
      ['', [goingOn()]],
      [', and its file has become so small that it goes whole', [small]],
      [', and so do others in the same request', [small, other]],
    ] as const) {
      it(`ends at once when it is cancelled, and stays${what}`, async () => {
        const open = mock.method(store, 'open', waits);
        const where = to(server, { limits: { filesPerRequest: 2 } });
        const { batch, outcomes } = start(files, where, { sessions: store });
        await settled();
        batch.cancel();
        const ended = (await outcomes).map((outcome) => [outcome.status, 'continuable' in outcome]);
        assert.deepEqual(
          ended,
          files.map(() => ['cancelled', true]),
        );
        assert.deepEqual([open.mock.callCount(), server.log, store.taken.size], [1, [], 0]);
      });
    }

    it('does not hold up the others in its request when it is cancelled', async () => {
      const open = mock.method(store, 'open', waits);
      const where = to(server, { limits: { filesPerRequest: 2 }, send: takesAll });
      const untouched = bytesFile(7, { id: 'file:///chosen/untouched', path: 'untouched' });
      const { batch, outcomes } = start([small, untouched], where, { sessions: store });
      await settled();
      batch.cancel(small);
      assert.deepEqual(
        (await outcomes).map(({ status }) => status),
        ['cancelled', 'uploaded'],
      );
      assert.equal(open.mock.callCount(), 1);
    });

    it('is paused at once, and looks again when it is resumed', async () => {
      const open = mock.method(store, 'open', waits, { times: 1 });
      const where = to(server, { send: takesAll });
      const { batch, outcomes } = start([small], where, { sessions: store });
      await settled();
      batch.pause();
      await settled();
      assert.equal(batch.items[0]?.state, 'paused');
      batch.resume();
      assert.equal((await outcomes)[0]?.status, 'uploaded');
      assert.equal(open.mock.callCount(), 1);
    });
  });

  it('is no longer there when its file can be told from no other and has arrived', async () => {
    const { source } = bytesFile(35);
    const untold = { ...goingOn(), source: { ...sourceOf('big', 35), open: source.open.bind(source) } };
    const outcome = await send(untold, to(server), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
  });
});

describe('what a file is called and dated', () => {
  /** What the server was told of the file when it was finished, and what is kept of that before. */
  async function toldAfter(first: PlannedFile, again: PlannedFile, change: (server: FakeServer) => unknown = () => 0) {
    const [server, store] = [new FakeServer(), new FakeStore()];
    const told: PlannedFile[] = [];
    const where = toWith(server, {
      finish: (state, file, held, signal) => {
        told.push(file);
        return server.protocol.finish(state, file, held, signal);
      },
    });
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
    await send(first, { ...where, dated: 1000 }, { sessions: store });
    server.fault = () => undefined;
    change(server);
    const [record] = store.records.values();
    const checked: PlannedFile[] = [];
    const verify: Destination['verify'] = (_, file) => Promise.resolve(void checked.push(file));
    assert.equal((await send(again, { ...where, dated: 2000, verify }, { sessions: store })).status, 'uploaded');
    assert.deepEqual(checked, told, 'what is checked is what was finished');
    const [{ name, dated, source } = again] = told;
    return { record: record?.file, told: [source.path, name, dated] };
  }

  const first = { ...bytesFile(35, { path: 'chosen/big' }), name: 'big (2)' };

  it('stays on disk with its upload', async () => {
    const { record } = await toldAfter(first, first);
    assert.deepEqual(record, {
      id: 'file:///chosen/big',
      path: 'chosen/big',
      name: 'big (2)',
      dated: 1000,
      version: '1',
      size: 35,
    });
  });

  it('is as its upload was begun, whatever it is called when that is continued', async () => {
    const { told } = await toldAfter(first, bytesFile(35));
    assert.deepEqual(told, ['chosen/big', 'big (2)', 1000]);
  });

  it('is so, too, when the server has lost the upload by then', async () => {
    const { told } = await toldAfter(first, bytesFile(35), (server) => server.sessions.clear());
    assert.deepEqual(told, ['chosen/big', 'big (2)', 1000]);
  });

  it('is as it is now when the file has changed and is uploaded again', async () => {
    const { told } = await toldAfter(first, bytesFile(35, { version: '2' }));
    assert.deepEqual(told, ['big', 'big', undefined]);
  });
});
