import type { BigIntStats } from 'node:fs';

/**
 * `Source.version` of a file on this machine: another when it was written to, or another file took its place. Who
 * rewrites it in place and sets its modification time back, as `exiftool -P` or a mounted container does, is told by
 * the status change time alone (stat(2)). A chmod, a link or a backup moves that too: an upload that fails or starts
 * over for nothing is the smaller harm. The device's number, which a restart may change (NFS, btrfs, APFS), is no part
 * of it.
 */
export function versionOf({
  size,
  mtimeNs,
  ino,
  ctimeNs,
}: Pick<BigIntStats, 'size' | 'mtimeNs' | 'ino' | 'ctimeNs'>): string {
  return `${size}-${mtimeNs}-${ino}-${ctimeNs}`;
}
