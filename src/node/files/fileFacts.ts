import type { BigIntStats } from 'node:fs';
import { revisionOf } from './fileVersion.ts';

/** What stat(2) tells of a file. */
export interface FileFacts {
  /** In bytes. */
  readonly size: number;
  /** Last change, in milliseconds since 1970. */
  readonly modified: number;
  /** `Source.revision`. */
  readonly revision: string;
}

export function factsOf(stats: BigIntStats): FileFacts {
  return { size: Number(stats.size), modified: Number(stats.mtimeMs), revision: revisionOf(stats) };
}
