/**
 * What a WebP says of its size (RFC 9649 §2.5 to §2.7).
 *
 * @returns in pixels; undefined where its head is none of theirs.
 */
export function webpSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(0, 30);
  if (head.length < 30) return undefined;
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
