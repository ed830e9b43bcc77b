import { open, utimes } from 'node:fs/promises';

/** Writes to a file at these positions and gives it its time again, as `exiftool -P` does: that of `setLongAgo`. */
export async function rewriteInPlace(path: string, positions: readonly number[] = [0]): Promise<void> {
  await using file = await open(path, 'r+');
  const { ctimeNs } = await file.stat({ bigint: true });
  // The system's clock of files moves in steps.
  while ((await file.stat({ bigint: true })).ctimeNs === ctimeNs) {
    for (const position of positions) await file.write('other', position);
    await file.utimes(longAgo, longAgo);
  }
}

/** Gives a file a time that can be given again exactly. */
export function setLongAgo(path: string): Promise<void> {
  return utimes(path, longAgo, longAgo);
}

/** In seconds since 1970. */
const longAgo = 5;
