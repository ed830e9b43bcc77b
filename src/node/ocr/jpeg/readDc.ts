import { partOf } from '../pictureFile.ts';
import { CodedBits } from './codedBits.ts';
import { dcTablesOf, type HuffmanTable } from './huffmanTable.ts';
import { markers } from './jpegSegments.ts';
import { isDc, type Component, type Frame, type MultiScanJpeg, type Scan } from './multiScanJpeg.ts';

/** A component's DC coefficients, row by row. */
type DcCoefficients = ReadonlyMap<Component, Int16Array>;

/** What applies to the scans from here on. */
interface State {
  readonly tables: Map<number, HuffmanTable>;
  /** In units of several blocks; 0: there are no restarts. */
  restartInterval: number;
}

/** The largest symbol: more bits than a difference has. */
const mostBits = 15;

/**
 * Decodes the DC coefficients of a progressive JPEG out of all their scans.
 *
 * @throws Error where it lacks a table.
 */
export function readDc(jpeg: MultiScanJpeg): DcCoefficients {
  const { file, frame, parts } = jpeg;
  const dc = new Map(
    frame.components.map((component) => [component, new Int16Array(component.blocksAcross * component.blocksDown)]),
  );
  const state: State = { tables: new Map(), restartInterval: 0 };
  for (const part of parts) {
    const parameters = () => partOf(file, part.start + 4, part.headEnd);
    if (part.marker === markers.huffmanTables) {
      for (const [number, table] of dcTablesOf(parameters())) state.tables.set(number, table);
    } else if (part.marker === markers.restartInterval) {
      const [high = 0, low = 0] = parameters();
      state.restartInterval = high * 256 + low;
    } else if (part.scan && isDc(part.scan)) {
      const bits = new CodedBits(file, { start: part.headEnd, end: part.end });
      readScan(frame, part.scan, bits, state, dc);
    }
  }
  return dc;
}

function readScan(frame: Frame, scan: Scan, bits: CodedBits, state: State, dc: DcCoefficients): void {
  const coded = scan.components.map(({ component, dcTable }): CodedComponent => ({
    component,
    values: dc.get(component) ?? new Int16Array(),
    decoder: scan.refines ? new NextBit(bits, scan.shift) : new FirstBits(bits, state.tables.get(dcTable), scan.shift),
    // A component alone is coded block by block.
    ...(scan.components.length === 1 ? { across: 1, down: 1 } : { across: component.across, down: component.down }),
  }));
  const units = unitsOf(scan, frame);
  let untilRestart = state.restartInterval;
  for (let y = 0; y < units.down; y++) {
    for (let x = 0; x < units.across; x++) {
      if (state.restartInterval > 0 && untilRestart-- === 0) {
        bits.restart();
        for (const { decoder } of coded) decoder.restart?.();
        untilRestart = state.restartInterval - 1;
      }
      for (const component of coded) readUnit(component, x, y);
    }
  }
}

/** How many units a scan has: of a component alone its blocks, else what covers the picture (ITU-T T.81 §A.2). */
function unitsOf({ components }: Scan, frame: Frame): { readonly across: number; readonly down: number } {
  const [first, ...others] = components;
  if (first && others.length === 0) return { across: first.component.blocksAcross, down: first.component.blocksDown };
  return { across: Math.ceil(frame.width / (8 * frame.across)), down: Math.ceil(frame.height / (8 * frame.down)) };
}

interface Decoder {
  /** The coefficient, of which there is `held` so far. */
  next(held: number): number;
  /** Where what comes depends on what was before. */
  restart?(): void;
}

interface CodedComponent {
  readonly component: Component;
  readonly values: Int16Array;
  readonly decoder: Decoder;
  /** Its blocks in a unit. */
  readonly across: number;
  readonly down: number;
}

function readUnit({ component, values, decoder, across, down }: CodedComponent, x: number, y: number): void {
  for (let row = y * down; row < (y + 1) * down; row++) {
    for (let column = x * across; column < (x + 1) * across; column++) {
      // The last units may reach beyond the picture.
      const isInside = column < component.blocksAcross && row < component.blocksDown;
      const at = isInside ? row * component.blocksAcross + column : -1;
      const value = decoder.next(values[at] ?? 0);
      if (isInside) values[at] = value;
    }
  }
}

/** Decodes the upper bits of coefficients, which are coded as differences from the one before (§F.1.2.1, §G.1.2.1). */
class FirstBits implements Decoder {
  readonly #bits: CodedBits;
  readonly #table: HuffmanTable;
  readonly #shift: number;
  #last = 0;

  constructor(bits: CodedBits, table: HuffmanTable | undefined, shift: number) {
    if (table === undefined) throw new Error('a table of codes is missing');
    this.#bits = bits;
    this.#table = table;
    this.#shift = shift;
  }

  next(): number {
    const count = this.#table.read(this.#bits);
    if (count > mostBits) throw new Error('a table of codes is wrong');
    const value = this.#bits.bits(count);
    // Those without an upper bit are negative.
    this.#last += value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    return this.#last << this.#shift;
  }

  restart(): void {
    this.#last = 0;
  }
}

/** Decodes one more bit of coefficients. */
class NextBit implements Decoder {
  readonly #bits: CodedBits;
  readonly #shift: number;

  constructor(bits: CodedBits, shift: number) {
    this.#bits = bits;
    this.#shift = shift;
  }

  next(held: number): number {
    return held | (this.#bits.bit() << this.#shift);
  }
}
