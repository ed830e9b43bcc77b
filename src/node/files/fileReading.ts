import { constants, fstatSync, openSync, closeSync, readSync, statSync, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { ByteRange } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { lookAt } from './fileFacts.ts';
import { fileProblem, notAFile } from './fileProblem.ts';
import { versionOf } from './fileVersion.ts';
import { pieceSize, ReadAhead } from './readAhead.ts';
import { ReadingShare } from './readingShare.ts';

/** A file on this machine as it was when it was chosen. */
export interface SeenFile {
  readonly path: string;
  /** `Source.path`. */
  readonly shown: string;
  /** `Source.version`. */
  readonly version: string;
}

/** How files are read. Each of its functions throws what `Source.open` throws. */
export interface FileReading {
  /** What a look at a file tells at once (fileFacts.ts). Absent where looking is waited for. */
  readonly look?: typeof lookAt;
  stat(path: string): BigIntStats | Promise<BigIntStats>;
  /** Whether there are bytes in a file whatever its size, which is 0 of those that the system makes (proc(5)). */
  hasBytes(file: SeenFile): boolean | Promise<boolean>;
  /** As `Source.open`. */
  open(file: SeenFile, range: ByteRange, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** As `Source.read`. */
  read(
    file: SeenFile,
    range: ByteRange,
    signal: AbortSignal,
  ): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

/** O_NONBLOCK: should a pipe have taken the file's place, opening does not wait for its writer. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

/** Beside the thread that asks, which has other things to do: an editor's. */
export const readingBeside: FileReading = {
  stat: (path) => stat(path, { bigint: true }),
  async hasBytes(seen) {
    let file: FileHandle | undefined;
    try {
      file = await open(seen.path, flags);
      return (await file.read(Buffer.alloc(1))).bytesRead > 0;
    } catch (error) {
      throw fileProblem(seen.shown, error);
    } finally {
      await file?.close();
    }
  },
  open: readBeside,
  async read(seen, { start, end }, signal) {
    signal.throwIfAborted();
    let file: FileHandle | undefined;
    try {
      file = await open(seen.path, flags);
      const bytes = Buffer.allocUnsafeSlow(end - start);
      let isWhole = true;
      try {
        for (let filled = 0; filled < bytes.length && isWhole;) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
          isWhole = bytesRead > 0;
          filled += bytesRead;
        }
      } finally {
        requireUnchanged(await file.stat({ bigint: true }), seen);
      }
      if (!isWhole) throw new Problem('fileChanged', { file: seen.shown });
      signal.throwIfAborted();
      return bytes;
    } catch (error) {
      throw signal.aborted ? signal.reason : fileProblem(seen.shown, error);
    } finally {
      await file?.close();
    }
  },
};

async function* readBeside(seen: SeenFile, { start, end }: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  let file: FileHandle | undefined;
  try {
    file = await open(seen.path, flags);
    requireUnchanged(await file.stat({ bigint: true }), seen);
    const reads = new ReadAhead(file.fd, start, end);
    try {
      for (let position = start; position < end;) {
        const bytes = await reads.next();
        if (bytes === undefined) throw new Problem('fileChanged', { file: seen.shown });
        signal.throwIfAborted();
        position += bytes.length;
        // Before the last bytes leave: a server must not end up with a file that never was.
        if (position === end) requireUnchanged(await file.stat({ bigint: true }), seen);
        yield bytes;
      }
    } finally {
      await reads.settled();
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : fileProblem(seen.shown, error);
  } finally {
    await file?.close();
  }
}

/**
 * On the thread that asks, where that has nothing else to do: what lies in the system's memory is there before another
 * thread has heard of it, and costs less of the processors' time.
 */
export const readingHere: FileReading = {
  look: lookAt,
  stat: (path) => statSync(path, { bigint: true }),
  hasBytes: (seen) => useHere(seen, (file) => readSync(file, Buffer.alloc(1)) > 0),
  open: readHere,
  read(seen, { start, end }, signal) {
    signal.throwIfAborted();
    return useHere(seen, (file) => {
      const bytes = readAndCheck(file, seen, Buffer.allocUnsafeSlow(end - start), start);
      if (bytes === undefined) throw new Problem('fileChanged', { file: seen.shown });
      return bytes;
    });
  },
};

function useHere<T>(seen: SeenFile, use: (file: number) => T): T {
  try {
    const file = openSync(seen.path, flags);
    try {
      return use(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileProblem(seen.shown, error);
  }
}

async function* readHere(seen: SeenFile, { start, end }: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  let file: number | undefined;
  let ahead: ReadAhead | undefined;
  try {
    file = openSync(seen.path, flags);
    requireUnchanged(fstatSync(file, { bigint: true }), seen);
    const buffer = Buffer.allocUnsafeSlow(Math.min(pieceSize, end - start));
    const share = new ReadingShare();
    for (let position = start; position < end;) {
      const began = performance.now();
      const bytes = await (ahead?.next() ?? fill(file, buffer.subarray(0, end - position), position));
      if (bytes === undefined) throw new Problem('fileChanged', { file: seen.shown });
      signal.throwIfAborted();
      position += bytes.length;
      if (!ahead && share.isLarge(began, performance.now())) ahead = new ReadAhead(file, position, end);
      // Before the last bytes leave: a server must not end up with a file that never was.
      if (position === end) requireUnchanged(fstatSync(file, { bigint: true }), seen);
      yield bytes;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : fileProblem(seen.shown, error);
  } finally {
    await ahead?.settled();
    if (file !== undefined) closeSync(file);
  }
}

/** The check comes last, so that the bytes are those of the file that was chosen; it tells too why there are none. */
function readAndCheck(
  file: number,
  seen: SeenFile,
  buffer: Buffer<ArrayBuffer>,
  start: number,
): Buffer<ArrayBuffer> | undefined {
  try {
    return fill(file, buffer, start);
  } finally {
    requireUnchanged(fstatSync(file, { bigint: true }), seen);
  }
}

/** Fills all of the buffer; undefined tells that the file ended before. */
function fill(file: number, buffer: Buffer<ArrayBuffer>, start: number): Buffer<ArrayBuffer> | undefined {
  for (let filled = 0; filled < buffer.length;) {
    const count = readSync(file, buffer, filled, buffer.length - filled, start + filled);
    if (count === 0) return undefined;
    filled += count;
  }
  return buffer;
}

function requireUnchanged(now: BigIntStats, { shown, version }: SeenFile): void {
  if (!now.isFile()) throw notAFile(shown, now);
  if (versionOf(now) !== version) throw new Problem('fileChanged', { file: shown });
}
