import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem.ts';
import { localReader } from '../../../src/node/ocr/localReader.ts';
import { assetsFolder, bmpHeader, pngHeader, receiptPiece, sourceOf, startPictures } from './pictures.ts';

describe('a picture that cannot be read', () => {
  const { signal } = new AbortController();
  const reader = localReader({ assetsFolder, threads: 1 });
  let jpeg: Uint8Array;
  let png: Uint8Array;
  let tiff: Uint8Array;

  before(async () => {
    const vips = await startPictures();
    const piece = await receiptPiece(vips);
    [jpeg, png, tiff] = ['.jpg', '.png', '.tiff'].map((kind) => piece.writeToBuffer(kind)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    vips.shutdown();
  });

  after(() => reader.dispose());

  async function problemOf(bytes: Uint8Array, name: string): Promise<Problem> {
    try {
      await reader.read(sourceOf(bytes, name), { signal });
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown as Problem;
      throw thrown;
    }
    return assert.fail(`${name} was read`);
  }

  it('is refused for its pixels before any is decoded', async () => {
    for (const [name, bytes] of [
      ['bomb.png', pngHeader(30_000, 30_000)],
      ['bomb.bmp', bmpHeader(30_000, -30_000)],
    ] as const) {
      const problem = await problemOf(bytes, name);
      assert.equal(problem.code, 'imageTooLarge');
      assert.equal(
        problem.message,
        `${name} has 30000 × 30000 pixels, above the limit of 120 megapixels. Scale it down first.`,
      );
    }
  });

  it('is said to be of a kind that is not supported yet when it is an AVIF', async () => {
    const avif = Buffer.from('\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'latin1');
    const problem = await problemOf(avif, 'small.avif');
    assert.equal(problem.code, 'imageTypeUnsupported');
    assert.equal(
      problem.message,
      'small.avif is image/avif, which is not supported yet. Convert it to JPEG or PNG first.',
    );
  });

  it('is said to be none when it is a program, a text or empty', async () => {
    assert.deepEqual(
      (await problemOf(Buffer.from('\x7fELF\x02\x01\x01'.padEnd(64, '\0'), 'latin1'), 'a.out')).details,
      {
        file: 'a.out',
        mediaType: 'application/x-elf',
      },
    );
    for (const [bytes, sentence] of [
      ['hello', 'a.png is of an unknown type, not a picture. Choose a JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF or PDF.'],
      ['', 'a.png is empty, not a picture. Choose a JPEG, PNG, HEIC, WebP, GIF, BMP, TIFF or PDF.'],
    ] as const) {
      const problem = await problemOf(Buffer.from(bytes), 'a.png');
      assert.equal(problem.code, 'notAnImage');
      assert.equal(problem.message, sentence);
    }
  });

  it('is damaged when its end is missing', async () => {
    for (const [name, bytes] of Object.entries({ 'cut.jpg': jpeg, 'cut.png': png, 'cut.tiff': tiff })) {
      const problem = await problemOf(bytes.subarray(0, bytes.length / 2), name);
      assert.equal(problem.code, 'imageDamaged', problem.message);
    }
    const { message } = await problemOf(jpeg.subarray(0, jpeg.length / 2), 'cut.jpg');
    assert.match(message, /^cut\.jpg is damaged \(.*premature end of JPEG image\)\./);
  });

  it('is damaged when only its signature is right', async () => {
    const junk = Buffer.alloc(5000, 'junk');
    const starts = { 'j.jpg': jpeg, 'p.png': png, 'g.gif': Buffer.from('GIF89a'), 'b.bmp': bmpHeader(10, 10) };
    for (const [name, start] of Object.entries(starts)) {
      const bytes = name === 'b.bmp' ? start.subarray(0, 40) : Buffer.concat([start.subarray(0, 16), junk]);
      const problem = await problemOf(bytes, name);
      assert.equal(problem.code, 'imageDamaged', `${name}: ${problem.message}`);
    }
  });

  it('is damaged when it is a bitmap without pixels', async () => {
    for (const [width, height] of [
      [0, 10],
      [10, 0],
      [0, 0],
    ] as const) {
      const { message } = await problemOf(bmpHeader(width, height), 'none.bmp');
      assert.match(message, /^none\.bmp is damaged \(it has no pixels\)\./);
    }
  });

  it('does not keep the next from being read', async () => {
    await problemOf(png.subarray(0, 500), 'cut.png');
    const page = await reader.read(sourceOf(png), { signal });
    assert.equal(page.lines[0]?.text, '48 Lantern Street');
  });
});
