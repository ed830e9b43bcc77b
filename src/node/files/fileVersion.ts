import type { BigIntStats } from 'node:fs';

/** `Source.version` of a file on this machine: another when it was written to, or another file took its place. */
export function versionOf({ size, mtimeNs, dev, ino }: Pick<BigIntStats, 'size' | 'mtimeNs' | 'dev' | 'ino'>): string {
  return `${size}-${mtimeNs}-${dev}-${ino}`;
}
