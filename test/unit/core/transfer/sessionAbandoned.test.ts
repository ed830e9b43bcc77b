import assert from 'node:assert/strict';
import { abortError } from '../../../../src/core/clock.ts';
import { destination, failure, gate, never, planned, untilCancelled } from '../fakes.ts';
import { FakeClock } from '../fakeClock.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { TransferError } from '../../../../src/core/transfer/transferError.ts';
import { TransferQueue } from '../../../../src/core/transfer/transferQueue.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, send, settled, to } from './sessionRuns.ts';

describe('an upload by session whose parts fail time and again', () => {
  for (const [what, problem, continuable] of [
    [
      'is thrown away where no file can be made of them',
      new Problem('etagMissing', { host: 'h', destination: 'd' }),
      0,
    ],
    [
      'stays where they arrive damaged, which may pass',
      new Problem('contentDiffers', { file: 'big', host: 'h', what: 'it is another' }),
      1,
    ],
  ] as const) {
    it(what, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      const error = new TransferError(problem, { status: 200, sent: 'something', passes: true, isDamaged: true });
      server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error } : undefined);
      const outcome = await send(bytesFile(35), to(server), { sessions: store });
      assert.ok(outcome.status === 'failed' && outcome.problem === problem);
      const left = [Number('continuable' in outcome), server.sessions.size, store.records.size];
      assert.deepEqual(left, [continuable, continuable, continuable]);
    });
  }
});

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
      'The server of “web” keeps what it has of big for now, as it could not be told, or refused: Porter tells it when it uploads there next. What stays then is to be deleted there.',
    ]);
    assert.deepEqual([(await store.interrupted()).length, (await store.abandoned()).length], [0, 1]);
    assert.equal(store.taken.size, 0);
  });

  it('says that it stays there for good when no disk keeps it', async () => {
    const outcome = await givenUp(new FakeServer(), Object.assign(new FakeStore(), { isFull: true }));
    assert.match(
      outcome.warnings.join(),
      /keeps what it has of .* until that is deleted there, as it could not be told\./,
    );
  });

  it('is thrown away by the next upload there, of any file', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await givenUp(server, store);
    await send(planned('small', 1), to(server), { sessions: store });
    assert.deepEqual([server.log, server.sessions.size, store.records.size, store.taken.size], [['abandon'], 0, 0, 0]);
  });

  describe('with many others', () => {
    const many = 50;
    let [server, store, clock] = [new FakeServer(), new FakeStore(), new FakeClock()];
    beforeEach(() => {
      [server, store, clock] = [new FakeServer(), new FakeStore(), new FakeClock()];
      for (let number = 0; number < many; number++) {
        const { name, target } = to(server);
        const file = { id: `file:///${number}`, path: `${number}`, version: '1', size: 35 };
        const state = { id: `s${number}` };
        store.records.set(`${name} ${file.id}`, {
          destination: name,
          target,
          file,
          begun: 0,
          partSize: 10,
          state,
          abandoned: true,
        });
      }
    });

    it('is thrown away a few at a time', async () => {
      let [atOnce, most] = [0, 0];
      server.fault = async () => {
        most = Math.max(most, ++atOnce);
        await settled();
        atOnce--;
        return undefined;
      };
      await using queue = new TransferQueue({ clock, sessions: store });
      await queue.throwAwayLeft(to(server));
      assert.ok(most > 1 && most <= 16, `${most}`);
      assert.deepEqual([server.log.length, store.records.size], [many, 0]);
    });

    for (const [when, end] of [
      ['after a few seconds', () => clock.pass(5_000)],
      ['when whoever waits for that is gone', (gone: AbortController) => gone.abort()],
    ] as const) {
      it(`is left to another run ${when} by a server that does not answer`, async () => {
        const reached = gate();
        server.fault = ({ signal }) => {
          reached.open();
          return untilCancelled(signal);
        };
        const gone = new AbortController();
        await using queue = new TransferQueue({ clock, sessions: store });
        const left = queue.throwAwayLeft(to(server), gone.signal);
        await reached.opened;
        end(gone);
        await left;
        assert.ok(server.log.length <= 16, `${server.log.length}`);
        assert.deepEqual([store.records.size, clock.tickers], [many, 0]);
      });
    }
  });

  describe('whose file arrives whole since then', () => {
    /** Interrupted, and not given up. */
    async function interrupted(): Promise<{ server: FakeServer; store: FakeStore }> {
      const [server, store] = [new FakeServer(), new FakeStore()];
      server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
      await send(bytesFile(35), to(server), { sessions: store });
      server.fault = () => undefined;
      server.log.length = 0;
      return { server, store };
    }

    for (const [why, file, from] of [
      ['goes in larger parts', bytesFile(35), 50],
      ['shrank', bytesFile(5, { version: '2' }), 20],
    ] as const) {
      it(`is thrown away when it ${why}`, async () => {
        const { server, store } = await interrupted();
        const whole = to(server, { session: { ...server.protocol, from } });
        assert.equal((await send(file, whole, { sessions: store })).status, 'uploaded');
        assert.deepEqual([server.log, server.sessions.size], [['abandon'], 0]);
        assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
      });
    }

    it('stays noted when its destination is of a kind that cannot tell the server', async () => {
      const { server, store } = await interrupted();
      const { session, ...form } = to(server);
      assert.ok(session);
      assert.equal((await send(bytesFile(35), form, { sessions: store })).status, 'uploaded');
      assert.deepEqual([(await store.interrupted()).length, (await store.abandoned()).length], [0, 1]);
    });

    it('goes on when that was at another destination', async () => {
      const { server, store } = await interrupted();
      const other = to(server, { name: 'other', session: { ...server.protocol, from: 50 } });
      assert.equal((await send(bytesFile(35), other, { sessions: store })).status, 'uploaded');
      assert.deepEqual([server.log, (await store.interrupted()).length], [[], 1]);
    });

    it('goes on when that failed', async () => {
      const { server, store } = await interrupted();
      const refusing = destination(() => Promise.reject(failure({ status: 422 })), { session: server.protocol });
      assert.equal((await send(bytesFile(5), refusing, { sessions: store })).status, 'failed');
      assert.deepEqual([server.log, (await store.interrupted()).length], [[], 1]);
    });
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

  /** Time that passes for whoever sleeps, until he is called. */
  function passingClock(): FakeClock {
    const clock = new FakeClock();
    clock.sleep = (ms, signal) => {
      for (const woken = clock.now() + ms; clock.now() < woken && !signal.aborted;) clock.pass(1);
      return signal.aborted ? Promise.reject(abortError()) : Promise.resolve();
    };
    return clock;
  }

  it('holds the same file up for a few seconds only, though others of its batch arrive', async () => {
    const [server, store, clock] = [new FakeServer(), new FakeStore(), passingClock()];
    await givenUp(server, store);
    const busy = new Problem('serverBusy', { host: 'example.com', status: 503, reason: '', when: 'later' });
    let begun = 0;
    server.fault = ({ kind }) => {
      if (kind === 'begin' && server.log.includes('abandon')) begun = clock.now();
      return kind === 'abandon' ? { error: new TransferError(busy, { status: 503, sent: 'something' }) } : undefined;
    };
    await using queue = new TransferQueue({ clock, sessions: store, concurrency: 1 });
    const other = bytesFile(25, { id: 'file:///chosen/other', path: 'other' });
    const where = to(server, { retries: undefined });
    const outcomes = await queue.transfer([other, bytesFile(35)], where, { signal: never });
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['uploaded', 'uploaded'],
    );
    assert.equal(begun, 5_000);
    assert.match(outcomes[1]?.warnings.join() ?? '', /keeps what it has of big until that is deleted there, .* 503/);
  });

  it('is not begun again before what may have been begun of it is thrown away', async () => {
    const [server, store, clock] = [new FakeServer({ isListing: true }), new FakeStore(), passingClock()];
    const again = () => send(bytesFile(35), to(server, { retries: undefined }), { sessions: store, clock });
    server.fault = ({ kind }) => (kind === 'begin' || kind === 'abandon' ? { error: lost } : undefined);
    assert.equal((await again()).status, 'failed');
    server.fault = ({ kind }) => (kind === 'abandon' ? { error: lost } : undefined);
    server.log.length = 0;
    assert.equal((await again()).status, 'failed');
    assert.ok(!server.log.includes('begin'), server.log.join());
    server.fault = () => undefined;
    server.log.length = 0;
    assert.equal((await again()).status, 'uploaded');
    assert.deepEqual(server.log.slice(0, 2), ['abandon', 'begin']);
  });

  it('lets the same file be cancelled at once while it is thrown away', async () => {
    const [server, store, reached] = [new FakeServer(), new FakeStore(), gate()];
    await givenUp(server, store);
    server.fault = ({ signal }) => {
      reached.open();
      return untilCancelled(signal);
    };
    const clock = new FakeClock();
    const queue = new TransferQueue({ clock, sessions: store });
    const controller = new AbortController();
    const sent = queue.transfer([bytesFile(35)], to(server), { signal: controller.signal });
    await reached.opened;
    controller.abort();
    const [outcome] = await sent;
    assert.equal(outcome?.status, 'cancelled');
    assert.deepEqual([(await store.abandoned()).length, store.taken.size], [1, 0]);
    clock.pass(5_000);
    await queue[Symbol.asyncDispose]();
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
