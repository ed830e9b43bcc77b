/** Bytes at its beginning that tell. */
export const webpHeadSize = 30;

/**
 * What a WebP says of its size (RFC 9649 §2.5 to §2.7).
 *
 * @param head `webpHeadSize` bytes, fewer of a smaller file.
 * @returns in pixels; undefined where its head is none of theirs.
 */
export function webpSize(head: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (head.length < webpHeadSize) return undefined;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const sides = head.readUInt32LE(21);
      return { width: (sides & 0x3fff) + 1, height: ((sides >> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      // Two bits above a side tell how to enlarge it.
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return undefined;
  }
}
