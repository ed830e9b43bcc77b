import { partOf, type PictureFile } from '../pictureFile.ts';

/** How the two kinds of TIFF are laid out: sizes in bytes, and where numbers stand. */
interface Layout {
  /** Where the place of the first directory stands. */
  readonly firstAt: number;
  readonly placeSize: 4 | 8;
  /** Of the number of a directory's fields. */
  readonly countSize: 2 | 8;
  readonly fieldSize: number;
  /** Of a field, behind its tag, type and count. */
  readonly valueAt: number;
}

/** TIFF 6.0, section 2; BigTIFF (libtiff's specification). By the version in the header. */
const layouts: ReadonlyMap<number, Layout> = new Map([
  [42, { firstAt: 4, placeSize: 4, countSize: 2, fieldSize: 12, valueAt: 8 }],
  [43, { firstAt: 8, placeSize: 8, countSize: 8, fieldSize: 20, valueAt: 12 }],
]);
const headerSize = 16;

/** TIFF 6.0, section 8: bit 0 is a smaller version of another picture, bit 2 the mask of one. */
const newSubfileType = 254;
const noPage = 0b101;
/** The same before TIFF 5: 2 is a smaller version. */
const oldSubfileType = 255;
const smaller = 2;
const typeShort = 3;
/** More fields than any directory has. */
const mostFields = 4096;

/**
 * Numbers of those directories of a TIFF, from 0, that are pages: not its thumbnails, and not the smaller versions that
 * viewers zoom with. Where the file is damaged, those before.
 */
export function tiffPages(file: PictureFile): readonly number[] {
  const header = partOf(file, 0, headerSize);
  const isLittle = header.toString('latin1', 0, 2) === 'II';
  const numberAt = (bytes: Buffer, at: number, size: 2 | 4 | 8): number => {
    if (at + size > bytes.length) return 0;
    if (size === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  };
  const layout = layouts.get(numberAt(header, 2, 2));
  if (layout === undefined) return [];
  const { firstAt, placeSize, countSize, fieldSize, valueAt } = layout;

  const isPage = (fields: Buffer): boolean => {
    for (let at = 0; at < fields.length; at += fieldSize) {
      const tag = numberAt(fields, at, 2);
      const value = numberAt(fields, at + valueAt, numberAt(fields, at + 2, 2) === typeShort ? 2 : 4);
      if (tag === newSubfileType) return (value & noPage) === 0;
      if (tag === oldSubfileType) return value !== smaller;
    }
    return true;
  };

  const pages: number[] = [];
  const seen = new Set<number>();
  for (let place = numberAt(header, firstAt, placeSize); place !== 0 && !seen.has(place);) {
    const count = numberAt(partOf(file, place, place + countSize), 0, countSize);
    if (count === 0 || count > mostFields) break;
    const end = place + countSize + count * fieldSize;
    if (isPage(partOf(file, place + countSize, end))) pages.push(seen.size);
    seen.add(place);
    place = numberAt(partOf(file, end, end + placeSize), 0, placeSize);
  }
  return pages;
}
