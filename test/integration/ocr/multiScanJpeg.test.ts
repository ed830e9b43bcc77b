import assert from 'node:assert/strict';
import { asUndecodable, toRaster, UndecodableImage } from '../../../src/node/ocr/decodeImage.ts';
import { colourModelOf } from '../../../src/node/ocr/jpeg/colourModel.ts';
import { joinComponents } from '../../../src/node/ocr/jpeg/joinComponents.ts';
import { markers, segmentsOf } from '../../../src/node/ocr/jpeg/jpegSegments.ts';
import { multiScanJpeg } from '../../../src/node/ocr/jpeg/multiScanJpeg.ts';
import { fileInMemory } from '../../../src/node/ocr/pictureFile.ts';
import { failing, readThrough } from '../../../src/node/ocr/readThrough.ts';
import type { Raster } from '../../../src/node/ocr/sampleRegion.ts';
import { mutant } from './mutant.ts';
import { startPictures, type Picture, type Vips } from './pictures.ts';

/** The marker that Porter has no use for. */
const quantisationTables = 0xdb;

describe('a JPEG whose components are decoded one after the other', () => {
  let vips: Vips;

  before(async () => (vips = await startPictures()));
  after(() => vips.shutdown());

  /**
   * A picture of many colours, without two equal rows or columns.
   *
   * @param blur in pixels.
   */
  function colourful(width: number, height: number, blur = 1.5): Picture {
    const noise = [1, 2, 3].map((seed) => vips.Image.gaussnoise(width, height, { mean: 128, sigma: 90, seed }));
    return vips.Image.bandjoin(noise).gaussblur(blur).linear(3, -256).cast('uchar').copy({ interpretation: 'srgb' });
  }

  /** In several scans, each of which has a bit of the coefficients or some of them. */
  function progressive(picture: Picture, restarts: number): Uint8Array {
    return picture.writeToBuffer('.jpg', { interlace: true, subsample_mode: 'off', restart_interval: restarts, Q: 90 });
  }

  const jfif = Buffer.from('\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1');
  /** @param transform what Adobe's marker says of the colours. */
  const adobe = (transform: number) =>
    Buffer.concat([Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0', 'latin1'), Buffer.of(transform)]);

  /** The same coefficients with another marker for colours. */
  function marked(jpeg: Uint8Array, marker: Uint8Array): Uint8Array {
    const withoutMarkers = Buffer.from(jpeg);
    for (const name of ['JFIF', 'Adobe']) {
      const at = withoutMarkers.indexOf(name);
      if (at >= 0) withoutMarkers.fill('-', at, at + name.length);
    }
    return Buffer.concat([withoutMarkers.subarray(0, 2), marker, withoutMarkers.subarray(2)]);
  }

  const cmyk = (picture: Picture) => picture.colourspace('cmyk');
  const kinds: Record<string, (picture: Picture, restarts: number) => Uint8Array> = {
    RGB: (picture, restarts) => marked(progressive(picture, restarts), adobe(0)),
    YCbCr: (picture, restarts) => marked(progressive(picture, restarts), adobe(1)),
    'YCbCr of JFIF': (picture, restarts) => marked(progressive(picture, restarts), jfif),
    'YCbCr without a marker': (picture, restarts) => marked(progressive(picture, restarts), Buffer.of()),
    'CMYK without a marker': (picture, restarts) => marked(progressive(cmyk(picture), restarts), Buffer.of()),
    CMYK: (picture, restarts) => marked(progressive(cmyk(picture), restarts), adobe(0)),
    YCCK: (picture, restarts) => marked(progressive(cmyk(picture), restarts), adobe(2)),
  };

  function parsed(jpeg: Uint8Array) {
    return multiScanJpeg(fileInMemory(jpeg), 0) ?? assert.fail();
  }

  /** As large as most pictures of these tests. */
  const usual = { width: 61, height: 45 };
  type Size = typeof usual;

  function joined(jpeg: Uint8Array, size = usual): Raster {
    return toRaster(
      vips,
      joinComponents(vips, parsed(jpeg), (source) => thumbnail(source, size)),
    );
  }

  function decodedWhole(jpeg: Uint8Array, size = usual): Raster {
    return readThrough(vips, fileInMemory(jpeg), (source) => toRaster(vips, thumbnail(source, size)));
  }

  function thumbnail(source: Parameters<Vips['Image']['thumbnailSource']>[0], { width, height }: Size): Picture {
    return vips.Image.thumbnailSource(source, width, { height, size: 'force', option_string: failing });
  }

  function assertAlike(actual: Raster, expected: Raster, most: number): void {
    assert.deepEqual([actual.width, actual.height], [expected.width, expected.height]);
    const differences = actual.data.map((value, at) => Math.abs(value - (expected.data[at] ?? 0)));
    assert.ok(Math.max(...differences) <= most, String(Math.max(...differences)));
  }

  for (const [kind, write] of Object.entries(kinds)) {
    for (const restarts of [0, 3]) {
      it(`has the same pixels: ${kind}${restarts > 0 ? ' with restarts' : ''}`, () => {
        const jpeg = write(colourful(usual.width, usual.height), restarts);
        assert.equal(colourModelOf(parsed(jpeg)), kind.split(' ')[0]);
        assertAlike(joined(jpeg), decodedWhole(jpeg), 1);
      });
    }
  }

  /** The same size and tables, in a scan for each component, which is not progressive. */
  function apart(picture: Picture): Uint8Array {
    const greys = [0, 1, 2].map((band) => picture.extractBand(band).copy({ interpretation: 'b-w' }));
    const coded = greys.map((grey) => Buffer.from(grey.writeToBuffer('.jpg', { keep: 'none' })));
    const partsOf = (jpeg: Buffer, wanted: readonly number[]) => {
      const segments = [...segmentsOf(fileInMemory(jpeg))];
      const parts = segments.map(({ marker, start }, at) => ({ marker, start, end: segments[at + 1]?.start }));
      return parts.flatMap(({ marker, start, end }) => (wanted.includes(marker) ? [jpeg.subarray(start, end)] : []));
    };
    const [first = Buffer.of()] = coded;
    const [frame = Buffer.of()] = partsOf(first, [markers.baseline]);
    const components = [1, 2, 3].flatMap((id) => [id, 0x11, 0]);
    const scans = coded.flatMap((jpeg, at) => {
      const parts = partsOf(jpeg, [markers.huffmanTables, markers.scan]);
      // Behind the marker, the length and the count is the component's id.
      parts.at(-1)?.writeUInt8(at + 1, 5);
      return parts;
    });
    return Buffer.concat([
      first.subarray(0, 2),
      ...partsOf(first, [quantisationTables]),
      Buffer.from([0xff, markers.baseline, 0, 17, ...frame.subarray(4, 9), 3, ...components]),
      ...scans,
      first.subarray(-2),
    ]);
  }

  it('has the same pixels: each component in a scan of its own', () => {
    const jpeg = apart(colourful(usual.width, usual.height));
    assertAlike(joined(jpeg), decodedWhole(jpeg), 1);
  });

  it('looks the same where it is shrunk, of components with fewer samples, and upright', () => {
    const picture = colourful(160, 120, 8);
    picture.setInt('orientation', 6);
    const jpeg = picture.writeToBuffer('.jpg', { interlace: true, subsample_mode: 'on' });
    // The differences of colours are rounded before, and weigh up to 1.8 times as much.
    const upright = { width: 40, height: 53 };
    assertAlike(joined(jpeg, upright), decodedWhole(jpeg, upright), 4);
  });

  it('keeps its colour profile', () => {
    const inks = cmyk(colourful(16, 16));
    const picture = joinComponents(vips, parsed(progressive(inks, 0)), (source) => vips.Image.newFromSource(source));
    assert.deepEqual(picture.getBlob('icc-profile-data'), inks.getBlob('icc-profile-data'));
  });

  it('is decoded or refused when its bytes are changed', () => {
    const jpeg = progressive(cmyk(colourful(usual.width, usual.height)), 3);
    const pixelsOf = (bytes: Uint8Array) => {
      const separable = multiScanJpeg(fileInMemory(bytes), 0);
      return (
        separable &&
        toRaster(
          vips,
          joinComponents(vips, separable, (source) => thumbnail(source, usual)),
        ).data
      );
    };
    const wanted = pixelsOf(jpeg);
    for (let seed = 1; seed <= 48; seed++) {
      try {
        pixelsOf(mutant(jpeg, seed));
      } catch (thrown) {
        assert.ok(asUndecodable(thrown) instanceof UndecodableImage, `mutant ${seed}: ${String(thrown)}`);
      }
    }
    assert.deepEqual(pixelsOf(jpeg), wanted);
  });
});
