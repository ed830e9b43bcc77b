import { statSync, type BigIntStats } from 'node:fs';
import { versionOf } from './fileVersion.ts';

/** What stat(2) tells of a file. */
export interface FileFacts {
  /** In bytes. */
  readonly size: number;
  /** Last change, in milliseconds since 1970. */
  readonly modified: number;
  /** `Source.version`. */
  readonly version: string;
}

export function factsOf(stats: BigIntStats): FileFacts {
  return { size: Number(stats.size), modified: Number(stats.mtimeMs), version: versionOf(stats) };
}

/**
 * What a look at a file tells, on the thread that asks.
 *
 * @returns undefined for what is no file with a size, or can't be looked at.
 */
export function lookAt(path: string): FileFacts | undefined {
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isFile() && stats.size > 0n ? factsOf(stats) : undefined;
  } catch {
    return undefined;
  }
}
