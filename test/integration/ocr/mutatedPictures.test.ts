import assert from 'node:assert/strict';
import { KeptWorker } from '../../../src/node/ocr/keptWorker.ts';
import { Problem } from '../../../src/core/problem.ts';
import { readingLimits } from '../../../src/node/ocr/readerOptions.ts';
import { heicOf } from './heicFiles.ts';
import { mutant } from './mutant.ts';
import { assetsFolder, bmpOf, receiptPiece, sourceOf, startPictures, type Picture, type Vips } from './pictures.ts';

/** Of each kind. */
const mutants = 24;

/** What a damaged file may be refused for; that the engine failed is not among it. */
const refusals = new Set(['imageDamaged', 'notAnImage', 'imageTooLarge']);

describe('a picture with damaged bytes', () => {
  const { signal } = new AbortController();
  const worker = new KeptWorker({ ...readingLimits, engine: 'tested', assetsFolder, threads: 1 });
  let vips: Vips;
  let piece: Picture;

  before(async () => {
    vips = await startPictures();
    piece = (await receiptPiece(vips)).crop(0, 0, 430, 174);
  });

  after(async () => {
    await worker.dispose();
    vips.shutdown();
  });

  const kinds: Record<string, (picture: Picture) => Uint8Array | Promise<Uint8Array>> = {
    JPEG: (picture) => picture.writeToBuffer('.jpg'),
    'progressive JPEG': (picture) => picture.writeToBuffer('.jpg', { interlace: true }),
    PNG: (picture) => picture.writeToBuffer('.png'),
    'interlaced PNG': (picture) => picture.writeToBuffer('.png', { interlace: true }),
    WebP: (picture) => picture.writeToBuffer('.webp'),
    GIF: (picture) => picture.writeToBuffer('.gif'),
    BMP: (picture) => bmpOf(picture),
    TIFF: (picture) => picture.writeToBuffer('.tiff'),
    'TIFF in tiles': (picture) => picture.writeToBuffer('.tiff', { compression: 'lzw', tile: true }),
    HEIC: (picture) => heicOf(picture),
  };
  for (const [kind, write] of Object.entries(kinds)) {
    it(`is decoded or refused, and the next one is decoded: ${kind}`, async () => {
      const file = await write(piece);
      const pixelsOf = async (bytes: Uint8Array) =>
        (await worker.ask(sourceOf(bytes), 'pixels', { signal })).raster.data;
      const wanted = await pixelsOf(file);
      for (let seed = 1; seed <= mutants; seed++) {
        try {
          await pixelsOf(mutant(file, seed));
        } catch (thrown) {
          const code = thrown instanceof Problem ? (thrown as Problem).code : 'none';
          assert.ok(refusals.has(code), `mutant ${seed}: ${String(thrown)}`);
        }
      }
      assert.deepEqual(await pixelsOf(file), wanted);
    });
  }
});
