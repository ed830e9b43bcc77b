/** In bytes: what headers and contents are filled up to (POSIX.1-2017, pax, "ustar Interchange Format"). */
const blockSize = 512;

/**
 * A file of a tar archive.
 *
 * @returns undefined where there is none of that name.
 */
export function tarEntry(archive: Buffer, name: string): Buffer | undefined {
  for (let at = 0; at + blockSize <= archive.length;) {
    const header = archive.subarray(at, at + blockSize);
    const size = parseInt(header.toString('latin1', 124, 136), 8);
    const start = at + blockSize;
    if (textAt(header, 0, 100) === name) return archive.subarray(start, start + size);
    // A block of zeros ends it: it has no size.
    if (Number.isNaN(size)) return undefined;
    at = start + Math.ceil(size / blockSize) * blockSize;
  }
  return undefined;
}

function textAt(header: Buffer, start: number, end: number): string {
  return header.toString('utf8', start, end).replace(/\0.*$/s, '');
}
