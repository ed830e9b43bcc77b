import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile.ts';
import type { HeldPart, SessionProtocol } from '../../../src/core/sessionPort.ts';
import { startSwift, swiftKeys, type Swift } from '../servers/swift.ts';
import { bytesOf, destinationOf, isTransferError, plannedBytes, quiet, signal } from './given.ts';

const bucket = 'photos';
const partSize = 5 * 1024 ** 2;

describe('An s3 destination, at OpenStack Swift', () => {
  let folder: string;
  let swift: Swift;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
    swift = await startSwift(folder);
    await swift.createBucket(bucket);
  });

  after(async () => {
    await swift.stop();
    await rm(folder, { recursive: true });
  });

  const { accessKeyId, region } = swiftKeys;

  function destination(more: Partial<S3Profile> = {}, secretAccessKey = swiftKeys.secretAccessKey): Destination {
    return destinationOf(
      {
        kind: 's3',
        endpoint: swift.endpoint,
        region,
        bucket,
        partSize,
        credentials: { accessKeyId, secretAccessKey: '${secret:key}' },
        ...more,
      },
      { secrets: { key: secretAccessKey } },
    );
  }

  it('puts a small file with one request, and the link that it gives reads it', async () => {
    const [uploaded] = await destination().send([plannedBytes('hello', 'a b+ü.txt', 'text/plain')], quiet);
    assert.equal((await swift.read(bucket, 'a b+ü.txt'))?.toString(), 'hello');
    const answer = await fetch(uploaded?.url ?? '');
    assert.equal(answer.headers.get('content-type'), 'text/plain');
    assert.equal(await answer.text(), 'hello');
  });

  it('refuses a wrong secret in a sentence that says so', async () => {
    await assert.rejects(
      destination({}, 'wrong').send([plannedBytes('hello')], quiet),
      isTransferError('credentialsRefused', { status: 403, sent: 'something' }),
    );
  });

  it('sends a large file in parts', async () => {
    const bytes = bytesOf(2 * partSize + 12345);
    const { url } = await sendAll(destination(), plannedBytes(bytes, 'big.bin'));
    assert.deepEqual(await swift.read(bucket, 'big.bin'), bytes);
    assert.equal((await fetch(url ?? '')).status, 200);
    assert.deepEqual(await swift.unfinished(bucket), []);
  });
});

function sessionOf(destination: Destination): SessionProtocol {
  assert.ok(destination.session);
  return destination.session;
}

/** All parts of a file, as the engine sends them. */
async function sendAll(destination: Destination, file: PlannedFile): Promise<Uploaded> {
  const session = sessionOf(destination);
  const { state } = await session.begin(file, quiet);
  const held: HeldPart[] = [];
  for (let start = 0; start < file.source.size; start += partSize) {
    const part = { start, end: Math.min(start + partSize, file.source.size) };
    held.push((await session.send(state, file, part, quiet)).held);
  }
  return session.finish(state, file, held, signal);
}
