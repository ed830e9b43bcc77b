import { formatBytes } from '../../core/formatBytes.ts';
import type { PlannedFile } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';

/** The first of a request's files, or the only one where it takes no more. */
export function firstOf(files: readonly PlannedFile[]): PlannedFile {
  const [first] = files;
  if (first === undefined) throw new Problem('internal', { reason: 'a request without a file' });
  return first;
}

/** For people. */
export function describeFile({ name, mediaType, source }: PlannedFile): string {
  return `${name} (${mediaType}, ${formatBytes(source.size)})`;
}
