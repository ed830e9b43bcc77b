import assert from 'node:assert/strict';
import type { ProblemCode, ProblemDetails } from '../../../../src/core/messages.ts';
import { Problem } from '../../../../src/core/problem.ts';
import type { Batch } from '../../../../src/core/transfer/batch.ts';
import { TransferError } from '../../../../src/core/transfer/transferError.ts';
import { failure, gate } from '../fakes.ts';
import { bytesFile, FakeServer } from './fakeServer.ts';
import { FakeStore } from './fakeStore.ts';
import { assertStored, lost, problemOf, send, to, toWith } from './sessionRuns.ts';

const host = 'example.com';
const bucket = { host, destination: 'web' };
const proxy = { proxy: 'proxy:8080', host, exceptions: 'NO_PROXY' };

/** What an adapter throws for an answer that refuses. */
function refused<C extends ProblemCode>(status: number, code: C, details: ProblemDetails[C]): TransferError {
  return new TransferError(new Problem(code, details), { status, sent: 'something' });
}

describe('a session that an earlier run began', () => {
  /** A run that ended when the network went for good. */
  async function interrupted(server: FakeServer, store: FakeStore): Promise<void> {
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.equal(problemOf(outcome).code, 'connectionLost');
    assert.equal(store.taken.size, 0);
    server.fault = () => undefined;
    server.log.splice(0);
  }

  for (const parallel of [1, 4]) {
    it(`goes on with what is missing, ${parallel} at a time`, async () => {
      const [server, store] = [new FakeServer({ parallel }), new FakeStore()];
      await interrupted(server, store);
      const [record] = store.records.values();
      assert.deepEqual(record, {
        destination: 'web',
        target: 'http://example.com/',
        file: { id: 'file:///chosen/big', path: 'big', name: 'big', version: '1', size: 35 },
        begun: record?.begun,
        partSize: 10,
        state: { id: 's1' },
      });
      const file = bytesFile(35);
      const batches: Batch[] = [];
      const onBatch = (batch: Batch) => void batches.push(batch);
      const outcome = await send(file, to(server), { sessions: store, onBatch });
      assert.ok(outcome.status === 'uploaded');
      assert.equal(outcome.resumedFrom, parallel === 1 ? 20 : 25);
      // A file's speed is made of the rest.
      assert.equal(batches[0]?.items[0]?.bytesFound, outcome.resumedFrom);
      assert.equal(server.log[0], 'held');
      assert.ok(!server.log.includes('begin'));
      assertStored(server, file);
      assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
    });
  }

  it('keeps the size of its parts', async () => {
    const [server, store] = [new FakeServer({ parallel: 2 }), new FakeStore()];
    await interrupted(server, store);
    const { protocol } = server;
    const where = to(server, { session: { ...protocol, limits: { ...protocol.limits, partSize: 15 } } });
    await send(bytesFile(35), where, { sessions: store });
    assert.deepEqual(server.log, ['held', 'send 20-30', 'finish']);
  });

  it('starts over when the file is another, and throws the old one away', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    const file = bytesFile(35, { version: '2' });
    const outcome = await send(file, to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, undefined);
    assert.ok(server.log.includes('abandon'));
    assertStored(server, file);
  });

  it('starts over when the destination leads elsewhere, tells nothing of it there, and says where the old one is', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    const outcome = await send(bytesFile(35), to(server, { target: 'http://elsewhere/' }), { sessions: store });
    assert.equal(outcome.status, 'uploaded');
    assert.deepEqual(server.log.slice(0, 2), ['begin', 'send 0-10']);
    assert.ok(!server.log.includes('abandon'));
    assert.deepEqual(outcome.warnings, [
      'What was sent of big stays at http://example.com/ until it is deleted there: “web” is another one now, or is no longer in the settings.',
    ]);
  });

  for (const isListing of [false, true]) {
    it(`stays when its destination leads elsewhere and nothing is begun there${isListing ? ', where uploads are listed' : ''}`, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      await interrupted(server, store);
      const before = [...store.records.values()];
      const mistyped = new FakeServer({ isListing });
      for (const error of [lost, refused(404, 'notFoundAtServer', { host, status: 404, reason: '' })]) {
        mistyped.fault = ({ kind }) => (kind === 'begin' ? { error } : undefined);
        const failed = await send(bytesFile(35), to(mistyped, { target: 'http://elsewhere/' }), { sessions: store });
        assert.deepEqual([failed.status, failed.warnings], ['failed', []]);
        assert.deepEqual([[...store.records.values()], store.taken.size], [before, 0]);
      }
      const outcome = await send(bytesFile(35), to(server), { sessions: store });
      assert.ok(outcome.status === 'uploaded');
      assert.equal(outcome.resumedFrom, 20);
      assertStored(server, bytesFile(35));
    });
  }

  it('starts over when it was begun with other settings, throws the old one away, and says why', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    const outcome = await send(bytesFile(35), to(server, { begunWith: 'no-cache' }), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.deepEqual(server.log.slice(0, 2), ['abandon', 'begin']);
    assert.deepEqual(outcome.warnings, [
      'The settings of “web” changed since the upload of big was interrupted, so it was uploaded from its start.',
    ]);
    assertStored(server, bytesFile(35));
  });

  it('starts over when the server no longer knows it', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    server.sessions.clear();
    const file = bytesFile(35);
    const outcome = await send(file, to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, undefined);
    assertStored(server, file);
  });

  it('stays when the server says that it is gone and takes no other: so tus refuses credentials', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    await interrupted(server, store);
    const [before] = store.records.values();
    const error = refused(403, 'unauthorized', { host, status: 403, reason: '' });
    const refusing = toWith(server, { held: () => Promise.resolve(undefined), begin: () => Promise.reject(error) });
    assert.equal(problemOf(await send(bytesFile(35), refusing, { sessions: store })).code, 'unauthorized');
    assert.deepEqual([...store.records.values()], [before]);
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, 20);
  });

  it('stays when its credentials expire under way, and the server says that it is gone', async () => {
    const [server, store] = [new FakeServer(), new FakeStore()];
    server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
    let begun = 0;
    const error = refused(403, 'unauthorized', { host, status: 403, reason: '' });
    const refusing = toWith(server, {
      held: () => Promise.resolve(undefined),
      begin: (...args) => (begun++ === 0 ? server.protocol.begin(...args) : Promise.reject(error)),
    });
    assert.equal(problemOf(await send(bytesFile(35), refusing, { sessions: store })).code, 'unauthorized');
    assert.deepEqual([server.sessions.size, store.records.size, store.taken.size], [1, 1, 0]);
    server.fault = () => undefined;
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.ok(outcome.status === 'uploaded');
    assert.equal(outcome.resumedFrom, 20);
  });

  for (const [what, error, stays] of [
    ['the network went for good', lost, true],
    ['the server failed again and again', failure({ status: 503 }), true],
    ['its certificate is not trusted', failure({ networkCode: 'CERT_HAS_EXPIRED', sent: 'nothing' }), true],
    ['the credentials are refused (401)', refused(401, 'unauthorized', { host, status: 401, reason: '' }), true],
    ['the credentials are refused (403)', refused(403, 'unauthorized', { host, status: 403, reason: '' }), true],
    ['the secret key is wrong, as S3 says it', refused(403, 'credentialsRefused', { ...bucket, reason: '' }), true],
    [
      'the session token has expired, as S3 says it',
      refused(400, 'credentialsRefused', { ...bucket, reason: '' }),
      true,
    ],
    ['the bucket does not let it', refused(403, 'accessDenied', { ...bucket, bucket: 'b', permission: 'p' }), true],
    ['the disk of the server is full', refused(507, 'serverFull', { host, reason: '' }), true],
    ['the clock is wrong', refused(403, 'clockWrong', { host }), true],
    ['a proxy does not let it through', refused(403, 'proxyRefused', { ...proxy, status: 403 }), true],
    ['a secret is not stored', new Problem('secretMissing', { name: 'a', destination: 'web' }), true],
    ['the server refused it', refused(422, 'refusedByServer', { host, status: 422, reason: '' }), false],
    [
      'the server says that it is too large',
      refused(413, 'tooLargeForServer', { host, status: 413, reason: '' }),
      false,
    ],
    ['what answers is no answer', failure({}), true],
    ['the answer is none of the protocol', failure({ status: 200, passes: true }), true],
    ['the answer contradicts what was sent', failure({ status: 200 }), false],
    ['the file is gone', new Problem('fileNotFound', { file: 'big' }), false],
  ] as const) {
    it(`is ${stays ? 'kept' : 'thrown away'} when ${what}`, async () => {
      const [server, store] = [new FakeServer(), new FakeStore()];
      server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error } : undefined);
      const outcome = await send(bytesFile(35), to(server), { sessions: store });
      assert.equal(outcome.status, 'failed');
      assert.deepEqual([server.sessions.size, store.records.size], stays ? [1, 1] : [0, 0]);
    });
  }

  for (const [what, isBegun] of [
    ['it was begun', true],
    ['the request that begins it arrived', false],
  ] as const) {
    it(`is found by the next run when the process was killed before it heard that ${what}`, async () => {
      const [server, store, killed] = [new FakeServer({ isListing: true }), new FakeStore(), gate()];
      server.fault = async ({ kind }) => {
        if (kind !== 'begin') return undefined;
        if (isBegun) server.sessions.set('nobody knows it', { bytes: new Uint8Array(), size: 0, held: [] });
        killed.open();
        return new Promise(() => undefined);
      };
      void send(bytesFile(35), to(server), { sessions: store });
      await killed.opened;
      assert.deepEqual(
        (await store.interrupted()).map(({ intended, state }) => ({ intended, state })),
        [{ intended: true, state: { intended: true } }],
      );
      store.taken.clear();
      server.fault = () => undefined;
      server.log.length = 0;
      // Whether the file is the same does not matter: nothing of it was sent.
      const outcome = await send(bytesFile(35, { version: '2' }), to(server), { sessions: store });
      assert.ok(outcome.status === 'uploaded');
      assert.deepEqual(server.log.slice(0, 2), ['abandon', 'begin']);
      assert.deepEqual([outcome.resumedFrom, outcome.warnings, store.records.size], [undefined, [], 0]);
      assertStored(server, bytesFile(35));
    });
  }

  it('stays noted while the server cannot be told, when its beginning got no answer', async () => {
    const [server, store] = [new FakeServer({ isListing: true }), new FakeStore()];
    server.fault = ({ kind }) => (kind === 'begin' || kind === 'abandon' ? { error: lost } : undefined);
    const outcome = await send(bytesFile(35), to(server), { sessions: store });
    assert.ok(outcome.status === 'failed' && !outcome.continuable, 'nothing was sent that could go on');
    assert.deepEqual([store.records.size, store.taken.size], [1, 0]);
    server.fault = ({ kind }) => (kind === 'begin' ? { error: lost } : undefined);
    assert.equal((await send(bytesFile(35), to(server), { sessions: store })).status, 'failed');
    assert.deepEqual([store.records.size, store.taken.size], [0, 0]);
  });

  it('is thrown away when the network went for good, and no disk keeps it', async () => {
    for (const sessions of [undefined, new FakeStore()]) {
      if (sessions) sessions.isFull = true;
      const server = new FakeServer();
      server.fault = ({ kind, part }) => (kind === 'send' && part?.start === 20 ? { error: lost } : undefined);
      const outcome = await send(bytesFile(35), to(server), sessions && { sessions });
      assert.equal(outcome.status, 'failed');
      assert.equal(server.sessions.size, 0);
    }
  });
});
