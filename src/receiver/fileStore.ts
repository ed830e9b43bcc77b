import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../core/problem.ts';
import { makeFolder } from '../node/files/makeFolder.ts';
import { syncFolder } from '../node/files/syncFolder.ts';
import { systemReason } from '../node/files/systemReason.ts';
import { bufferSize } from './detachedBody.ts';
import { incomingFolderName, removeLeftovers } from './leftovers.ts';

/** A file that lies complete at its place: `<folder>/<id>/<name>`. */
export interface StoredFile {
  /** 128 random bits in hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** A file that is written and synced, and not yet where it belongs. */
interface StagedFile extends StoredFile {
  /** Where it lies until it is committed. */
  readonly stagedAt: string;
}

/** The files of one request: all of them are stored in the end, or none. */
interface Incoming {
  /**
   * Writes a file to a temporary place and syncs it. `name` must be safe already.
   *
   * @throws Problem `receivedTooLarge`, `diskFull`, and whatever the content throws.
   */
  add(name: string, content: AsyncIterable<Buffer>, signal: AbortSignal): Promise<StagedFile>;
  /** Moves every file to the `path` that `add` told. */
  commit(): Promise<void>;
  /** Removes what was not committed. */
  discard(): Promise<void>;
}

/** Files under ids of their own in one folder, which several receivers may share. */
export interface FileStore {
  readonly folder: string;
  begin(): Incoming;
  /** Moves a folder that holds one file, which is synced, to the place of `id`. */
  adopt(id: string, folder: string): Promise<void>;
  find(id: string, signal: AbortSignal): Promise<StoredFile | undefined>;
  /** What the disk has left for this user, in bytes. */
  freeSpace(signal: AbortSignal): Promise<number>;
}

/**
 * Opens the folder, makes it if need be, and removes what a crashed receiver left behind.
 *
 * @param maxSize of one file, in bytes.
 * @throws Problem `folderUnusable`.
 */
export async function openFileStore(folder: string, maxSize: number, signal: AbortSignal): Promise<FileStore> {
  signal.throwIfAborted();
  try {
    await makeFolder(folder);
    await removeLeftovers(folder, signal);
    await requireWritable(folder);
  } catch (error) {
    signal.throwIfAborted();
    throw new Problem('folderUnusable', { folder, reason: systemReason(error) }, { cause: error });
  }
  return {
    folder,
    begin: () => begin(folder, maxSize),
    async adopt(id, staged) {
      await rename(staged, join(folder, id));
      await syncFolder(folder);
    },
    find: (id, findSignal) => find(folder, id, findSignal),
    async freeSpace(spaceSignal) {
      spaceSignal.throwIfAborted();
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

/** Better said at the start than to the first who uploads. */
async function requireWritable(folder: string): Promise<void> {
  const path = join(folder, incomingFolderName(newId()));
  await mkdir(path);
  await rmdir(path);
}

/** 128 random bits in hexadecimal. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

function begin(folder: string, maxSize: number): Incoming {
  const staged: { temporary: string; final: string }[] = [];
  return {
    async add(name, content, signal) {
      signal.throwIfAborted();
      const id = newId();
      const temporary = join(folder, incomingFolderName(id));
      const final = join(folder, id);
      staged.push({ temporary, final });
      try {
        await mkdir(temporary, { mode: 0o700 });
        const stagedAt = join(temporary, name);
        const size = await writeNewFile(stagedAt, content, { name, maxSize, signal });
        await syncFolder(temporary);
        return { id, name, path: join(final, name), size, stagedAt };
      } catch (error) {
        throw diskProblem(error);
      }
    },

    async commit() {
      const moved: string[] = [];
      try {
        for (const { temporary, final } of staged) {
          await rename(temporary, final);
          moved.push(final);
        }
        await syncFolder(folder);
      } catch (error) {
        await Promise.all(moved.map((path) => rm(path, { recursive: true, force: true })));
        throw error;
      }
    },

    async discard() {
      await Promise.all(staged.map(({ temporary }) => rm(temporary, { recursive: true, force: true })));
    },
  };
}

async function writeNewFile(
  path: string,
  content: AsyncIterable<Buffer>,
  { name, maxSize, signal }: { name: string; maxSize: number; signal: AbortSignal },
): Promise<number> {
  let size = 0;
  async function* measured(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxSize) throw new Problem('receivedTooLarge', { file: name, limit: maxSize });
      yield chunk;
    }
  }
  // `x` is O_EXCL: whatever has that name already is not followed and not overwritten. `flush` syncs before it closes.
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true, highWaterMark: bufferSize });
  await pipeline(content, measured, sink, { signal });
  return size;
}

async function find(folder: string, id: string, signal: AbortSignal): Promise<StoredFile | undefined> {
  signal.throwIfAborted();
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  try {
    const [name] = await readdir(join(folder, id));
    if (name === undefined) return undefined;
    const path = join(folder, id, name);
    const { size } = await stat(path);
    return { id, name, path, size };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What was thrown by writing, which is a Problem where the disk is full. */
export function diskProblem(error: unknown): unknown {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  return isFull ? new Problem('diskFull', {}, { cause: error }) : error;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
