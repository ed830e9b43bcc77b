import { Readable } from 'node:stream';
import { crc32, createInflate } from 'node:zlib';
import type { Raster } from '../sampleRegion.ts';
import { partOf, type PictureFile } from '../pictureFile.ts';
import { Adam7Averager } from './adam7Averager.ts';

/** What its IHDR tells (PNG specification §11.2.1). */
interface DeepInterlaced {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** Signature, and a chunk's length, type and 13 bytes of IHDR. */
const headSize = 29;
/** In bytes, with its checksum. */
const firstChunkAt = headSize + 4;
/** Length and type, and the checksum behind the data. */
const chunkHeadSize = 8;
const checksumSize = 4;
const chunkExtra = chunkHeadSize + checksumSize;
/** Colour types. */
const truecolour = 2;
const truecolourWithAlpha = 6;
/** In bytes. */
const pieceSize = 256 * 1024;

/**
 * The header of a PNG that libvips would have in memory whole at 6 or 8 bytes a pixel: in colours of 16 bits, and
 * interlaced.
 *
 * @returns undefined where it is another, or a colour is transparent.
 */
export function deepInterlacedHeader(file: PictureFile): DeepInterlaced | undefined {
  const head = partOf(file, 0, headSize);
  if (head.length < headSize) return undefined;
  const [depth, colour, interlace] = [head[24], head[25] ?? 0, head[28]];
  if (depth !== 16 || interlace !== 1 || ![truecolour, truecolourWithAlpha].includes(colour)) return undefined;
  for (const { type } of chunks(file)) {
    if (type === 'tRNS') return undefined;
    if (type === 'IDAT') break;
  }
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20), hasAlpha: colour === truecolourWithAlpha };
}

/**
 * Decodes it, on white, and averages squares of its pixels; what is left of a square at the right and the bottom is cut
 * off. Its colour profile is not heeded.
 *
 * @param factor side of a square, at least 1.
 * @throws Error where a checksum of the data is wrong; what node:zlib throws of damaged data.
 */
export async function decodeDeepInterlaced(file: PictureFile, header: DeepInterlaced, factor: number): Promise<Raster> {
  const averager = new Adam7Averager(header, factor);
  const inflate = createInflate({ chunkSize: pieceSize });
  const packed = Readable.from(imageData(file));
  packed.on('error', (error) => inflate.destroy(error));
  for await (const piece of packed.pipe(inflate)) averager.add(piece as Uint8Array);
  return averager.finish();
}

/**
 * What is compressed, in pieces of their own.
 *
 * @throws Error where a chunk's checksum is wrong.
 */
function* imageData(file: PictureFile): Generator<Buffer> {
  for (const { type, start, end } of chunks(file)) {
    if (type !== 'IDAT') continue;
    let checksum = crc32(type);
    for (let at = start; at < end; at += pieceSize) {
      const piece = partOf(file, at, Math.min(end, at + pieceSize));
      checksum = crc32(piece, checksum);
      yield piece;
    }
    const expected = partOf(file, end, end + checksumSize);
    // Of one that is cut off, what is compressed has no end.
    if (expected.length === checksumSize && expected.readUInt32BE() !== checksum) {
      throw new Error('its checksum is wrong');
    }
  }
}

/** Where the data of each chunk is, in bytes. */
function* chunks(
  file: PictureFile,
): Generator<{ readonly type: string; readonly start: number; readonly end: number }> {
  for (let at = firstChunkAt; at + chunkHeadSize <= file.size;) {
    const head = partOf(file, at, at + chunkHeadSize);
    const length = head.readUInt32BE(0);
    const start = at + chunkHeadSize;
    yield { type: head.toString('latin1', 4), start, end: start + length };
    at += chunkExtra + length;
  }
}
