import assert from 'node:assert/strict';
import { decodeImage } from '../../../src/node/ocr/decodeImage.ts';
import { fileInMemory } from '../../../src/node/ocr/pictureFile.ts';
import { decodeDeepInterlaced, deepInterlacedHeader } from '../../../src/node/ocr/png/deepInterlacedPng.ts';
import { startPictures, type Picture, type Vips } from './pictures.ts';

describe('an interlaced PNG in colours of 16 bits', () => {
  let vips: Vips;

  before(async () => (vips = await startPictures()));
  after(() => vips.shutdown());

  /** A picture without two equal rows or columns. */
  function noisy(width: number, height: number, bands: number): Picture {
    const noise = Array.from({ length: bands }, (_, seed) =>
      vips.Image.gaussnoise(width, height, { mean: 32_768, sigma: 9000, seed }),
    );
    return vips.Image.bandjoin(noise).cast('ushort').copy({ interpretation: 'rgb16' });
  }

  /** @param filter `all`: each row has the one that makes it smallest. */
  function pngOf(picture: Picture, interlace = true, filter = 'all'): Uint8Array {
    return picture.writeToBuffer('.png', { interlace, compression: 1, bitdepth: 16, filter });
  }

  async function decoded(png: Uint8Array, factor: number) {
    const file = fileInMemory(png);
    const header = deepInterlacedHeader(file);
    assert.ok(header);
    return decodeDeepInterlaced(file, header, factor);
  }

  for (const [width, height] of [
    [37, 23],
    [8, 8],
    [1, 9],
    [4, 1],
  ] as const) {
    it(`gives every pixel of ${width} × ${height}`, async () => {
      const picture = noisy(width, height, 3);
      const { data, ...size } = await decoded(pngOf(picture), 1);
      assert.deepEqual(size, { width, height });
      assert.deepEqual(data, picture.rshift(8).cast('uchar').writeToMemory());
    });
  }

  it('gives every pixel on white', async () => {
    const picture = noisy(37, 23, 4);
    const { data } = await decoded(pngOf(picture), 1);
    const parts = picture.rshift(8).cast('uchar').writeToMemory();
    const expected = Array.from(data, (_, at) => {
      const pixel = Math.floor(at / 3) * 4;
      const [value = 0, alpha = 0] = [parts[pixel + (at % 3)], parts[pixel + 3]];
      return Math.round(255 + ((value - 255) * alpha) / 255);
    });
    expected.forEach((value, at) => assert.ok(Math.abs(value - (data[at] ?? NaN)) <= 1));
  });

  it('gives the means of squares, but for what is left of one at the right and the bottom', async () => {
    const picture = noisy(37, 23, 3);
    const { data, ...size } = await decoded(pngOf(picture), 3);
    assert.deepEqual(size, { width: 12, height: 7 });
    const [whole, [x, y]] = [picture.rshift(8).cast('uchar'), [11, 6]];
    const mean = whole
      .crop(x * 3, y * 3, 3, 3)
      .extractBand(1)
      .avg();
    assert.equal(data[(y * 12 + x) * 3 + 1], Math.floor(mean));
  });

  it('looks as any other PNG of the same picture where it is large', async () => {
    const piece = noisy(41, 40, 3).resize(100, { kernel: 'linear' });
    const [interlaced, plain] = await Promise.all(
      [true, false].map((interlace) =>
        decodeImage(vips, fileInMemory(pngOf(piece, interlace, 'up')), 'image/png', {
          pixelLimit: 40_000_000,
          isAlone: true,
        }),
      ),
    );
    assert.ok(interlaced && plain);
    assert.deepEqual(interlaced.original, plain.original);
    const others = plain.raster.data;
    const most = interlaced.raster.data.reduce(
      (max, value, at) => Math.max(max, Math.abs(value - (others[at] ?? 0))),
      0,
    );
    assert.ok(most <= 3, String(most));
  });

  it('is damaged when its end is missing', async () => {
    const png = pngOf(noisy(37, 23, 3));
    await assert.rejects(decoded(png.subarray(0, png.length / 2), 1), /unexpected end/);
  });

  it('is damaged when the checksum of its data is wrong', async () => {
    const png = pngOf(noisy(37, 23, 3));
    const endChunkSize = 12;
    const checksumAt = png.length - endChunkSize - 4;
    png[checksumAt] = (png[checksumAt] ?? 0) ^ 1;
    await assert.rejects(decoded(png, 1), /its checksum is wrong/);
  });

  it('is turned as it asks for', async () => {
    const picture = vips.Image.black(4100, 4000, { bands: 3 }).cast('ushort').copy({ interpretation: 'rgb16' });
    picture.setInt('orientation', 6);
    const png = fileInMemory(pngOf(picture, true, 'none'));
    const { original } = await decodeImage(vips, png, 'image/png', { pixelLimit: 40_000_000, isAlone: true });
    assert.deepEqual([original.width, original.height], [4000, 4100]);
  });

  it('is none that is not interlaced, or ends in its header', () => {
    assert.equal(deepInterlacedHeader(fileInMemory(pngOf(noisy(8, 8, 3), false))), undefined);
    assert.equal(deepInterlacedHeader(fileInMemory(new Uint8Array(20))), undefined);
  });
});
