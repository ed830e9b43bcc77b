import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import startLibheif from 'libheif-js/libheif-wasm/libheif.js';
import { HeifPicture } from '../../../src/node/ocr/heif/heifPicture.ts';
import { shrinkPlanes } from '../../../src/node/ocr/heif/shrinkPlanes.ts';
import type { Raster } from '../../../src/node/ocr/sampleRegion.ts';
import { encodedHeic, inTwoParts, withCrop, withMirror, withProfile, withRotation, withSize } from './heicFiles.ts';
import { gridOf } from './heicGrid.ts';
import { planesByLibheif } from './planesByLibheif.ts';
import { assetsFolder, startPictures, type Picture, type Vips } from './pictures.ts';

/** In pixels. Of a smaller picture heif-enc makes a tile. */
const [width, height] = [96, 72];

/** How far a part of a colour is from the other's, at most. */
function difference(pixels: Raster, others: Raster): number {
  return pixels.data.reduce((most, value, index) => Math.max(most, Math.abs(value - (others.data[index] ?? NaN))), 0);
}

function assertAlike(pixels: Raster, wanted: Raster, most: number): void {
  assert.deepEqual([pixels.width, pixels.height], [wanted.width, wanted.height]);
  assert.ok(difference(pixels, wanted) <= most, `${difference(pixels, wanted)}`);
}

describe('the pixels of a HEIC', () => {
  let vips: Vips;
  let wasmBinary: Buffer;
  let colourful: Picture;
  let heic: Buffer;

  before(async () => {
    vips = await startPictures();
    wasmBinary = await readFile(join(assetsFolder, 'libheif.wasm'));
    // No two corners are alike, and each colour goes its own way.
    const colourAt = (x: number, y: number) => [2 * x, 3 * y, 250 - x - 2 * y];
    const pixels = Array.from({ length: width * height }, (_, at) => colourAt(at % width, Math.floor(at / width)));
    const data = Uint8Array.from(pixels.flat());
    colourful = vips.Image.newFromMemory(data, width, height, 3, vips.BandFormat.uchar).copy({
      interpretation: 'srgb',
    });
    heic = await encodedHeic(['-p', 'chroma=420'], colourful);
  });

  after(() => vips.shutdown());

  const deepened = () => colourful.linear(257, 0).cast('ushort').copy({ interpretation: 'rgb16' });
  const decoded = (bytes: Buffer, factor = 1) =>
    shrinkPlanes(new HeifPicture(startLibheif({ wasmBinary }), bytes).decode(), factor);
  const byLibheif = (bytes: Buffer, factor = 1) =>
    shrinkPlanes(planesByLibheif(startLibheif({ wasmBinary }), bytes), factor);

  const coded: Record<string, readonly [options: readonly string[], bits?: number]> = {
    '8 bits, 4:2:0': [['-p', 'chroma=420']],
    '8 bits, 4:2:2': [['-p', 'chroma=422']],
    '8 bits, 4:4:4': [['-p', 'chroma=444']],
    '10 bits, 4:2:0': [['-p', 'chroma=420'], 10],
    '10 bits, 4:2:2': [['-p', 'chroma=422'], 10],
    '10 bits, 4:4:4': [['-p', 'chroma=444'], 10],
    '12 bits, 4:4:4': [['-p', 'chroma=444'], 12],
    'BT.709 in the range of television': [['--matrix_coefficients', '1', '--full_range_flag', '0']],
    'BT.2020 with 10 bits': [['--matrix_coefficients', '9', '-p', 'chroma=444'], 10],
    'green, blue and red': [['--lossless', '--matrix_coefficients', '0', '-p', 'chroma=444']],
  };
  for (const [kind, [options, bits]] of Object.entries(coded)) {
    it(`is decoded as libheif does: ${kind}`, async () => {
      const depth = bits ? ['--bit-depth', `${bits}`] : [];
      const bytes = await encodedHeic([...options, ...depth], bits ? deepened() : colourful);
      // libheif makes the colours of one profile those of another, with rounding between.
      for (const file of [bytes, withProfile(bytes, 9, false)]) assertAlike(decoded(file), byLibheif(file), 4);
      const { data } = decoded(bytes);
      const wanted = colourful.writeToMemory();
      const mean = data.reduce((sum, value, index) => sum + Math.abs(value - (wanted[index] ?? NaN)), 0) / data.length;
      assert.ok(mean < 6, `${mean} beside what was encoded`);
    });
  }

  const shown: Record<string, (file: Buffer) => Buffer> = {
    'turned by 90°': (file) => withRotation(file, 1),
    'turned by 180°': (file) => withRotation(file, 2),
    'turned by 270°': (file) => withRotation(file, 3),
    'mirrored one way': (file) => withMirror(file, 0),
    'mirrored the other way': (file) => withMirror(file, 1),
    cropped: (file) => withCrop(file, 40, 20, 4, -6),
    'turned, mirrored and cropped': (file) => withCrop(withMirror(withRotation(file, 3), 0), 20, 40, -6, 4),
    'cropped, mirrored and turned': (file) => withRotation(withMirror(withCrop(file, 40, 20, 4, -6), 1), 1),
  };
  for (const [kind, change] of Object.entries(shown)) {
    it(`is shown as libheif does: ${kind}`, () => {
      const file = change(heic);
      for (const factor of [1, 2, 4]) assertAlike(decoded(file, factor), byLibheif(file, factor), 0);
      assert.ok(difference(decoded(file), decoded(heic)) > 20);
    });
  }

  it('is cropped between two samples of its colours, which libheif makes smooth', async () => {
    const crop = (file: Buffer) => withCrop(file, 40, 20, 5, -3);
    assertAlike(decoded(crop(heic)), byLibheif(crop(heic)), 8);
    const full = crop(await encodedHeic(['-p', 'chroma=444'], colourful));
    assertAlike(decoded(full), byLibheif(full), 0);
  });

  it('is read as if nothing could be seen through it', async () => {
    const half = await encodedHeic([], colourful.bandjoin(128));
    assertAlike(decoded(half), byLibheif(half), 0);
    assertAlike(decoded(half), decoded(heic), 8);
  });

  it('is read in grey', async () => {
    for (const bits of [8, 10]) {
      const grey = colourful.colourspace('b-w');
      const deep = grey.linear(257, 0).cast('ushort').copy({ interpretation: 'grey16' });
      const file = await encodedHeic(['--bit-depth', `${bits}`], bits > 8 ? deep : grey);
      assertAlike(decoded(file), byLibheif(file), 0);
      const { data } = decoded(file);
      grey.writeToMemory().forEach((value, index) => {
        const colour = data.subarray(3 * index, 3 * index + 3);
        assert.ok(
          colour.every((part) => Math.abs(part - value) < 12),
          `${colour.join()} instead of ${value}`,
        );
      });
    }
  });

  it('is turned of tiles as libheif does it', () => {
    for (const quarters of [0, 1, 2, 3]) {
      const file = gridOf(heic, 3, 2, quarters);
      assertAlike(decoded(file), byLibheif(file), 0);
    }
  });

  it('is turned of tiles with the colours that it has as it lies', async () => {
    // libheif makes them smooth before.
    const half = await encodedHeic(['-p', 'chroma=422'], colourful);
    const lying = decoded(gridOf(half, 3, 2, 0));
    assertAlike(lying, byLibheif(gridOf(half, 3, 2, 0)), 0);
    const turned = vips.Image.newFromMemory(lying.data, lying.width, lying.height, 3, vips.BandFormat.uchar).rot270();
    const [wanted, { width, height }] = [turned.writeToMemory(), turned];
    assertAlike(decoded(gridOf(half, 3, 2, 1)), { data: wanted as Uint8Array, width, height }, 0);
  });

  it('is left to libheif where it lies in parts', () => {
    assertAlike(decoded(inTwoParts(heic)), decoded(heic), 0);
  });

  it('is damaged where its size is not that of its file, or nothing of it is shown', () => {
    for (const [file, reason] of [
      [withSize(heic, 2 * width, height), 'it has another size than its file says'],
      [withCrop(heic, 10, 10, 500, 0), 'it has no pixels'],
    ] as const) {
      assert.throws(() => decoded(file), { refusal: { kind: 'damaged', reason } });
    }
  });
});
