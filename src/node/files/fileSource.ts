import type { BigIntStats } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { factsOf, type FileFacts } from './fileFacts.ts';
import { fileProblem, notAFile } from './fileProblem.ts';
import { readingBeside, type FileReading, type SeenFile } from './fileReading.ts';
import { versionIn } from './fileVersion.ts';

/**
 * A file on this machine, as it is now: whatever changes it later makes reading fail.
 *
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
  const absolute = resolve(path);
  let stats: BigIntStats;
  try {
    stats = await reading.stat(absolute);
  } catch (error) {
    throw fileProblem(shown, error);
  }
  if (!stats.isFile()) throw notAFile(shown, stats);
  const facts = factsOf(stats);
  if (facts.size === 0 && (await reading.hasBytes({ path: absolute, shown, revision: facts.revision }))) {
    throw new Problem('sizeUntold', { file: shown });
  }
  return sourceOf(absolute, shown, facts, reading);
}

/** A file on this machine as it was seen. */
export function sourceOf(
  absolute: string,
  shown: string,
  { size, modified, revision }: FileFacts,
  reading: FileReading,
): Source {
  const seen: SeenFile = { path: absolute, shown, revision };
  return {
    id: pathToFileURL(absolute).href,
    name: basename(absolute),
    path: shown,
    size,
    modified,
    version: versionIn(revision),
    revision,
    open: ({ start = 0, end = size }, openSignal) => reading.open(seen, { start, end }, openSignal),
    read: (range, readSignal) => reading.read(seen, range, readSignal),
  };
}
