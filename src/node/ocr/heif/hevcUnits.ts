/** Bytes of a file, from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Box extends Span {
  readonly type: string;
}

/**
 * Finds what a decoder of HEVC is given of a picture that is a single frame: the NAL units of its configuration, then
 * those of the frame (ISO/IEC 14496-12 §8.11 for the boxes, 14496-15 §8.3.3.1 for the configuration).
 *
 * @param item number of the picture in its file.
 * @returns undefined where the file isn't as it should be, or keeps the frame in pieces or outside of itself.
 */
export function hevcUnits(file: Buffer, item: number): readonly Span[] | undefined {
  try {
    const meta = fullBox(boxIn(file, { start: 0, end: file.length }, 'meta'));
    const configuration = configurationOf(file, boxIn(file, meta, 'iprp'), item);
    const frame = extentOf(file, boxIn(file, meta, 'iloc'), item);
    return [...configuration.units, ...unitsIn(file, frame, configuration.lengthSize)];
  } catch (thrown) {
    // Also what a Buffer throws that is read beyond its end.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function configurationOf(file: Buffer, iprp: Span, item: number) {
  const properties = [...boxes(file, boxIn(file, iprp, 'ipco'))];
  const isConfiguration = (index: number) => properties[index - 1]?.type === 'hvcC';
  const index = propertiesOf(file, boxIn(file, iprp, 'ipma'), item).find(isConfiguration);
  const record = properties[(index ?? 0) - 1];
  if (!record) throw new RangeError('no configuration');
  const fields = new Fields(file, record.start + 21);
  const lengthSize = (fields.next(1) & 3) + 1;
  const units: Span[] = [];
  for (let arrays = fields.next(1); arrays > 0; arrays--) {
    fields.next(1);
    for (let count = fields.next(2); count > 0; count--) units.push(fields.unit(2, record.end));
  }
  return { units, lengthSize };
}

/** @returns numbers of an item's properties, from 1. */
function propertiesOf(file: Buffer, ipma: Span, item: number): readonly number[] {
  const fields = new Fields(file, ipma.start);
  const version = fields.next(1);
  const indexSize = (fields.next(3) & 1) + 1;
  for (let entries = fields.next(4); entries > 0; entries--) {
    const id = fields.next(version < 1 ? 2 : 4);
    const count = fields.next(1);
    // The highest bit tells whether the property is essential.
    const indices = Array.from({ length: count }, () => fields.next(indexSize) & (2 ** (8 * indexSize - 1) - 1));
    if (id === item) return indices;
  }
  throw new RangeError('no properties');
}

/** @throws RangeError where the item isn't all in one place of the file. */
function extentOf(file: Buffer, iloc: Span, item: number): Span {
  const fields = new Fields(file, iloc.start);
  const version = fields.next(1);
  fields.next(3);
  const [offsetSize, lengthSize] = fields.nibbles();
  const [baseSize, indexSize] = fields.nibbles();
  for (let items = fields.next(version < 2 ? 2 : 4); items > 0; items--) {
    const id = fields.next(version < 2 ? 2 : 4);
    const method = version < 1 ? 0 : fields.next(2) & 15;
    const reference = fields.next(2);
    const base = fields.next(baseSize);
    const count = fields.next(2);
    const extents = Array.from({ length: count }, () => {
      if (version > 0) fields.next(indexSize);
      const start = base + fields.next(offsetSize);
      return { start, end: start + fields.next(lengthSize) };
    });
    if (id !== item) continue;
    const [extent] = extents;
    if (!extent || count > 1 || method > 0 || reference > 0 || extent.end > file.length) break;
    return extent;
  }
  throw new RangeError('no single place');
}

function unitsIn(file: Buffer, { start, end }: Span, lengthSize: number): readonly Span[] {
  const fields = new Fields(file, start);
  const units: Span[] = [];
  while (fields.at < end) units.push(fields.unit(lengthSize, end));
  return units;
}

/** @throws RangeError where there is none. */
function boxIn(file: Buffer, parent: Span, type: string): Box {
  for (const box of boxes(file, parent)) if (box.type === type) return box;
  throw new RangeError(`no ${type}`);
}

/** The contents of boxes. */
function* boxes(file: Buffer, { start, end }: Span): Generator<Box> {
  const fields = new Fields(file, start);
  while (fields.at < end) {
    const from = fields.at;
    const size = fields.next(4);
    const type = file.toString('latin1', fields.at, fields.at + 4);
    fields.at += 4;
    const next = size === 0 ? end : from + (size === 1 ? fields.next(8) : size);
    if (next < fields.at || next > end) throw new RangeError('a box ends elsewhere');
    yield { type, start: fields.at, end: next };
    fields.at = next;
  }
}

/** Without its version and flags. */
function fullBox({ start, end }: Span): Span {
  return { start: start + 4, end };
}

/** Numbers of a file, one after the other. */
class Fields {
  readonly #file: Buffer;
  at: number;

  constructor(file: Buffer, start: number) {
    this.#file = file;
    this.at = start;
  }

  /**
   * @param size in bytes: 0, 1, 2, 3, 4 or 8.
   * @throws RangeError
   */
  next(size: number): number {
    const at = this.at;
    this.at += size;
    if (size === 0) return 0;
    return size === 8 ? Number(this.#file.readBigUInt64BE(at)) : this.#file.readUIntBE(at, size);
  }

  nibbles(): [number, number] {
    const both = this.next(1);
    return [both >> 4, both & 15];
  }

  /**
   * What stands behind its length.
   *
   * @throws RangeError where it ends behind `end`.
   */
  unit(lengthSize: number, end: number): Span {
    const length = this.next(lengthSize);
    const start = this.at;
    this.at += length;
    if (this.at > end) throw new RangeError('a unit ends elsewhere');
    return { start, end: this.at };
  }
}
