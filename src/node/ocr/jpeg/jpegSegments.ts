import type { PictureFile } from '../pictureFile.ts';

/** Markers (ITU-T T.81 table B.1), without their 0xFF. */
export const markers = {
  temporary: 0x01,
  /** Of a frame that is coded as a whole, by Huffman's codes, and of one with more bits. */
  baseline: 0xc0,
  extended: 0xc1,
  progressive: 0xc2,
  huffmanTables: 0xc4,
  extension: 0xc8,
  arithmeticTables: 0xcc,
  lastFrame: 0xcf,
  firstRestart: 0xd0,
  lastRestart: 0xd7,
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  restartInterval: 0xdd,
  jfif: 0xe0,
  adobe: 0xee,
} as const;

/** A marker and its parameters. Positions are in bytes. */
export interface Segment {
  readonly marker: number;
  /** Where its 0xFF is. */
  readonly start: number;
  /** Where its parameters end; of a scan, what is coded follows. */
  readonly headEnd: number;
}

/** In bytes. */
const pieceSize = 256 * 1024;

/**
 * The segments of a JPEG behind its first marker, up to its last, which is one, too. Where the next one is, is looked
 * for when it is asked for.
 *
 * @throws Error where there is no last one.
 */
export function* segmentsOf(file: PictureFile): Generator<Segment> {
  for (let marker, headEnd = 2; marker !== markers.end;) {
    const start = nextMarker(file, headEnd);
    marker = byteAt(file, start + 1);
    const length = bareMarkers.includes(marker) ? 0 : byteAt(file, start + 2) * 256 + byteAt(file, start + 3);
    headEnd = start + 2 + length;
    yield { marker, start, headEnd };
  }
}

/** Without parameters. */
const bareMarkers: readonly number[] = [markers.temporary, markers.start, markers.end];

/** The next one that stands neither for a byte nor for a restart of what is coded. */
function nextMarker(file: PictureFile, from: number): number {
  for (let at = from; at + 1 < file.size;) {
    const piece = file.read(at, pieceSize);
    const found = piece.indexOf(0xff);
    if (found < 0) {
      at += piece.length;
      continue;
    }
    at += found;
    const marker = byteAt(file, at + 1);
    const isFill = marker === 0xff;
    const isCoded = marker === 0 || (marker >= markers.firstRestart && marker <= markers.lastRestart);
    if (!isFill && !isCoded) return at;
    at += isFill ? 1 : 2;
  }
  throw new Error('its end is missing');
}

function byteAt(file: PictureFile, at: number): number {
  return file.read(at, 1)[0] ?? 0;
}
