import assert from 'node:assert/strict';
import { discardSession, heldGivenUp } from '../../../../src/core/transfer/discardSession.ts';
import type { SessionProtocol, SessionRecord, SessionStore } from '../../../../src/core/transfer/sessionPort.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { FakeClock } from '../fakeClock.ts';
import { destination, failure, never, untilCancelled } from '../fakes.ts';
import { settled } from './sessionRuns.ts';

const record: SessionRecord = {
  destination: 'web',
  target: 'http://example.com/',
  file: { id: 'file:///a', path: 'a', version: '1', size: 10 },
  begun: 0,
  partSize: 5,
  state: { id: 'upload-1' },
};

const unknown = new Problem('destinationUnknown', { name: 'web', known: '' });

/** A store that holds the record, and what was done with it. */
function storeOf(held: SessionRecord | undefined): { readonly store: SessionStore; readonly done: string[] } {
  const done: string[] = [];
  const store: SessionStore = {
    open: (key) => {
      done.push(`open ${key.destination} ${key.file.id}`);
      return Promise.resolve({
        record: held,
        requireLock: () => Promise.resolve(),
        save: (saved) => {
          assert.deepEqual(saved, { ...held, abandoned: true });
          return Promise.resolve(void done.push('note'));
        },
        clear: () => Promise.resolve(void done.push('clear')),
        release: () => Promise.resolve(void done.push('release')),
      });
    },
    interrupted: () => assert.fail('nobody asks'),
    abandoned: () => assert.fail('nobody asks'),
  };
  return { store, done };
}

function withAbandon(abandon: SessionProtocol['abandon']) {
  const unused = () => assert.fail('no other request is made');
  const none = { intend: unused, begin: unused, held: unused, send: unused, finish: unused };
  return destination(undefined, {
    session: { from: 0, limits: { partSize: 5, parallel: 1 }, lastPartEnds: false, ...none, abandon },
  });
}

describe('Discarding an interrupted upload', () => {
  it('has the server throw it away, and then forgets it', async () => {
    const { store, done } = storeOf(record);
    const where = withAbandon((state) => Promise.resolve(void done.push(`abandon ${JSON.stringify(state)}`)));
    assert.equal(await discardSession(record, where, store, never), undefined);
    assert.deepEqual(done, ['open web file:///a', 'abandon {"id":"upload-1"}', 'clear', 'release']);
  });

  it('forgets what cannot be used, which no server can ever be told of', async () => {
    const { store, done } = storeOf(record);
    const where = withAbandon(() => Promise.reject(new Problem('sessionUnusable', {})));
    assert.equal(await discardSession(record, where, store, never), undefined);
    assert.deepEqual(done, ['open web file:///a', 'clear', 'release']);
  });

  it('notes that its server is to be told when that is away, and says so', async () => {
    const { store, done } = storeOf(record);
    const away = withAbandon(() => Promise.reject(failure({})));
    const held = await discardSession(record, away, store, never);
    assert.equal(
      held?.message,
      'The server of “web” keeps what it has of a for now, as it could not be told, or refused: Porter tells it when it uploads there next. What stays then is to be deleted there.',
    );
    assert.deepEqual(done.slice(1), ['note', 'release']);
  });

  it('waits for a server that does not answer for 5 seconds at most', async () => {
    const { store, done } = storeOf(record);
    const clock = new FakeClock();
    const silent = withAbandon((_, signal) => untilCancelled(signal));
    const discarding = discardSession(record, silent, store, never, clock);
    await settled();
    clock.pass(5000);
    assert.equal((await discarding)?.code, 'heldForNow');
    assert.deepEqual([done.slice(1), clock.tickers], [['note', 'release'], 0]);
  });

  it('keeps the note, however often it is discarded, while its server is away', async () => {
    const { store, done } = storeOf({ ...record, abandoned: true });
    const away = withAbandon(() => Promise.reject(failure({})));
    assert.equal((await discardSession(record, away, store, never))?.code, 'heldForNow');
    assert.deepEqual(done.slice(1), ['note', 'release']);
  });

  it('tells no other server of it than the one that has it, and notes and says where it stays', async () => {
    const { store, done } = storeOf({ ...record, target: 'http://elsewhere.example/files?key=secret key' });
    const other = withAbandon(() => assert.fail('another server is told'));
    const held = await discardSession(record, other, store, never);
    assert.equal(
      held?.message,
      'What was sent of a stays at http://elsewhere.example/files until it is deleted there: “web” is another one now, or is no longer in the settings.',
    );
    assert.deepEqual(done.slice(1), ['note', 'release']);
  });

  for (const [why, now, code] of [
    ['there is no such destination any more', unknown, 'heldElsewhere'],
    ['its destination cannot be had today', new Problem('credentialsMissing', { destination: 'web' }), 'heldForNow'],
  ] as const) {
    it(`notes that its server is to be told when ${why}`, async () => {
      const { store, done } = storeOf(record);
      assert.equal((await discardSession(record, now, store, never))?.code, code);
      assert.deepEqual(done.slice(1), ['note', 'release']);
    });
  }

  it('forgets what was given up before when there is still no such destination, and says where it stays', async () => {
    const { store, done } = storeOf({ ...record, target: '/my files/receiver', abandoned: true });
    const held = await discardSession(record, unknown, store, never);
    assert.match(held?.message ?? '', /stays at \/my files\/receiver until/);
    assert.deepEqual(done.slice(1), ['clear', 'release']);
  });

  it('says that nothing is left of it when another process has ended it or given it up', async () => {
    const { store, done } = storeOf(undefined);
    const where = withAbandon(() => assert.fail('nothing is left'));
    await assert.rejects(discardSession(record, where, store, never), {
      code: 'sessionEnded',
      message: 'Another window or command has ended the upload of a to “web” or given it up, so nothing was done.',
    });
    assert.deepEqual(done.slice(1), ['release']);
  });

  it('keeps it, for another run, when it is cancelled meanwhile', async () => {
    const { store, done } = storeOf(record);
    const cancelled = new AbortController();
    const where = withAbandon(() => {
      cancelled.abort();
      return Promise.reject(new DOMException('', 'AbortError'));
    });
    await assert.rejects(discardSession(record, where, store, cancelled.signal), { name: 'AbortError' });
    assert.deepEqual(done.slice(1), ['release']);
  });
});

describe('What a server has of an upload that was given up', () => {
  it('stays there for now where its destination leads there', () => {
    const there = withAbandon(() => assert.fail('nobody asks'));
    assert.equal(heldGivenUp(record, there).code, 'heldForNow');
  });

  it('stays there for now when its destination cannot be had today', () => {
    const problem = new Problem('credentialsMissing', { destination: 'web' });
    assert.equal(heldGivenUp(record, problem).code, 'heldForNow');
  });

  for (const [why, now] of [
    ['leads elsewhere', destination(undefined, { target: 'http://elsewhere/' })],
    ['is of a kind that has no uploads in parts', destination(undefined, { target: record.target })],
    ['is no longer in the settings', unknown],
  ] as const) {
    it(`stays there for good, and the place is named, when its destination ${why}`, () => {
      assert.match(heldGivenUp(record, now).message, /^What was sent of a stays at http:\/\/example\.com\/ until/);
    });
  }
});
