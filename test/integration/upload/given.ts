/** What the upload tests start from: destinations, files, servers that do as they are told. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { PlannedFile, Source } from '../../../src/core/model.ts';
import type { Destination } from '../../../src/core/ports.ts';
import { asProblem, Problem } from '../../../src/core/problem.ts';
import type { Profile, ReceiverProfile } from '../../../src/core/profile/profile.ts';
import { TransferError, type Failure } from '../../../src/core/transfer/transferError.ts';
import { createDestination } from '../../../src/node/destinations/createDestination.ts';
import { digests } from '../../../src/node/files/digest.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';
import type { NetworkSettings } from '../../../src/node/http/proxies.ts';

/** Never aborted. */
export const { signal } = new AbortController();

export const quiet = { signal, onBytes: () => undefined };

/** What a destination finds around it; by default nothing. */
export interface Surroundings {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly network?: NetworkSettings;
  readonly mask?: SecretMask;
}

/** A destination called `test`, in these surroundings. */
export function destinationOf(
  profile: Exclude<Profile, ReceiverProfile>,
  { secrets = {}, env = {}, network = {}, mask = new SecretMask() }: Surroundings = {},
): Destination {
  const services = { secrets: { get: (name: string) => Promise.resolve(secrets[name]) }, env, mask, digests, network };
  return createDestination('test', profile, services);
}

/** A file that has been checked. */
export function planned(
  source: Source,
  { name = source.name, mediaType = 'application/octet-stream' } = {},
): PlannedFile {
  return { source, name, mediaType, warnings: [] };
}

/** A file in memory that has been checked. */
export function plannedBytes(bytes: Uint8Array | string, name = 'file.bin', mediaType?: string): PlannedFile {
  const source = memorySource({ id: `test:${name}`, name, path: name }, Buffer.from(bytes));
  return planned(source, mediaType === undefined ? {} : { mediaType });
}

/** Bytes in which no piece looks like another. */
export function bytesOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index + 4 <= size; index += 4) bytes.writeUInt32LE(Math.imul(index + 1, 2654435761) >>> 0, index);
  return bytes;
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A TCP server on a port of the system's choosing. */
export interface Listening {
  readonly url: string;
  readonly server: Server;
  readonly close: () => Promise<void>;
}

/** Listens with what handles each connection; errors of a connection are of no interest. */
export async function listen(onConnection: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    server,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port where nothing listens. */
export async function freePort(): Promise<number> {
  const { url, close } = await listen(() => undefined);
  await close();
  return Number(new URL(url).port);
}

/** Checks a problem by its code and, where given, its details. */
export function isProblem(code: string, details?: object) {
  return (error: unknown): true => {
    assert.ok(error instanceof Problem, String(error));
    checkProblem(asProblem(error), code, details);
    return true;
  };
}

/** Checks what a request came to: the problem for a person, and what the retry policy is told. */
export function isTransferError(code: string, failure?: Partial<Failure>, details?: object) {
  return (error: unknown): true => {
    assert.ok(error instanceof TransferError, error instanceof Error ? error.stack : String(error));
    checkProblem(error.problem, code, details);
    if (failure) assert.deepEqual({ ...error.failure, ...failure }, error.failure);
    return true;
  };
}

function checkProblem(problem: Problem, code: string, details?: object): void {
  assert.equal(problem.code, code);
  if (details) assert.deepEqual({ ...problem.details, ...details }, problem.details);
}
