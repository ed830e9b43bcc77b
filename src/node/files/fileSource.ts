import { constants, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ByteRange, Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { fileProblem, notAFile } from './fileProblem.ts';
import { versionOf } from './fileVersion.ts';

/** In bytes. Small enough to be in the processor's cache still when it is sent. */
const bufferSize = 256 * 1024;
/** One is being sent while the others are filled. */
const bufferCount = 4;

/**
 * A file on this machine, as it is now: whatever changes it later makes reading fail.
 *
 * @param shown the path as people see it (`Source.path`).
 * @throws Problem `fileNotFound`, `fileUnreadable`, `notAFile`.
 */
export async function fileSource(path: string, shown: string, signal: AbortSignal): Promise<Source> {
  signal.throwIfAborted();
  const absolute = resolve(path);
  let seen: BigIntStats;
  try {
    seen = await stat(absolute, { bigint: true });
  } catch (error) {
    throw fileProblem(shown, error);
  }
  if (!seen.isFile()) throw notAFile(shown, seen);
  const size = Number(seen.size);
  return {
    id: pathToFileURL(absolute).href,
    name: basename(absolute),
    path: shown,
    size,
    modified: Number(seen.mtimeMs),
    version: versionOf(seen),
    open: ({ start = 0, end = size }, openSignal) => readFile(absolute, shown, seen, { start, end }, openSignal),
  };
}

async function* readFile(
  path: string,
  shown: string,
  seen: BigIntStats,
  { start, end }: ByteRange,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  let file: FileHandle | undefined;
  try {
    // O_NONBLOCK: should a pipe have taken the file's place, this does not wait for its writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    await requireUnchanged(file, shown, seen);
    const reads = new ReadAhead(file, start, end);
    for (let position = start; position < end;) {
      const bytes = await reads.next();
      if (bytes === undefined) throw new Problem('fileChanged', { file: shown });
      signal.throwIfAborted();
      position += bytes.length;
      // Before the last bytes leave: a server must not end up with a file that never was.
      if (position === end) await requireUnchanged(file, shown, seen);
      yield bytes;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : fileProblem(shown, error);
  } finally {
    await file?.close();
  }
}

/** Reads a range through few buffers, each of which is filled again as soon as it is free. */
class ReadAhead {
  readonly #file: FileHandle;
  #position: number;
  readonly #end: number;
  readonly #reads: Promise<Buffer | undefined>[] = [];
  /** The one that was given out last. */
  #buffer: Buffer | undefined;

  constructor(file: FileHandle, start: number, end: number) {
    this.#file = file;
    this.#position = start;
    this.#end = end;
    const size = Math.min(bufferSize, end - start);
    const count = Math.min(bufferCount, Math.ceil((end - start) / bufferSize));
    for (let index = 0; index < count; index++) this.#ask(Buffer.allocUnsafeSlow(size));
  }

  /** The next bytes, valid until this is called again; undefined when the file ended too early. */
  async next(): Promise<Buffer | undefined> {
    if (this.#buffer !== undefined) this.#ask(this.#buffer);
    const bytes = await this.#reads.shift();
    // All of it, which only the last bytes don't fill: it shares its memory with no other.
    this.#buffer = bytes && Buffer.from(bytes.buffer);
    return bytes;
  }

  #ask(buffer: Buffer): void {
    const start = this.#position;
    if (start >= this.#end) return;
    this.#position = Math.min(start + buffer.length, this.#end);
    const read = fill(this.#file, buffer.subarray(0, this.#position - start), start);
    // Whoever stops early never asks how it went; closing the file waits for it.
    read.catch(() => undefined);
    this.#reads.push(read);
  }
}

/** Fills all of the buffer; undefined tells that the file ended before. */
async function fill(file: FileHandle, buffer: Buffer, start: number): Promise<Buffer | undefined> {
  for (let filled = 0; filled < buffer.length;) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  return buffer;
}

async function requireUnchanged(file: FileHandle, shown: string, seen: BigIntStats): Promise<void> {
  const now = await file.stat({ bigint: true });
  if (!now.isFile()) throw notAFile(shown, now);
  if (versionOf(now) !== versionOf(seen)) throw new Problem('fileChanged', { file: shown });
}
