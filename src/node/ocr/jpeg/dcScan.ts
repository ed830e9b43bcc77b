import { markers } from './jpegSegments.ts';

/** A code is the count of the bits behind it, in so many bits: none consists of ones alone. */
const codeBits = 5;
const mostBits = 15;
/** Of a value with the longest code; each byte of it may be two. */
const largestSize = (2 * (codeBits + mostBits)) / 8;

/** The table of those codes, with the number 0 (ITU-T T.81 §B.2.4.2). */
const codeTable = segment(markers.huffmanTables, [
  0,
  ...Array.from({ length: 16 }, (_, at) => (at + 1 === codeBits ? mostBits + 1 : 0)),
  ...Array.from({ length: mostBits + 1 }, (_, count) => count),
]);

/** The bytes of a segment (§B.1.1.4). */
export function segment(marker: number, parameters: readonly number[]): Uint8Array {
  return Uint8Array.of(0xff, marker, ...uint16(parameters.length + 2), ...parameters);
}

export function uint16(value: number): readonly [number, number] {
  return [value >> 8, value & 255];
}

/** A scan of all bits of a component's DC coefficients, alone and without restarts, and its table of codes. */
export function dcScan(id: number, values: Int16Array): readonly Uint8Array[] {
  return [codeTable, segment(markers.scan, [1, id, 0, 0, 0, 0]), coded(values)];
}

function coded(values: Int16Array): Uint8Array {
  const bytes = new Uint8Array(values.length * largestSize + 2);
  let [size, held, heldBits, last] = [0, 0, 0, 0];
  const write = (value: number, count: number) => {
    held = (held << count) | value;
    heldBits += count;
    for (; heldBits >= 8; heldBits -= 8) {
      const byte = (held >> (heldBits - 8)) & 255;
      bytes[size++] = byte;
      // An 0xFF without a zero behind it is a marker.
      if (byte === 0xff) bytes[size++] = 0;
    }
    held &= (1 << heldBits) - 1;
  };
  for (const value of values) {
    const most = (1 << mostBits) - 1;
    const difference = Math.max(-most, Math.min(most, value - last));
    last += difference;
    const count = 32 - Math.clz32(Math.abs(difference));
    write(count, codeBits);
    write(difference < 0 ? difference + (1 << count) - 1 : difference, count);
  }
  // The rest of the last byte is ones.
  write(127, 7);
  return bytes.subarray(0, size);
}
