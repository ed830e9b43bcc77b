/** The file of a picture, for decoders that read it in parts. */
export interface PictureFile {
  /** In bytes. */
  readonly size: number;
  /**
   * At most `length` bytes from `start` on, at least one before the end. They are valid until the next are asked for.
   */
  read(start: number, length: number): Uint8Array;
}

export function fileInMemory(bytes: Uint8Array): PictureFile {
  return { size: bytes.length, read: (start, length) => bytes.subarray(start, start + length) };
}

/** The bytes from `start` to `end`, or to the file's end, in memory of their own. */
export function partOf(file: PictureFile, start: number, end: number): Buffer<ArrayBuffer> {
  // Not in that which small buffers share: it may be discarded.
  const part = Buffer.allocUnsafeSlow(Math.max(0, Math.min(end, file.size) - start));
  for (let filled = 0; filled < part.length;) {
    const bytes = file.read(start + filled, part.length - filled);
    part.set(bytes, filled);
    filled += bytes.length;
  }
  return part;
}

/** The bytes from `start` to `end` as a file. */
export function rangeOf(file: PictureFile, start: number, end: number): PictureFile {
  const size = end - start;
  return { size, read: (from, length) => file.read(start + from, Math.max(0, Math.min(length, size - from))) };
}

/** One after the other, none of them empty. */
export function joined(parts: readonly PictureFile[]): PictureFile {
  const ends: number[] = [];
  for (const { size } of parts) ends.push((ends.at(-1) ?? 0) + size);
  return {
    size: ends.at(-1) ?? 0,
    read(start, length) {
      const which = ends.findIndex((end) => start < end);
      return parts[which]?.read(start - (ends[which - 1] ?? 0), length) ?? new Uint8Array();
    },
  };
}
