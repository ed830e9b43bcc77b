import assert from 'node:assert/strict';
import type { ByteRange, Source } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { decodeImage } from '../../../src/node/ocr/decodeImage.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { fileInMemory } from '../../../src/node/ocr/pictureFile.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { ownTime } from '../../setup/ownTime.ts';
import { heicOf } from './heicFiles.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures, textOf, type Vips } from './pictures.ts';

describe('the file of a picture that is large', () => {
  const { signal } = new AbortController();
  let vips: Vips;
  let tiff: Uint8Array;
  let png: Uint8Array;
  let small: Uint8Array;
  let reader: DisposableReader;

  before(async () => {
    vips = await startPictures();
    const piece = await receiptPiece(vips);
    const large = piece.embed(100, 100, 2000, 1500, { extend: 'white' });
    tiff = large.writeToBuffer('.tiff');
    png = large.writeToBuffer('.png', { compression: 0 });
    small = piece.writeToBuffer('.tiff');
  });

  after(() => vips.shutdown());

  beforeEach(() => (reader = localReader({ assetsFolder, threads: 1 })));
  afterEach(() => reader.dispose());

  /** As one on the disk, of which any range is there at once. */
  function sourceWith(file: Uint8Array, read: NonNullable<Source['read']>): Source {
    return { ...sourceOf(file), read };
  }

  it('is read piece by piece', async () => {
    const ranges: ByteRange[] = [];
    const source = sourceWith(tiff, (range) => {
      ranges.push(range);
      return new Uint8Array(tiff.subarray(range.start, range.end));
    });
    const page = await reader.read(source, { signal });
    assert.deepEqual(textOf(page), textOf(await reader.read(sourceOf(tiff), { signal })));
    assert.ok(page.lines.length > 0);
    assert.ok(Math.max(...ranges.map(({ start, end }) => end - start)) <= 1_000_000);
  });

  it('is read whole where it is a HEIC', async () => {
    const piece = vips.Image.newFromBuffer(small).crop(0, 0, 430, 174);
    // `free` is a box of any bytes (ISO/IEC 14496-12 §8.1.2).
    const free = Buffer.alloc(9_000_000);
    free.writeUInt32BE(free.length);
    free.write('free', 4);
    const heic = Buffer.concat([await heicOf(piece), free]);
    const source = sourceWith(heic, ({ start, end }) => new Uint8Array(heic.subarray(start, end)));
    assert.deepEqual(
      textOf(await reader.read(source, { signal })),
      textOf(await reader.read(sourceOf(small), { signal })),
    );
  });

  for (const type of ['TIFF', 'PNG']) {
    it(`is a problem as soon as a piece of it is, and the next picture is read: ${type}`, async () => {
      const file = type === 'PNG' ? png : tiff;
      const source = sourceWith(file, ({ start, end }) => {
        if (start > 3_000_000) throw new Problem('fileChanged', { file: 'picture' });
        return new Uint8Array(file.subarray(start, end));
      });
      await assert.rejects(reader.read(source, { signal }), { code: 'fileChanged' });
      assert.ok((await reader.read(sourceOf(small), { signal })).lines.length > 0);
    });
  }

  it('leaves the decoder able to decode when a piece of it cannot be read', async () => {
    const limits = { pixelLimit: 40_000_000, isAlone: true };
    for (const [mediaType, bytes] of [
      ['image/tiff', tiff],
      ['image/png', png],
    ] as const) {
      const unreadable = {
        size: bytes.length,
        read: (start: number, length: number) => {
          if (start > 3_000_000) throw new Error('the disk is gone');
          return bytes.subarray(start, start + length);
        },
      };
      await assert.rejects(decodeImage(vips, unreadable, mediaType, limits), {
        refusal: { kind: 'damaged', reason: 'the disk is gone' },
      });
      const { original } = await decodeImage(vips, fileInMemory(small), 'image/tiff', limits);
      assert.equal(original.width, 430);
    }
  });

  it('is not waited for when reading is cancelled', async () => {
    const cancelling = new AbortController();
    const asked = Promise.withResolvers<undefined>();
    const source = sourceWith(tiff, ({ start, end }) => {
      if (start <= 4_000_000) return new Uint8Array(tiff.subarray(start, end));
      asked.resolve(undefined);
      return new Promise(() => undefined);
    });
    const cancelled = assert.rejects(reader.read(source, { signal: cancelling.signal }), { name: 'AbortError' });
    await asked.promise;
    const took = await ownTime(() => {
      cancelling.abort();
      return cancelled;
    });
    assert.ok(took < 100, `${took} ms`);
    assert.ok((await reader.read(sourceOf(small), { signal })).lines.length > 0);
  });
});
