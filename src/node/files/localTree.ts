import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { relative, sep, isAbsolute } from 'node:path';
import { throwIfAborted } from '../../core/clock.ts';
import type { Entry, FileTree } from '../../core/ports.ts';
import { fileProblem } from './fileProblem.ts';

/** This machine's folders, by absolute path. */
export const localTree: FileTree<string> = {
  list: (folder, signal) => listFolder(folder, folder, signal),

  // By hand: `join` looks for `..` in the whole path, for each of very many files.
  child: (folder, name) => (folder.endsWith(sep) ? folder + name : folder + sep + name),

  async follow(link, within, signal) {
    throwIfAborted(signal);
    try {
      const target = await realpath(link);
      const way = relative(await realpath(within), target);
      // On Windows there is no way to another drive: the path is absolute then.
      if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return 'outside';
      const stats = await stat(target);
      return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
    } catch (error) {
      const problem = fileProblem(link, error);
      // Dangling.
      if (problem.code === 'fileNotFound') return 'missing';
      throw problem;
    }
  },
};

/**
 * @param shown the folder's path as a problem tells it.
 * @throws Problem `fileNotFound`, `fileUnreadable`.
 */
export async function listFolder(folder: string, shown: string, signal: AbortSignal): Promise<readonly Entry[]> {
  throwIfAborted(signal);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  } catch (error) {
    throw fileProblem(shown, error);
  }
}

function kindOf(entry: Dirent): Entry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}
