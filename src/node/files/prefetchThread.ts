/** What runs in the thread of a `FilePrefetcher`: reads small files, and looks what they are. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { versionOf } from './fileVersion.ts';
import { typeOfBytes } from './sniffer.ts';

/** A file on this machine, as it was chosen. */
export interface WantedFile {
  /** `Source.id`. */
  readonly id: string;
  readonly localPath: string;
  /** `Source.version`. */
  readonly version: string;
  /** In bytes. */
  readonly size: number;
}

/** Files that are asked for together. */
export interface PrefetchRequest {
  /** Tells one request from another. */
  readonly number: number;
  readonly files: readonly WantedFile[];
}

/** What became of them, in their order. */
export interface PrefetchAnswer {
  /** Of the request. */
  readonly number: number;
  /** Their bytes, one behind the other. */
  readonly bytes: ArrayBuffer;
  readonly looked: readonly LookedAt[];
}

/** What the bytes of a file tell (`Sniffer`); null: it could not be read, or is not the file that was chosen. */
type LookedAt = string | undefined | null;

parentPort?.on('message', (request: PrefetchRequest | 'end') => {
  if (request === 'end') {
    parentPort?.close();
    return;
  }
  void prefetched(request).then((answer) => parentPort?.postMessage(answer, [answer.bytes]));
});

async function prefetched({ number, files }: PrefetchRequest): Promise<PrefetchAnswer> {
  const all = Buffer.allocUnsafeSlow(files.reduce((sum, { size }) => sum + size, 0));
  const looked: LookedAt[] = [];
  let start = 0;
  for (const file of files) {
    const bytes = all.subarray(start, start + file.size);
    start += file.size;
    looked.push(read(file, bytes) ? await typeOfBytes(bytes) : null);
  }
  return { number, bytes: all.buffer, looked };
}

/** @returns whether all of it is there, and is the file that was chosen. */
function read({ localPath, version }: WantedFile, bytes: Buffer): boolean {
  let file: number | undefined;
  try {
    // O_NONBLOCK: should a pipe have taken the file's place, this does not wait for its writer.
    file = openSync(localPath, constants.O_RDONLY | constants.O_NONBLOCK);
    const count = readSync(file, bytes, 0, bytes.length, 0);
    return count === bytes.length && versionOf(fstatSync(file, { bigint: true })) === version;
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
