import assert from 'node:assert/strict';
import type { ByteRange, Source } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import type { DisposableReader } from '../../../src/node/ocr/readerOptions.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures, textOf } from './pictures.ts';

describe('the file of a picture that is large', () => {
  const { signal } = new AbortController();
  let tiff: Uint8Array;
  let reader: DisposableReader;

  before(async () => {
    const vips = await startPictures();
    const piece = await receiptPiece(vips);
    tiff = piece.embed(100, 100, 2000, 1500, { extend: 'white' }).writeToBuffer('.tiff');
    vips.shutdown();
    reader = localReader({ assetsFolder, threads: 1 });
  });

  after(() => reader.dispose());

  /** As one on the disk, of which any range is there at once. */
  function sourceWith(read: (range: ByteRange) => Uint8Array<ArrayBuffer>): Source {
    return { ...sourceOf(tiff), read };
  }

  it('is read piece by piece', async () => {
    const ranges: ByteRange[] = [];
    const source = sourceWith((range) => {
      ranges.push(range);
      return new Uint8Array(tiff.subarray(range.start, range.end));
    });
    const page = await reader.read(source, { signal });
    assert.deepEqual(textOf(page), textOf(await reader.read(sourceOf(tiff), { signal })));
    assert.ok(page.lines.length > 0);
    assert.ok(Math.max(...ranges.map(({ start, end }) => end - start)) <= 1_000_000);
  });

  it('is a problem as soon as a piece of it is', async () => {
    const source = sourceWith(({ start, end }) => {
      if (start > 4_000_000) throw new Problem('fileChanged', { file: 'picture' });
      return new Uint8Array(tiff.subarray(start, end));
    });
    await assert.rejects(reader.read(source, { signal }), { code: 'fileChanged' });
  });

  it('is not waited for when reading is cancelled', async () => {
    const cancelling = new AbortController();
    const source = {
      ...sourceOf(tiff),
      read: ({ start, end }: ByteRange) => {
        if (start > 4_000_000) cancelling.abort();
        return start > 4_000_000
          ? new Promise<Uint8Array<ArrayBuffer>>(() => undefined)
          : new Uint8Array(tiff.subarray(start, end));
      },
    };
    await assert.rejects(reader.read(source, { signal: cancelling.signal }), { name: 'AbortError' });
    assert.ok((await reader.read(sourceOf(tiff), { signal })).lines.length > 0);
  });
});
