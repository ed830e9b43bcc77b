import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../../src/core/model.ts';
import type { S3Profile, TusProfile } from '../../../src/core/profile/profile.ts';
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
  /**
   * Uploads with bytes that it holds beside those of these links. One whose creation got no answer holds none, and is
   * known to nobody: a server of tus lets it expire.
   */
  leftOver(links: readonly string[]): Promise<readonly string[]>;
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
    async leftOver(links) {
      const known = new Set(links.map((link) => link.replace(/^.*\//, '')));
      return withBytes(
        folder,
        (await server.uploads()).filter((name) => !known.has(name)),
      );
    },
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
    // What is complete is not there any more.
    async leftOver() {
      const uploads = join(folder, '.uploads');
      const names = await readdir(uploads, { recursive: true }).catch(() => []);
      return withBytes(
        uploads,
        names.filter((name) => /^[^/]+\/data\/./.test(name)),
      );
    },
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
    leftOver: () => swift.unfinished(bucket),
    [Symbol.asyncDispose]: () => swift.stop(),
  };
}

async function withBytes(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return names.filter((_, index) => sizes[index] !== 0);
}
