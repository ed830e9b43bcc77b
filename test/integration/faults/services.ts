import { readFile } from 'node:fs/promises';
import { startSwift, swiftKeys } from '../servers/swift.ts';
import { startTusServer } from '../servers/tusServer.ts';
import { destinationOf } from '../upload/given.ts';
import type { FaultyService } from './faultRun.ts';

const idleTimeout = 400;
const partSize = 64 * 1024;

/** The reference server of tus, over the folder. */
export async function tusService(folder: string): Promise<FaultyService> {
  const server = await startTusServer(folder);
  return {
    port: () => server.port,
    partSize,
    idleTimeout,
    destination: (port) =>
      destinationOf({ kind: 'tus', url: `http://127.0.0.1:${port}/files`, partSize, timeout: idleTimeout / 1000 }),
    read: ({ url }) => (url === undefined ? Promise.resolve(undefined) : readFile(server.pathOf(url))),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** OpenStack Swift, over the folder; it takes parts as small as the faults want them. */
export async function s3Service(folder: string): Promise<FaultyService> {
  const swift = await startSwift(folder, { smallestPart: 1 });
  const { accessKeyId, secretAccessKey, region } = swiftKeys;
  const bucket = 'faults';
  await swift.createBucket(bucket);
  return {
    port: () => swift.port,
    partSize,
    idleTimeout,
    destination: (port) =>
      destinationOf(
        {
          kind: 's3',
          endpoint: `http://127.0.0.1:${port}`,
          region,
          bucket,
          partSize,
          timeout: idleTimeout / 1000,
          credentials: { accessKeyId, secretAccessKey: '${secret:key}' },
        },
        { secrets: { key: secretAccessKey } },
      ),
    read: ({ file }) => swift.read(bucket, file),
    unfinished: () => swift.unfinished(bucket),
    [Symbol.asyncDispose]: () => swift.stop(),
  };
}
