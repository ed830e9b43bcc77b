import type { BigIntStats } from 'node:fs';

/**
 * `Source.version` of a file on this machine: another when it was written to, or another file took its place. Its
 * status change time is no part of it: crawlers, backups, chmod and links move that too, and an interrupted upload
 * would start over for nothing. Nor is its device, whose number a restart may change (NFS, btrfs, APFS).
 */
export function versionOf({ size, mtimeNs, ino }: Pick<BigIntStats, 'size' | 'mtimeNs' | 'ino'>): string {
  return `${size}-${mtimeNs}-${ino}`;
}

/**
 * What must stay as it is while a file is uploaded. Who rewrites it in place and sets its modification time back, as
 * `exiftool -P` or a mounted container does, is told by the status change time alone (stat(2)); that a chmod at that
 * time makes the upload fail is the smaller harm.
 */
export function revisionOf(stats: BigIntStats): string {
  return `${versionOf(stats)}-${stats.ctimeNs}`;
}

/** The `Source.version` that a `Source.revision` holds. */
export function versionIn(revision: string): string {
  return revision.slice(0, revision.lastIndexOf('-'));
}
