/** What runs in the thread of a `FilePrefetcher`: reads small files, and looks what they are. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { versionOf } from './fileVersion.ts';
import { typeOfBytes } from './sniffer.ts';

/** A file on this machine, as it was chosen. */
export interface WantedFile {
  /** `Source.id`. */
  readonly id: string;
  /** `Source.version`. */
  readonly version: string;
  /** In bytes. */
  readonly size: number;
}

/** What became of the files that were asked for together, in their order. */
export interface Prefetched {
  /** Of all of them, one behind the other; transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the bytes tell (`Sniffer`); null: the file could not be read, or is not the one that was chosen. */
  readonly files: readonly ({ readonly detected: string | undefined } | null)[];
}

parentPort?.on('message', (wanted: readonly WantedFile[]) => {
  void prefetched(wanted).then((answer) => parentPort?.postMessage(answer, [answer.bytes.buffer]));
});

async function prefetched(wanted: readonly WantedFile[]): Promise<Prefetched> {
  const bytes = Buffer.allocUnsafeSlow(wanted.reduce((sum, { size }) => sum + size, 0));
  const files: ({ readonly detected: string | undefined } | null)[] = [];
  let start = 0;
  for (const file of wanted) {
    const room = bytes.subarray(start, (start += file.size));
    files.push(read(file, room) ? { detected: await typeOfBytes(room) } : null);
  }
  return { bytes, files };
}

/** @returns whether all of it is there, and is the file that was chosen. */
function read({ id, version }: WantedFile, room: Buffer): boolean {
  let file: number | undefined;
  try {
    // O_NONBLOCK: should a pipe have taken the file's place, this does not wait for its writer.
    file = openSync(fileURLToPath(id), constants.O_RDONLY | constants.O_NONBLOCK);
    const count = readSync(file, room, 0, room.length, 0);
    return count === room.length && versionOf(fstatSync(file, { bigint: true })) === version;
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
