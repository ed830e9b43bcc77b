import type { Stats } from 'node:fs';
import { Problem } from '../../core/problem.ts';
import { systemReason } from './systemReason.ts';

/** What Node reads of a name that is not UTF-8, by which nothing is found. */
const undecodable = '\u{fffd}';

/** What an operation of the file system threw, as a problem with that file; anything else is thrown on. */
export function fileProblem(file: string, thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown as Problem;
  if (!(thrown instanceof Error) || !('code' in thrown)) throw thrown;
  // ENOTDIR: a part of the path is a file, so there is nothing below it.
  if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') {
    return new Problem(file.includes(undecodable) ? 'fileNameDamaged' : 'fileNotFound', { file });
  }
  if (thrown.code === 'ELOOP') return new Problem('linksEndless', { file });
  // open(2): ENXIO is what a UNIX socket gives.
  if (thrown.code === 'ENXIO') return new Problem('notAFile', { file, what: 'a socket' });
  if (thrown.code === 'EISDIR') return new Problem('notAFile', { file, what: 'a folder' });
  if (thrown.code === 'EMFILE' || thrown.code === 'ENFILE') return new Problem('filesExhausted', { file });
  return new Problem('fileUnreadable', { file, reason: systemReason(thrown) }, { cause: thrown });
}

/** What it is, when it is not a regular file. */
export function notAFile(file: string, stats: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket'>): Problem {
  const what = stats.isDirectory()
    ? 'a folder'
    : stats.isFIFO()
      ? 'a pipe'
      : stats.isSocket()
        ? 'a socket'
        : 'a device';
  return new Problem('notAFile', { file, what });
}
