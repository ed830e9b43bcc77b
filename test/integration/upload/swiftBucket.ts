import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import type { PlannedFile } from '../../../src/core/model.ts';
import type { Destination, Uploaded } from '../../../src/core/ports.ts';
import type { S3Profile } from '../../../src/core/profile/profile.ts';
import type { SessionProtocol } from '../../../src/core/transfer/sessionPort.ts';
import { TransferQueue } from '../../../src/core/transfer/transferQueue.ts';
import type { NetworkSettings } from '../../../src/node/http/proxies.ts';
import { startSwift, swiftKeys, type Swift } from '../servers/swift.ts';
import { destinationOf, quiet, signal } from './given.ts';

export const bucket = 'photos';
export const partSize = 5 * 1024 ** 2;

/** A bucket of OpenStack Swift, where no upload may be left behind. */
export function swiftBucket() {
  let folder: string;
  let swift: Swift;
  const { accessKeyId, region } = swiftKeys;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'porter-s3-'));
    swift = await startSwift(folder);
    await swift.createBucket(bucket);
  });

  after(async () => {
    await swift.stop();
    await rm(folder, { recursive: true });
  });

  afterEach(async () => {
    assert.deepEqual(await swift.unfinished(bucket), [], 'an upload was left behind');
  });

  function destination(
    more: Partial<S3Profile> = {},
    secretAccessKey = swiftKeys.secretAccessKey,
    network: NetworkSettings = {},
  ): Destination {
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
      { secrets: { key: secretAccessKey }, network },
    );
  }

  async function put(file: PlannedFile, to = destination()): Promise<Uploaded> {
    const [uploaded] = await to.send([file], quiet);
    assert.ok(uploaded);
    return uploaded;
  }

  return {
    destination,
    put,
    get swift() {
      return swift;
    },
    get folder() {
      return folder;
    },
  };
}

export function sessionOf(destination: Destination): SessionProtocol {
  assert.ok(destination.session);
  return destination.session;
}

/** As an upload goes, with no waiting before it is tried again. */
export async function transfer(file: PlannedFile, to: Destination, each = signal) {
  const clock = { ...systemClock, sleep: () => Promise.resolve() };
  await using queue = new TransferQueue({ clock, random: () => 0, concurrency: 4 });
  const [outcome] = await queue.transfer([file], to, { signal: each });
  return outcome;
}
