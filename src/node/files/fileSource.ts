import type { BigIntStats } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { factsOf, type FileFacts } from './fileFacts.ts';
import { fileProblem, notAFile } from './fileProblem.ts';
import { readingBeside, type FileReading, type SeenFile } from './fileReading.ts';

/**
 * A file on this machine, as it is now: whatever changes it later makes reading fail.
 *
 * @param path full, as `resolve` of node:path gives it.
 * @param shown the path as people see it (`Source.path`).
 * @throws Problem `fileNotFound`, `fileUnreadable`, `notAFile`, `sizeUntold`.
 */
export async function fileSource(
  path: string,
  shown: string,
  signal: AbortSignal,
  reading: FileReading = readingBeside,
): Promise<Source> {
  signal.throwIfAborted();
  let stats: BigIntStats;
  try {
    stats = await reading.stat(path);
  } catch (error) {
    throw fileProblem(shown, error);
  }
  if (!stats.isFile()) throw notAFile(shown, stats);
  const facts = factsOf(stats);
  if (facts.size === 0 && (await reading.hasBytes({ path, shown, version: facts.version }))) {
    throw new Problem('sizeUntold', { file: shown });
  }
  return sourceOf(path, shown, facts, reading);
}

/** A file on this machine as it was seen; `path` as for `fileSource`. */
export function sourceOf(
  path: string,
  shown: string,
  { size, modified, version }: FileFacts,
  reading: FileReading,
): Source {
  const seen: SeenFile = { path, shown, version };
  return {
    id: urlOf(path),
    name: basename(path),
    path: shown,
    size,
    modified,
    version,
    localPath: path,
    open: ({ start = 0, end = size }, openSignal) => reading.open(seen, { start, end }, openSignal),
    read: (range, readSignal) => reading.read(seen, range, readSignal),
  };
}

/**
 * The file: URL of a path. Of most it is made without a parser of URLs, which takes longer than to look at the file.
 */
function urlOf(path: string): string {
  return /^(?:\/[\w.-]+)+$/.test(path) ? `file://${path}` : pathToFileURL(path).href;
}
