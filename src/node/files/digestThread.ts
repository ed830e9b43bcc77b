/** What runs in a thread of `DigestThreads`: reads files itself, one range after the other, through one buffer. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { startSum, type DigestAlgorithm } from './digest.ts';
import { versionOf } from './fileVersion.ts';

/** A range of a file on this machine. */
export interface DigestRequest {
  readonly id: number;
  readonly path: string;
  /** `Source.version`. */
  readonly version: string;
  /** In bytes, half-open. */
  readonly start: number;
  readonly end: number;
  readonly algorithm: DigestAlgorithm;
  /** Shared memory; not 0 when nobody waits for it any more. */
  readonly cancelled: Int32Array;
}

export type Digested =
  | { readonly kind: 'digest'; readonly digest: Uint8Array }
  | { readonly kind: 'changed' | 'cancelled' }
  /** `code` and `errno` are the operating system's. */
  | { readonly kind: 'failed'; readonly message: string; readonly code?: unknown; readonly errno?: unknown };

export interface DigestAnswer {
  readonly id: number;
  readonly result: Digested;
}

const buffer = Buffer.allocUnsafeSlow(512 * 1024);

parentPort?.on('message', (request: DigestRequest) => {
  const answer: DigestAnswer = { id: request.id, result: digested(request) };
  parentPort?.postMessage(answer);
});

function digested(request: DigestRequest): Digested {
  try {
    return digestRange(request);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { message, code, errno }: NodeJS.ErrnoException = error;
    return { kind: 'failed', message, code, errno };
  }
}

function digestRange({ path, version, start, end, algorithm, cancelled }: DigestRequest): Digested {
  // O_NONBLOCK: should a pipe have taken the file's place, this does not wait for its writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const isChanged = () => versionOf(fstatSync(file, { bigint: true })) !== version;
  try {
    if (isChanged()) return { kind: 'changed' };
    const sum = startSum(algorithm);
    for (let position = start; position < end;) {
      if (Atomics.load(cancelled, 0) !== 0) return { kind: 'cancelled' };
      const count = readSync(file, buffer, 0, Math.min(buffer.length, end - position), position);
      if (count === 0) return { kind: 'changed' };
      sum.update(buffer.subarray(0, count));
      position += count;
    }
    return isChanged() ? { kind: 'changed' } : { kind: 'digest', digest: sum.digest() };
  } finally {
    closeSync(file);
  }
}
