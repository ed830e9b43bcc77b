import assert from 'node:assert/strict';
import { fileInMemory } from '../../../../src/node/ocr/pictureFile.ts';
import { tiffPages } from '../../../../src/node/ocr/tiff/tiffPages.ts';

/** A field of a directory: its tag, its type (3: 16 bits, 4: 32 bits) and its value. */
type Field = readonly [tag: number, type: 3 | 4, value: number];

const width: Field = [256, 3, 40];
const page: readonly Field[] = [[254, 4, 0], width];
const thumbnail: readonly Field[] = [[254, 4, 1], width];

interface Kind {
  readonly isBig: boolean;
  readonly isLittle: boolean;
}

/** A TIFF of directories without pixels. @param last where the last one leads to: a directory's number. */
function tiffOf(directories: readonly (readonly Field[])[], { isBig, isLittle }: Kind, last?: number): Buffer {
  const number = (value: number, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32LE(value);
    return isLittle ? bytes : bytes.reverse();
  };
  const short = (value: number) => number(value, 4).subarray(...(isLittle ? [0, 2] : [2, 4]));
  const size = isBig ? 8 : 4;
  const head = [Buffer.from(isLittle ? 'II' : 'MM'), short(isBig ? 43 : 42), ...(isBig ? [short(8), short(0)] : [])];
  const lengths = directories.map((fields) => (isBig ? 8 : 2) + fields.length * (isBig ? 20 : 12) + size);
  const starts = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, isBig ? 16 : 8));
  const body = directories.map((fields, at) => [
    isBig ? number(fields.length, 8) : short(fields.length),
    ...fields.flatMap(([tag, type, value]) => [
      short(tag),
      short(type),
      number(1, size),
      type === 3 ? short(value) : number(value, 4),
      Buffer.alloc(size - (type === 3 ? 2 : 4)),
    ]),
    number(starts[at + 1 < starts.length ? at + 1 : (last ?? Infinity)] ?? 0, size),
  ]);
  return Buffer.concat([...head, number(starts[0] ?? 0, size), ...body.flat()]);
}

describe('tiffPages', () => {
  const pagesOf = (file: Uint8Array) => tiffPages(fileInMemory(file));
  const usual: Kind = { isBig: false, isLittle: true };

  for (const isBig of [false, true]) {
    for (const isLittle of [false, true]) {
      it(`leaves smaller versions out: ${isBig ? 'BigTIFF' : 'TIFF'}, ${isLittle ? 'little' : 'big'}-endian`, () => {
        const directories = [page, thumbnail, [width], thumbnail, page];
        assert.deepEqual(pagesOf(tiffOf(directories, { isBig, isLittle })), [0, 2, 4]);
      });
    }
  }

  for (const [what, field, pages] of [
    ['the mask of a picture', [254, 4, 4], [1]],
    ['a smaller version in 16 bits', [254, 3, 1], [1]],
    ['a smaller version as it was told before TIFF 5', [255, 3, 2], [1]],
    ['a page of several', [254, 4, 2], [0, 1]],
    ['a page as it was told before TIFF 5', [255, 3, 3], [0, 1]],
  ] as const) {
    it(`knows ${what}`, () => assert.deepEqual(pagesOf(tiffOf([[field], page], usual)), pages));
  }

  it('ends where a directory leads back to one before', () => {
    assert.deepEqual(pagesOf(tiffOf([page, thumbnail, page], usual, 1)), [0, 2]);
  });

  it('ends where the file does', () => {
    const file = tiffOf([page, page], usual);
    for (let length = 0; length < file.length; length++) {
      const pages = pagesOf(file.subarray(0, length));
      assert.deepEqual(pages, [0, 1].slice(0, pages.length));
    }
  });
});
