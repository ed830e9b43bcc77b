import * as vscode from 'vscode';
import type { Source } from '../core/model.ts';
import { Problem } from '../core/problem.ts';

/**
 * A file of a file system that is no disk. The editor hands it over whole, so it is read when its turn comes.
 *
 * @param limit in bytes.
 * @throws Problem `virtualFileTooLarge`.
 */
export function virtualSource(uri: vscode.Uri, path: string, stat: vscode.FileStat, limit: number): Source {
  const { size, mtime } = stat;
  if (size > limit) throw new Problem('virtualFileTooLarge', { file: path, size, limit });
  return {
    id: uri.toString(),
    name: uri.path.split('/').at(-1) ?? path,
    path,
    size,
    modified: mtime,
    version: `${size}-${mtime}`,
    async *open({ start = 0, end = size }, signal) {
      signal.throwIfAborted();
      const bytes = await readUnchanged(uri, path, stat);
      signal.throwIfAborted();
      if (end > start) yield bytes.subarray(start, end);
    },
  };
}

async function readUnchanged(uri: vscode.Uri, path: string, seen: vscode.FileStat): Promise<Uint8Array> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    const { mtime } = await vscode.workspace.fs.stat(uri);
    if (bytes.length !== seen.size || mtime !== seen.mtime) throw new Problem('fileChanged', { file: path });
    return bytes;
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
