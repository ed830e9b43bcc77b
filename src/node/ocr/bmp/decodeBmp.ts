import { decode } from 'bmp-ts';
import type { Raster } from '../sampleRegion.ts';
import { partOf, type PictureFile } from '../pictureFile.ts';
import { discard } from '../promptMemory.ts';

/** What its header tells (BITMAPFILEHEADER and BITMAPINFOHEADER). */
interface BmpHeader {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Rows run upwards. */
  readonly isBottomUp: boolean;
  /** Where the rows begin, in bytes. */
  readonly offset: number;
  /** In bytes; undefined: rows are compressed. */
  readonly rowSize: number | undefined;
}

/** Bytes of both headers. */
export const bmpHeaderSize = 54;

const heightAt = 22;
/** BI_RLE8 and BI_RLE4. */
const compressions: readonly number[] = [1, 2];
/** So many bytes of pixels, as the library has them, are in memory at once. */
const stripSize = 2_000_000;

/** @param head `bmpHeaderSize` bytes. */
export function bmpHeader(head: Buffer): BmpHeader {
  const width = head.readUInt32LE(18);
  const height = head.readInt32LE(heightAt);
  const bitsOfRow = width * head.readUInt16LE(28);
  return {
    width,
    height: Math.abs(height),
    isBottomUp: height > 0,
    offset: head.readUInt32LE(10),
    rowSize: compressions.includes(head.readUInt32LE(30)) ? undefined : Math.ceil(bitsOfRow / 32) * 4,
  };
}

/**
 * Decodes a Windows bitmap and averages squares of its pixels; what is left of a square at the right and the bottom is
 * cut off. Pixels that are not compressed are decoded a strip at a time: as one they take four bytes each.
 *
 * @param factor side of a square, at least 1.
 */
export function decodeBmp(file: PictureFile, header: BmpHeader, factor: number): Raster {
  const { height } = header;
  const [width, newHeight] = [Math.floor(header.width / factor), Math.floor(height / factor)];
  const data = new Uint8Array(width * newHeight * 3);
  const rowsAtOnce = factor * Math.max(1, Math.floor(stripSize / (header.width * 4 * factor)));
  const rows = header.rowSize === undefined ? height : rowsAtOnce;
  const head = partOf(file, 0, header.offset);
  for (let top = 0; top + factor <= height; top += rows) {
    const part = stripOf(file, header, head, top, Math.min(height, top + rows));
    const strip = decode(part, { toRGBA: false });
    averageSquares(strip, factor, data.subarray((top / factor) * width * 3));
    discard(strip.data);
    discard(part);
  }
  return { data, width, height: newHeight };
}

/**
 * A bitmap of some of the rows.
 *
 * @param head all before them.
 */
function stripOf(
  file: PictureFile,
  { height, isBottomUp, offset, rowSize }: BmpHeader,
  head: Buffer,
  top: number,
  bottom: number,
): Buffer {
  if (rowSize === undefined) return partOf(file, 0, file.size);
  const start = offset + (isBottomUp ? height - bottom : top) * rowSize;
  const rows = partOf(file, start, start + (bottom - top) * rowSize);
  // In memory of its own, not in that which small buffers share: it is discarded.
  const strip = Buffer.allocUnsafeSlow(head.length + rows.length);
  head.copy(strip);
  rows.copy(strip, head.length);
  discard(rows);
  strip.writeInt32LE(isBottomUp ? bottom - top : top - bottom, heightAt);
  return strip;
}

/** @param bitmap alpha, blue, green, red. */
function averageSquares(
  bitmap: { readonly data: Uint8Array; readonly width: number; readonly height: number },
  factor: number,
  target: Uint8Array,
): void {
  const count = factor * factor;
  const across = Math.floor(bitmap.width / factor);
  let to = 0;
  for (let y = 0; y + factor <= bitmap.height; y += factor) {
    for (let x = 0; x < across; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let row = y; row < y + factor; row++) {
        let from = (row * bitmap.width + x * factor) * 4;
        for (let column = 0; column < factor; column++, from += 4) {
          blue += bitmap.data[from + 1] ?? 0;
          green += bitmap.data[from + 2] ?? 0;
          red += bitmap.data[from + 3] ?? 0;
        }
      }
      target[to++] = red / count;
      target[to++] = green / count;
      target[to++] = blue / count;
    }
  }
}
