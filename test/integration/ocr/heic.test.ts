import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { viewablePicture, viewingWorker } from '../../../src/node/ocr/viewablePicture.ts';
import { heicOf, withRotation, withSize } from './heicFiles.ts';
import { assetsFolder, receiptPiece, sourceOf, startPictures, textOf, type Picture, type Vips } from './pictures.ts';

const text = ['48LANTERNSTREET', 'BRACKWATERBW47QX', 'VATN0402118736', 'DATE14032026', 'RECEIPTN010583'];

describe('a HEIC', () => {
  const { signal } = new AbortController();
  const reader = localReader({ assetsFolder });
  const viewing = viewingWorker(assetsFolder);
  let vips: Vips;
  let piece: Picture;
  let heic: Buffer;

  const read = (bytes: Uint8Array) => reader.read(sourceOf(bytes, 'phone.heic'), { signal });

  before(async () => {
    vips = await startPictures();
    piece = (await receiptPiece(vips)).crop(0, 0, 430, 174);
    heic = await heicOf(piece);
  });

  after(async () => {
    await Promise.all([reader.dispose(), viewing.dispose()]);
    vips.shutdown();
  });

  it('is read', async () => {
    const page = await read(heic);
    assert.deepEqual(textOf(page), text);
    assert.deepEqual([page.width, page.height, page.notes], [piece.width, piece.height, undefined]);
  });

  it('is read of odd measures, which are those of a part of its tiles', async () => {
    const odd = piece.embed(0, 0, 431, 175, { extend: 'copy' });
    const page = await read(await heicOf(odd));
    assert.deepEqual(textOf(page), text);
    assert.deepEqual([page.width, page.height], [431, 175]);
  });

  it('is turned as it asks for, once', async () => {
    // A phone held upright stores what its sensor sees, and says so twice: here and in the EXIF data.
    const lying = piece.rot90().copy();
    lying.setInt('orientation', 8);
    const page = await read(withRotation(await heicOf(lying), 1));
    assert.deepEqual(textOf(page), text);
    assert.deepEqual([page.width, page.height, page.turned], [piece.width, piece.height, undefined]);
  });

  it('is scaled down where it is large, with boxes in its own pixels', async () => {
    const large = piece.resize(3).embed(300, 200, 2600, 1800, { extend: 'white' });
    const [small, page] = [await read(heic), await read(await heicOf(large))];
    assert.deepEqual(textOf(page), text);
    assert.deepEqual([page.width, page.height], [2600, 1800]);
    const [x0 = 0, y0 = 0] = small.lines[0]?.box ?? [];
    const [left = 0, top = 0] = page.lines[0]?.box ?? [];
    assert.ok(Math.abs(left - (x0 * 3 + 300)) < 30 && Math.abs(top - (y0 * 3 + 200)) < 30, `${left}, ${top}`);
  });

  it('of several pictures is read as its main one, and that is said', async () => {
    const blank = piece.newFromImage([255, 255, 255]).cast('uchar');
    const page = await read(await heicOf(piece, blank));
    assert.deepEqual(textOf(page), text);
    assert.deepEqual(page.notes, ['Only the main one of its 2 pictures was read.']);
  });

  it('is a JPEG for the panel, which shows none', async () => {
    const jpeg = await viewablePicture(sourceOf(withRotation(heic, 1), 'phone.heic'), viewing, signal);
    const picture = vips.Image.newFromBuffer(jpeg);
    assert.deepEqual([picture.width, picture.height], [piece.height, piece.width]);
  });

  it('keeps its colours', async () => {
    const halves = [[200, 30, 30], [20, 60, 180]].map((colour) => piece.newFromImage(colour).cast('uchar')); // prettier-ignore
    const jpeg = await viewablePicture(sourceOf(await heicOf(vips.Image.arrayjoin(halves))), viewing, signal);
    const picture = vips.Image.newFromBuffer(jpeg);
    for (const [x, wanted] of [
      [0.25, [200, 30, 30]],
      [0.75, [20, 60, 180]],
    ] as const) {
      // prettier-ignore
      const colour = picture.getpoint(Math.floor(x * picture.width), picture.height / 2);
      const isAlike = colour.every((value, index) => Math.abs(value - (wanted[index] ?? NaN)) < 8);
      assert.ok(isAlike, `${colour.join()} instead of ${wanted.join()}`);
    }
  });

  it('is refused for its pixels before any is decoded', async () => {
    const problem = await problemOf(withSize(heic, 30_000, 30_000));
    assert.equal(problem.code, 'imageTooLarge');
    assert.match(problem.message, /^phone\.heic has 30000 × 30000 pixels, above the limit of 120 megapixels\./);
  });

  it('is damaged when its end is missing, or its start is all there is', async () => {
    for (const length of [24, 400, heic.length / 2]) {
      const problem = await problemOf(heic.subarray(0, length));
      assert.equal(problem.code, 'imageDamaged', problem.message);
      assert.match(problem.message, /^phone\.heic is damaged \(.+\)\. Try to open it in a viewer/);
    }
    assert.deepEqual(textOf(await read(heic)), text, 'the next one is read');
  });

  async function problemOf(bytes: Uint8Array): Promise<Problem> {
    try {
      await read(bytes);
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown as Problem;
      throw thrown;
    }
    return assert.fail('it was read');
  }
});
