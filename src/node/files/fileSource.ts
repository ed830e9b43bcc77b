import { constants, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ByteRange, Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { fileProblem, notAFile } from './fileProblem.ts';
import { versionOf } from './fileVersion.ts';

/** In bytes. Two such buffers are enough to keep the disk and the network busy at once. */
const bufferSize = 512 * 1024;

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
  range: ByteRange,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  let file: FileHandle | undefined;
  try {
    // O_NONBLOCK: should a pipe have taken the file's place, this does not wait for its writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    await requireUnchanged(file, shown, seen);
    for await (const chunk of readRange(file, shown, range)) {
      signal.throwIfAborted();
      // Before the last bytes leave: a server must not end up with a file that never was.
      if (chunk.end === range.end) await requireUnchanged(file, shown, seen);
      yield chunk.bytes;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : fileProblem(shown, error);
  } finally {
    await file?.close();
  }
}

/** Reads the next piece while the last one is being sent. */
async function* readRange(
  file: FileHandle,
  shown: string,
  { start, end }: ByteRange,
): AsyncGenerator<{ bytes: Uint8Array; end: number }> {
  const length = Math.min(bufferSize, end - start);
  if (length === 0) return;
  let reading = Buffer.allocUnsafeSlow(length);
  let sending = end - start > length ? Buffer.allocUnsafeSlow(length) : reading;
  let position = start;
  let next = fill(file, reading, position, end);
  while (position < end) {
    const bytes = await next;
    if (bytes.length === 0) throw new Problem('fileChanged', { file: shown });
    position += bytes.length;
    [sending, reading] = [reading, sending];
    if (position < end) {
      next = fill(file, reading, position, end);
      // Whoever stops here never asks how the read ahead went; closing the file waits for it.
      next.catch(() => undefined);
    }
    yield { bytes, end: position };
  }
}

/** Fills the buffer as far as the range goes; fewer bytes tell that the file ended. */
async function fill(file: FileHandle, buffer: Buffer, start: number, end: number): Promise<Buffer> {
  const wanted = Math.min(buffer.length, end - start);
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await file.read(buffer, filled, wanted - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function requireUnchanged(file: FileHandle, shown: string, seen: BigIntStats): Promise<void> {
  const now = await file.stat({ bigint: true });
  if (!now.isFile()) throw notAFile(shown, now);
  if (versionOf(now) !== versionOf(seen)) throw new Problem('fileChanged', { file: shown });
}
