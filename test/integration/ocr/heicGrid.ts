import { boxIn, extentOf } from './heicFiles.ts';

/** What a grid is made of. */
interface Tile {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The box. */
  readonly configuration: Buffer;
  readonly frame: Buffer;
}

/**
 * A file whose picture is so many copies of that of another, which is a single frame, beside and below each other
 * (`grid`, ISO/IEC 23008-12 §6.6.2.3).
 *
 * @param quarters turns anticlockwise.
 */
export function gridOf(heic: Buffer, columns: number, rows: number, quarters: number): Buffer {
  const tile = tileOf(heic);
  const size = numbers(4, columns * tile.width, rows * tile.height);
  const tiles = Array.from({ length: columns * rows }, (_, index) => index + 2);
  const descriptor = Buffer.concat([numbers(1, 0, 1, rows - 1, columns - 1), size]);
  const properties = [tile.configuration, sizeBox(numbers(4, tile.width, tile.height)), sizeBox(size), box('irot', numbers(1, quarters))]; // prettier-ignore
  const meta = (place: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, numbers(4, 0), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, numbers(2, 1)),
      // Offsets and lengths of 4 bytes, and no bases; the descriptor lies in `idat`, which is method 1.
      fullBox('iloc', 1, numbers(2, 0x4400, 1 + tiles.length), extent(1, 1, 0, descriptor), ...tiles.map((id) => extent(id, 0, place, tile.frame))), // prettier-ignore
      fullBox('iinf', 0, numbers(2, 1 + tiles.length), item(1, 'grid', false), ...tiles.map((id) => item(id, 'hvc1', true))), // prettier-ignore
      fullBox('iref', 0, box('dimg', numbers(2, 1, tiles.length, ...tiles))),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          0,
          numbers(4, 1 + tiles.length),
          associations(1, 3, essential | 4),
          ...tiles.map((id) => associations(id, essential | 1, 2)),
        ),
      ),
      box('idat', descriptor),
    );
  const type = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'));
  const boxHeader = 8;
  return Buffer.concat([type, meta(type.length + meta(0).length + boxHeader), box('mdat', tile.frame)]);
}

function tileOf(heic: Buffer): Tile {
  const [size, configuration] = [boxIn(heic, 'ispe'), boxIn(heic, 'hvcC')];
  const extent = extentOf(heic, 0);
  // The base of an item stands before the count of its extents.
  const start = heic.readUInt32BE(extent - 6) + heic.readUInt32BE(extent);
  return {
    width: heic.readUInt32BE(size.start + 12),
    height: heic.readUInt32BE(size.start + 16),
    configuration: heic.subarray(configuration.start, configuration.end),
    frame: heic.subarray(start, start + heic.readUInt32BE(extent + 4)),
  };
}

const essential = 0x80;

/** @param indices of its properties, from 1. */
function associations(id: number, ...indices: readonly number[]): Buffer {
  return Buffer.concat([numbers(2, id), numbers(1, indices.length, ...indices)]);
}

function sizeBox(size: Buffer): Buffer {
  return fullBox('ispe', 0, size);
}

function item(id: number, type: string, isHidden: boolean): Buffer {
  return box('infe', numbers(1, 2, 0, 0, isHidden ? 1 : 0), numbers(2, id, 0), Buffer.from(`${type}\0`));
}

function extent(id: number, method: number, place: number, { length }: Buffer): Buffer {
  return Buffer.concat([numbers(2, id, method, 0, 1), numbers(4, place, length)]);
}

/** With a version, and no flags. */
function fullBox(type: string, version: number, ...parts: readonly Buffer[]): Buffer {
  return box(type, numbers(1, version, 0, 0, 0), ...parts);
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([numbers(4, 8 + content.length), Buffer.from(type), content]);
}

/** Of so many bytes each. */
function numbers(size: number, ...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(size * values.length);
  values.forEach((value, index) => bytes.writeUIntBE(value, size * index, size));
  return bytes;
}
