import * as vscode from 'vscode';
import { throwIfAborted } from '../core/clock.ts';
import type { Source } from '../core/model.ts';
import { Problem } from '../core/problem.ts';
import { memorySource } from '../node/files/memorySource.ts';
import { digestOf } from './openDocuments.ts';

/** Milliseconds for which the bytes are kept after they were read: the file's next part follows at once. */
const keptMs = 5000;

/**
 * A file of a file system that is no disk. The editor hands it over whole.
 *
 * @param limit in bytes.
 * @throws Problem `virtualFileTooLarge`, `fileNotFound`, `fileUnreadable`.
 */
export async function virtualSource(
  uri: vscode.Uri,
  path: string,
  stat: vscode.FileStat,
  limit: number,
): Promise<Source> {
  return stat.size > 0 ? readLater(uri, path, stat, limit) : readNow(uri, path, limit);
}

/** It is read when its turn comes, and once for all of its parts. */
function readLater(uri: vscode.Uri, path: string, stat: vscode.FileStat, limit: number): Source {
  const { size, mtime } = stat;
  requireSmall(path, size, limit);
  let kept: Promise<Uint8Array> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const keep = (bytes: Promise<Uint8Array> | undefined) => {
    kept = bytes;
    clearTimeout(timer);
    timer = setTimeout(() => (kept = undefined), keptMs);
  };
  return {
    id: uri.toString(),
    name: nameOf(uri, path),
    path,
    size,
    modified: mtime,
    version: `${size}-${mtime}`,
    async *open({ start = 0, end = size }, signal) {
      throwIfAborted(signal);
      const bytes = kept ?? readWhole(uri, path);
      keep(bytes);
      try {
        const whole = await bytes;
        await requireUnchanged(uri, path, whole, stat);
        throwIfAborted(signal);
        if (end > start) yield whole.subarray(start, end);
        keep(bytes);
      } catch (error) {
        keep(undefined);
        throw error;
      }
    },
  };
}

/** Some file systems tell no size, and the time of asking as that of the last change: the bytes that it has now. */
async function readNow(uri: vscode.Uri, path: string, limit: number): Promise<Source> {
  const bytes = await readWhole(uri, path);
  requireSmall(path, bytes.length, limit);
  const version = await digestOf(bytes);
  return memorySource({ id: uri.toString(), name: nameOf(uri, path), path, version }, bytes);
}

function requireSmall(file: string, size: number, limit: number): void {
  if (size > limit) throw new Problem('virtualFileTooLarge', { file, size, limit });
}

function nameOf(uri: vscode.Uri, path: string): string {
  return uri.path.split('/').at(-1) ?? path;
}

async function readWhole(uri: vscode.Uri, path: string): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw fileSystemProblem(path, error);
  }
}

async function requireUnchanged(
  uri: vscode.Uri,
  path: string,
  bytes: Uint8Array,
  seen: vscode.FileStat,
): Promise<void> {
  try {
    const { mtime } = await vscode.workspace.fs.stat(uri);
    if (bytes.length !== seen.size || mtime !== seen.mtime) throw new Problem('fileChanged', { file: path });
  } catch (error) {
    throw fileSystemProblem(path, error);
  }
}

/** What `workspace.fs` threw, as a problem with that file. */
export function fileSystemProblem(file: string, thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown as Problem;
  if (thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound') {
    return new Problem('fileNotFound', { file }, { cause: thrown });
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem('fileUnreadable', { file, reason }, { cause: thrown });
}
