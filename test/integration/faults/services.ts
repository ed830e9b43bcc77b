import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../../src/core/model.ts';
import type { S3Profile, TusProfile } from '../../../src/core/profile.ts';
import { startReceiver } from '../../../src/receiver/startReceiver.ts';
import { startSwift, swiftKeys } from '../servers/swift.ts';
import { startTusServer } from '../servers/tusServer.ts';
import { signal } from '../upload/given.ts';

/** A real server to put faults before, and how Porter uploads to it. */
export interface FaultyService extends AsyncDisposable {
  readonly port: number;
  /** As it is reached through a port of this machine. */
  profile(port: number): TusProfile | S3Profile;
  readonly secrets: Readonly<Record<string, string>>;
  /** What the server has of a file; undefined when it has none. */
  read(uploaded: Pick<Extract<Outcome, { status: 'uploaded' }>, 'file' | 'url'>): Promise<Buffer | undefined>;
  /** What it holds of uploads that never became a file, where the protocol lets one ask. */
  unfinished(): Promise<readonly string[]>;
}

export interface ServiceOptions {
  /** In bytes. */
  readonly partSize: number;
  /** Idle timeout, in seconds. */
  readonly timeout: number;
}

/** The reference server of tus, over the folder. */
export async function tusService(folder: string, options: ServiceOptions): Promise<FaultyService> {
  const server = await startTusServer(folder);
  return {
    port: server.port,
    profile: (port) => ({ kind: 'tus', url: `http://127.0.0.1:${port}/files`, ...options }),
    secrets: {},
    read: ({ url }) => (url === undefined ? Promise.resolve(undefined) : readFile(server.pathOf(url))),
    // An upload whose creation got no answer is one that nobody knows; a server of tus lets it expire.
    unfinished: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Porter's own receiver, over the folder; it checks each part. */
export async function receiverService(folder: string, options: ServiceOptions): Promise<FaultyService> {
  const receiver = await startReceiver({ folder }, signal);
  return {
    port: receiver.port,
    profile: (port) => ({
      kind: 'tus',
      url: `http://127.0.0.1:${port}/tus`,
      auth: { type: 'bearer', token: '${secret:token}' },
      link: { header: 'content-location' },
      ...options,
    }),
    secrets: { token: receiver.token ?? '' },
    read: ({ url }) => {
      const [, id = '', name = ''] = /\/f\/([^/]+)\/(.+)$/.exec(url ?? '') ?? [];
      return readFile(join(folder, id, name));
    },
    // As with tus; the receiver lets them expire after a week.
    unfinished: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => receiver.close(),
  };
}

/** OpenStack Swift, over the folder; it takes parts as small as the faults want them. */
export async function s3Service(folder: string, options: ServiceOptions): Promise<FaultyService> {
  const swift = await startSwift(folder, { smallestPart: 1 });
  const { accessKeyId, secretAccessKey, region } = swiftKeys;
  const bucket = 'faults';
  await swift.createBucket(bucket);
  return {
    port: swift.port,
    profile: (port) => ({
      kind: 's3',
      endpoint: `http://127.0.0.1:${port}`,
      region,
      bucket,
      credentials: { accessKeyId, secretAccessKey: '${secret:key}' },
      ...options,
    }),
    secrets: { key: secretAccessKey },
    read: ({ file }) => swift.read(bucket, file),
    unfinished: () => swift.unfinished(bucket),
    [Symbol.asyncDispose]: () => swift.stop(),
  };
}
