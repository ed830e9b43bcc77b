import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Picture } from './pictures.ts';

/** A picture of even measures as a phone stores it, by Debian's heif-enc; of several, the first is the primary one. */
export async function heicOf(...pictures: readonly Picture[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'porter-heic-'));
  try {
    const names = pictures.map((_, index) => join(folder, `${index}.png`));
    await Promise.all(names.map((name, index) => writeFile(name, pictures[index]?.writeToBuffer('.png') ?? '')));
    const file = join(folder, 'picture.heic');
    await promisify(execFile)('heif-enc', ['--quality', '60', '-p', 'preset=ultrafast', '--output', file, ...names]);
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
  const irot = Buffer.from([0, 0, 0, 9, ...Buffer.from('irot'), quarters]);
  const file = Buffer.from(heic);
  const boxes = ['meta', 'iprp', 'ipco'].map((type) => boxIn(file, type));
  const [meta, iprp, ipco] = boxes as [Span, Span, Span];
  const count = propertiesIn(file, ipco);
  const ipma = boxIn(file, 'ipma');
  // Version and flags, count of items; then of the first: its id, the count of its properties, and they.
  const associations = ipma.start + 8 + 4 + 4 + 2;
  const end = associations + 1 + (file[associations] ?? 0);
  file[associations] = (file[associations] ?? 0) + 1;
  for (const { start } of [meta, iprp]) file.writeUInt32BE(file.readUInt32BE(start) + irot.length + 1, start);
  file.writeUInt32BE(file.readUInt32BE(ipco.start) + irot.length, ipco.start);
  file.writeUInt32BE(file.readUInt32BE(ipma.start) + 1, ipma.start);
  moveData(file, irot.length + 1);
  const essential = 0x80;
  return Buffer.concat([
    file.subarray(0, ipco.end),
    irot,
    file.subarray(ipco.end, end),
    Buffer.from([essential | (count + 1)]),
    file.subarray(end),
  ]);
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
function boxIn(file: Buffer, type: string): Span {
  const start = file.indexOf(type) - 4;
  return { start, end: start + file.readUInt32BE(start) };
}

function propertiesIn(file: Buffer, ipco: Span): number {
  let count = 0;
  for (let at = ipco.start + 8; at < ipco.end; at += file.readUInt32BE(at)) count++;
  return count;
}

/** Where the items' data are, as heif-enc writes it: `iloc` with an extent an item, in the file. */
function moveData(file: Buffer, by: number): void {
  const { start } = boxIn(file, 'iloc');
  // Since version 1 an item has a method: id, method, reference, base, extents, offset, length.
  const method = (file[start + 8] ?? 0) === 0 ? 0 : 2;
  const items = file.readUInt16BE(start + 14);
  for (let item = 0; item < items; item++) {
    const offset = start + 16 + item * (18 + method) + 10 + method;
    file.writeUInt32BE(file.readUInt32BE(offset) + by, offset);
  }
}
