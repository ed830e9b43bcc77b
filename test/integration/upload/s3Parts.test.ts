import assert from 'node:assert/strict';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { HeldPart, SessionProtocol, SessionState } from '../../../src/core/transfer/sessionPort.ts';
import { startForwarder, type Forwarder, type Passing } from '../servers/forwarder.ts';
import { bytesOf, isTransferError, plannedBytes, quiet, signal } from './given.ts';
import { bucket, partSize, sessionOf, swiftBucket, transfer } from './swiftBucket.ts';

describe('An s3 destination, at OpenStack Swift, in parts', () => {
  let forwarder: Forwarder | undefined;
  afterEach(async () => {
    await forwarder?.close();
    forwarder = undefined;
  });
  const at = swiftBucket();
  const { destination, put } = at;

  it('sends a file, whose parts come in any order', async () => {
    const bytes = bytesOf(3 * partSize + 12_345);
    const to = destination({ metadata: { album: 'a' } });
    const file = plannedBytes(bytes, 'big ü.bin', 'image/x-big');
    const session = sessionOf(to);
    const { state, held } = await session.begin(file, quiet);
    assert.deepEqual(held, []);
    const sent = await Promise.all([3, 1, 0, 2].map((index) => sendPart(session, state, file, index)));
    const { url = '' } = await session.finish(state, file, inOrder(sent), signal);
    assert.deepEqual(await at.swift.read(bucket, 'big ü.bin'), bytes);
    const answer = await fetch(url);
    assert.equal(answer.headers.get('content-type'), 'image/x-big');
    assert.equal(answer.headers.get('x-amz-meta-album'), 'a');
  });

  it('goes on with what the server has, also when its list has several pages', async () => {
    const bytes = bytesOf(6 * partSize + 1);
    const file = plannedBytes(bytes, 'resumed.bin');
    const { state } = await sessionOf(destination()).begin(file, quiet);
    const first = sessionOf(destination());
    for (const index of [0, 2, 3, 4, 6]) await sendPart(first, state, file, index);

    const second = sessionOf(destination());
    const kept = JSON.parse(JSON.stringify(state)) as SessionState;
    const held = await second.held(kept, file, signal);
    assert.deepEqual(
      held?.map(({ start }) => start / partSize),
      [0, 2, 3, 4, 6],
    );
    const sent = await Promise.all([1, 5].map((index) => sendPart(second, kept, file, index)));
    await second.finish(kept, file, inOrder([...held, ...sent]), signal);
    assert.deepEqual(await at.swift.read(bucket, 'resumed.bin'), bytes);
  });

  it('throws away what the server has when it is given up', async () => {
    const session = sessionOf(destination());
    const file = plannedBytes(bytesOf(2 * partSize), 'given-up.bin');
    const { state } = await session.begin(file, quiet);
    await sendPart(session, state, file, 0);
    assert.notDeepEqual(await at.swift.unfinished(bucket), []);
    await session.abandon(state, signal);
    await session.abandon(state, signal);
    assert.equal(await session.held(state, file, signal), undefined);
    await assert.rejects(
      sendPart(session, state, file, 1),
      isTransferError('uploadForgotten', { status: 404, passes: true }),
    );
    await assert.rejects(session.finish(state, file, [], signal), isTransferError('uploadForgotten', { status: 404 }));
    assert.equal(await at.swift.read(bucket, 'given-up.bin'), undefined);
  });

  it('succeeds when the upload was completed by a request whose answer was lost', async () => {
    const session = sessionOf(destination());
    const bytes = bytesOf(partSize + 1);
    const file = plannedBytes(bytes, 'twice.bin');
    const { state } = await session.begin(file, quiet);
    const held = [await sendPart(session, state, file, 0), await sendPart(session, state, file, 1)];
    const once = await session.finish(state, file, held, signal);
    const again = await session.finish(state, file, held, signal);
    assert.equal(new URL(again.url ?? '').pathname, new URL(once.url ?? '').pathname);

    await put(plannedBytes('another', 'twice.bin'));
    await assert.rejects(
      session.finish(state, file, held, signal),
      isTransferError('uploadForgotten', { status: 404 }),
    );
  });

  it('leaves nothing when the answer to its beginning is lost', async () => {
    let cuts = 0;
    forwarder = await startForwarder(at.swift.port, (passing) => {
      if (isCreate(passing) && cuts++ < 2) passing.cut();
    });
    const bytes = bytesOf(partSize + 1);
    const outcome = await transfer(plannedBytes(bytes, 'lost.bin'), destination({ endpoint: forwarder.url }));
    assert.equal(outcome?.status, 'uploaded');
    assert.equal(cuts, 3);
    assert.deepEqual(await at.swift.read(bucket, 'lost.bin'), bytes);
  });

  it('leaves nothing when it never gets an answer to its beginning', async () => {
    forwarder = await startForwarder(at.swift.port, (passing) => {
      if (isCreate(passing)) passing.cut();
    });
    const outcome = await transfer(
      plannedBytes(bytesOf(partSize + 1), 'never.bin'),
      destination({ endpoint: forwarder.url }),
    );
    assert.equal(outcome?.status, 'failed');
  });

  it('throws away nothing that others have begun for the same key', async () => {
    const file = plannedBytes(bytesOf(partSize + 1), 'shared.bin');
    const other = sessionOf(destination());
    const { state } = await other.begin(file, quiet);
    await sendPart(other, state, file, 0);
    let cuts = 0;
    forwarder = await startForwarder(at.swift.port, (passing) => {
      if (isCreate(passing) && cuts++ === 0) passing.cut();
    });
    assert.equal((await transfer(file, destination({ endpoint: forwarder.url })))?.status, 'uploaded');
    assert.equal((await other.held(state, file, signal))?.length, 1);
    await other.abandon(state, signal);
  });

  it('ends at once when it is cancelled while it begins, and leaves nothing', async () => {
    const controller = new AbortController();
    const release = Promise.withResolvers<undefined>();
    const aborted = Promise.withResolvers<undefined>();
    forwarder = await startForwarder(at.swift.port, (passing) => {
      if (isCreate(passing)) {
        passing.holdUntil(release.promise);
        void passing.answered.then(() => controller.abort());
      }
      if (passing.line.startsWith('DELETE ')) void passing.answered.then(() => aborted.resolve(undefined));
    });
    const session = sessionOf(destination({ endpoint: forwarder.url }));
    const begun = session.begin(plannedBytes('x', 'cancelled.bin'), { ...quiet, signal: controller.signal });
    await assert.rejects(begun, { name: 'AbortError' });
    assert.equal((await at.swift.unfinished(bucket)).length, 1);
    release.resolve(undefined);
    await aborted.promise;
  });

  it('is uploaded once when the answer to its completion is lost', async () => {
    let cuts = 0;
    forwarder = await startForwarder(at.swift.port, (passing) => {
      if (/^POST \S+\?uploadId=/.test(passing.line) && cuts++ === 0) passing.cut();
    });
    const bytes = bytesOf(partSize + 1);
    const outcome = await transfer(plannedBytes(bytes, 'completed.bin'), destination({ endpoint: forwarder.url }));
    assert.equal(outcome?.status, 'uploaded');
    assert.equal(cuts, 2);
    assert.deepEqual(await at.swift.read(bucket, 'completed.bin'), bytes);
  });

  it('is cancelled in the middle of a part, and leaves nothing', async () => {
    const controller = new AbortController();
    forwarder = await startForwarder(at.swift.port, ({ line }) => {
      if (line.includes('partNumber=2')) controller.abort();
    });
    const file = plannedBytes(bytesOf(8 * partSize), 'stopped.bin');
    const outcome = await transfer(file, destination({ endpoint: forwarder.url }), controller.signal);
    assert.equal(outcome?.status, 'cancelled');
    assert.equal(await at.swift.read(bucket, 'stopped.bin'), undefined);
  });

  it('goes through the queue, four parts at a time', async () => {
    const bytes = bytesOf(9 * partSize + 1);
    const outcome = await transfer(plannedBytes(bytes, 'queued.bin'), destination({ verify: 'download' }));
    assert.equal(outcome?.status, 'uploaded');
    assert.deepEqual(await at.swift.read(bucket, 'queued.bin'), bytes);
  });
});

async function sendPart(session: SessionProtocol, state: SessionState, file: PlannedFile, index: number) {
  const part = { start: index * partSize, end: Math.min((index + 1) * partSize, file.source.size) };
  return (await session.send(state, file, part, quiet)).held;
}

function inOrder(parts: readonly HeldPart[]): readonly HeldPart[] {
  return parts.toSorted((a, b) => a.start - b.start);
}

function isCreate({ line }: Passing): boolean {
  return /^POST \S+\?uploads=/.test(line);
}
