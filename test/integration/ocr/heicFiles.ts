import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Picture } from './pictures.ts';

/** A picture of even measures as a phone stores it, by Debian's heif-enc; of several, the first is the primary one. */
export function heicOf(...pictures: readonly Picture[]): Promise<Buffer> {
  return encodedHeic(['--quality', '60'], ...pictures);
}

/** As `heicOf`, with options of heif-enc. */
export async function encodedHeic(options: readonly string[], ...pictures: readonly Picture[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'porter-heic-'));
  try {
    const names = pictures.map((_, index) => join(folder, `${index}.png`));
    await Promise.all(names.map((name, index) => writeFile(name, pictures[index]?.writeToBuffer('.png') ?? '')));
    const file = join(folder, 'picture.heic');
    const args = [...options, '-p', 'preset=ultrafast', '--output', file, ...names];
    await promisify(execFile)('heif-enc', args);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The same file with a rotation among the properties of its first item (`irot`, ISO/IEC 23008-12 §6.5.10).
 *
 * @param quarters turns anticlockwise, by which a viewer turns it.
 */
export function withRotation(heic: Buffer, quarters: number): Buffer {
  return withProperty(heic, 'irot', [quarters]);
}

/** The same file mirrored by its first item's properties (`imir`, §6.5.12): 0 or 1, as libheif understands it. */
export function withMirror(heic: Buffer, axis: number): Buffer {
  return withProperty(heic, 'imir', [axis]);
}

/** The same file of whose first item so much is shown (`clap`, ISO/IEC 14496-12 §12.1.4), in pixels from its middle. */
export function withCrop(heic: Buffer, width: number, height: number, right: number, down: number): Buffer {
  const fractions = Buffer.alloc(32);
  [width, 1, height, 1, right, 1, down, 1].forEach((value, index) => fractions.writeInt32BE(value, 4 * index));
  return withProperty(heic, 'clap', [...fractions]);
}

/** The same file with an essential property behind the others of its first item. */
function withProperty(heic: Buffer, type: string, content: readonly number[]): Buffer {
  const property = Buffer.from([0, 0, 0, 8 + content.length, ...Buffer.from(type), ...content]);
  const file = Buffer.from(heic);
  const boxes = ['meta', 'iprp', 'ipco'].map((type) => boxIn(file, type));
  const [meta, iprp, ipco] = boxes as [Span, Span, Span];
  const count = propertiesIn(file, ipco);
  const ipma = boxIn(file, 'ipma');
  // Version and flags, count of items; then of the first: its id, the count of its properties, and they.
  const associations = ipma.start + 8 + 4 + 4 + 2;
  const end = associations + 1 + (file[associations] ?? 0);
  file[associations] = (file[associations] ?? 0) + 1;
  for (const { start } of [meta, iprp]) file.writeUInt32BE(file.readUInt32BE(start) + property.length + 1, start);
  file.writeUInt32BE(file.readUInt32BE(ipco.start) + property.length, ipco.start);
  file.writeUInt32BE(file.readUInt32BE(ipma.start) + 1, ipma.start);
  moveData(file, property.length + 1);
  const essential = 0x80;
  return Buffer.concat([
    file.subarray(0, ipco.end),
    property,
    file.subarray(ipco.end, end),
    Buffer.from([essential | (count + 1)]),
    file.subarray(end),
  ]);
}

/** The same file that says otherwise than its frame what its first item's colours are (`colr`; ITU-T H.273). */
export function withProfile(heic: Buffer, matrix: number, isFullRange: boolean): Buffer {
  const [primaries, transfer] = [1, 13];
  const content = [0, primaries, 0, transfer, 0, matrix, isFullRange ? 0x80 : 0];
  return withProperty(heic, 'colr', [...Buffer.from('nclx'), ...content]);
}

/** The same file that says that its first item lies in two parts, which lie behind each other. */
export function inTwoParts(heic: Buffer): Buffer {
  const file = Buffer.from(heic);
  const [meta, iloc] = ['meta', 'iloc'].map((type) => boxIn(file, type)) as [Span, Span];
  const added = 8;
  moveData(file, added);
  for (const { start } of [meta, iloc]) file.writeUInt32BE(file.readUInt32BE(start) + added, start);
  const extent = extentOf(file, 0);
  const [offset, length] = [file.readUInt32BE(extent), file.readUInt32BE(extent + 4)];
  const half = Math.floor(length / 2);
  file.writeUInt16BE(2, extent - 2);
  file.writeUInt32BE(half, extent + 4);
  const second = Buffer.alloc(added);
  second.writeUInt32BE(offset + half);
  second.writeUInt32BE(length - half, 4);
  return Buffer.concat([file.subarray(0, extent + added), second, file.subarray(extent + added)]);
}

/** The same file that says it has other measures (`ispe`). */
export function withSize(heic: Buffer, width: number, height: number): Buffer {
  const file = Buffer.from(heic);
  const { start } = boxIn(file, 'ispe');
  file.writeUInt32BE(width, start + 12);
  file.writeUInt32BE(height, start + 16);
  return file;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first box of that type, wherever it lies. */
export function boxIn(file: Buffer, type: string): Span {
  const start = file.indexOf(type) - 4;
  return { start, end: start + file.readUInt32BE(start) };
}

function propertiesIn(file: Buffer, ipco: Span): number {
  let count = 0;
  for (let at = ipco.start + 8; at < ipco.end; at += file.readUInt32BE(at)) count++;
  return count;
}

function moveData(file: Buffer, by: number): void {
  const items = file.readUInt16BE(boxIn(file, 'iloc').start + 14);
  for (let item = 0; item < items; item++) {
    const offset = extentOf(file, item);
    file.writeUInt32BE(file.readUInt32BE(offset) + by, offset);
  }
}

/** Where it is told where an item's data are, as heif-enc writes it: `iloc` with an extent an item, in the file. */
export function extentOf(file: Buffer, item: number): number {
  const { start } = boxIn(file, 'iloc');
  // Since version 1 an item has a method: id, method, reference, base, extents, offset, length.
  const method = (file[start + 8] ?? 0) === 0 ? 0 : 2;
  return start + 16 + item * (18 + method) + 10 + method;
}
