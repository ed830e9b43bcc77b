import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import startVips from 'wasm-vips';
import type { Source } from '../../../src/core/model.ts';
import type { Page } from '../../../src/core/reading/reading.ts';
import { memorySource } from '../../../src/node/files/memorySource.ts';

export type Vips = Awaited<ReturnType<typeof startVips>>;
export type Picture = InstanceType<Vips['Image']>;

const root = join(import.meta.dirname, '../../..');

/** Where the build puts the engine's files. */
export const assetsFolder = join(root, 'dist/ocr');

/** The image library that makes the tests' pictures. */
export function startPictures(): Promise<Vips> {
  return startVips({
    dynamicLibraries: [],
    preRun: (module: { readonly ENV: Record<string, string> }) => (module.ENV['VIPS_WARNING'] = '0'),
  });
}

/** A piece of the sample receipt: a few lines, so that reading them takes a moment only. */
export async function receiptPiece(vips: Vips): Promise<Picture> {
  const file = await readFile(join(root, 'media/samples/receipt.jpg'));
  return vips.Image.newFromBuffer(file).crop(110, 150, 430, 175);
}

/** A picture's file as something to read. */
export function sourceOf(bytes: Uint8Array, name = 'picture'): Source {
  return memorySource({ id: `memory:${name}`, name, path: name }, bytes);
}

/** The letters and figures of each line; an O may be a zero, which looks the same in the sample's font. */
export function textOf(page: Page): string[] {
  return page.lines.map((line) =>
    line.text
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .replaceAll('O', '0'),
  );
}

/** A Windows bitmap of 24 bits a pixel, bottom row first. */
export function bmpOf(picture: Picture): Buffer {
  const { width, height } = picture;
  const pixels = picture.writeToMemory();
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.concat([bmpHeader(width, height), Buffer.alloc(stride * height)]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((height - 1 - y) * width + x) * 3;
      file.set([pixels[from + 2] ?? 0, pixels[from + 1] ?? 0, pixels[from] ?? 0], 54 + y * stride + x * 3);
    }
  }
  return file;
}

/** A Windows bitmap of 256 greys, top row first. */
export function greyBmpOf(picture: Picture): Buffer {
  const { width, height } = picture;
  const pixels = picture.colourspace('b-w').writeToMemory();
  const stride = Math.ceil(width / 4) * 4;
  const header = bmpHeader(width, -height);
  const palette = Buffer.from(Array.from({ length: 256 }, (_, grey) => [grey, grey, grey, 0]).flat());
  header.writeUInt32LE(header.length + palette.length, 10);
  header.writeUInt16LE(8, 28);
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * stride);
  return Buffer.concat([header, palette, rows]);
}

/** BITMAPFILEHEADER and BITMAPINFOHEADER. */
export function bmpHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return header;
}

/** The start of a PNG that promises so many pixels (RFC 2083); there are none. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.from([0x78, 0x9c])),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
