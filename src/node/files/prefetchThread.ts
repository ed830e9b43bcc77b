/** What runs in the thread of a `FilePrefetcher`: reads small files, and looks what they are. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { revisionOf } from './fileVersion.ts';
import { typeOfBytes } from './sniffer.ts';

/** A file on this machine, as it was chosen. */
export interface WantedFile {
  /** `Source.id`. */
  readonly id: string;
  /** `Source.revision`. */
  readonly revision: string;
  /** In bytes. */
  readonly size: number;
}

/** Files that are asked for together, and memory for all of their bytes, which is transferred to and fro. */
export interface PrefetchRequest {
  readonly files: readonly WantedFile[];
  readonly room: ArrayBuffer;
}

/** What became of them. */
export interface PrefetchAnswer {
  readonly files: readonly ReadFile[];
  /** Their bytes, one behind the other. */
  readonly room: ArrayBuffer;
}

interface ReadFile extends Pick<WantedFile, 'id' | 'size'> {
  /** False: it could not be read, or is not the file that was chosen. */
  readonly isWhole: boolean;
  /** What its bytes tell (`Sniffer`). */
  readonly detected: string | undefined;
}

parentPort?.on('message', (request: PrefetchRequest | 'end') => {
  if (request === 'end') {
    parentPort?.close();
    return;
  }
  void prefetched(request).then((answer) => parentPort?.postMessage(answer, [answer.room]));
});

async function prefetched({ files: wanted, room }: PrefetchRequest): Promise<PrefetchAnswer> {
  const files: ReadFile[] = [];
  let start = 0;
  for (const file of wanted) {
    const { id, size } = file;
    const bytes = Buffer.from(room, start, size);
    start += size;
    const isWhole = read(file, bytes);
    files.push({ id, size, isWhole, detected: isWhole ? await typeOfBytes(bytes) : undefined });
  }
  return { room, files };
}

/** @returns whether all of it is there, and is the file that was chosen. */
function read({ id, revision }: WantedFile, bytes: Buffer): boolean {
  let file: number | undefined;
  try {
    // O_NONBLOCK: should a pipe have taken the file's place, this does not wait for its writer.
    file = openSync(fileURLToPath(id), constants.O_RDONLY | constants.O_NONBLOCK);
    const count = readSync(file, bytes, 0, bytes.length, 0);
    return count === bytes.length && revisionOf(fstatSync(file, { bigint: true })) === revision;
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
