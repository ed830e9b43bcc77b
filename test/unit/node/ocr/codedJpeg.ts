/** A component of a JPEG that the tests make. */
interface CodedComponent {
  readonly across: number;
  readonly down: number;
}

/** A progressive JPEG of DC coefficients alone. */
export interface CodedJpeg {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly components: readonly CodedComponent[];
  /** 0: there are no restarts. */
  readonly restartInterval: number;
  /** Bits that come in scans of their own. */
  readonly shift: number;
  /** Each component has scans of its own. */
  readonly isApart: boolean;
  /** Of a component, by block. */
  readonly valueAt: (component: number, column: number, row: number) => number;
}

export function segment(marker: number, ...parameters: number[]): number[] {
  const length = parameters.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...parameters];
}

/** Codes of DC coefficients: so many ones as a difference has bits, and a zero. */
const codes = segment(0xc4, 0, ...Array<number>(16).fill(1), ...Array.from({ length: 16 }, (_, count) => count));

export function codedJpeg(jpeg: CodedJpeg): Uint8Array {
  const { width, height, components, restartInterval, shift, isApart } = jpeg;
  const told = components.flatMap(({ across, down }, at) => [at + 1, across * 16 + down, 0]);
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const all = components.map((_, at) => at);
  const groups = isApart ? all.map((at) => [at]) : [all];
  const shifts = Array.from({ length: shift + 1 }, (_, at) => shift - at);
  const scans = shifts.flatMap((low) => groups.flatMap((group) => scan(jpeg, group, low)));
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, 0, ...Array<number>(64).fill(1)),
    ...segment(0xc2, 8, ...size, components.length, ...told),
    ...codes,
    ...segment(0xdd, restartInterval >> 8, restartInterval & 255),
    ...scans,
    ...[0xff, 0xd9],
  ]);
}

/** How many blocks a component has. */
export function blocksOf({ width, height, components }: CodedJpeg, component: CodedComponent) {
  const largest = (key: keyof CodedComponent) => Math.max(...components.map((one) => one[key]));
  const blocks = (length: number, key: keyof CodedComponent) =>
    Math.ceil(Math.ceil((length * component[key]) / largest(key)) / 8);
  return { columns: blocks(width, 'across'), rows: blocks(height, 'down') };
}

function scan(jpeg: CodedJpeg, group: readonly number[], low: number): number[] {
  const { components, shift, restartInterval } = jpeg;
  const isFirst = low === shift;
  const bits: string[] = [];
  const bytes = segment(
    0xda,
    group.length,
    ...group.flatMap((at) => [at + 1, 0]),
    0,
    0,
    (isFirst ? 0 : low + 1) * 16 + low,
  );
  const last = components.map(() => 0);
  const flush = () => {
    const text = bits.splice(0).join('');
    for (let at = 0; at < text.length; at += 8) {
      const byte = parseInt(text.slice(at, at + 8).padEnd(8, '1'), 2);
      bytes.push(...(byte === 255 ? [255, 0] : [byte]));
    }
  };
  let count = 0;
  for (const unit of unitsOf(jpeg, group)) {
    if (restartInterval > 0 && count > 0 && count % restartInterval === 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((count / restartInterval - 1) % 8));
      last.fill(0);
    }
    for (const { component, column, row } of unit) {
      const value = jpeg.valueAt(component, column, row) >> low;
      bits.push(isFirst ? difference(value - (last[component] ?? 0)) : String(value & 1));
      last[component] = value;
    }
    count++;
  }
  flush();
  return bytes;
}

/** ITU-T T.81 §F.1.2.1. */
function difference(value: number): string {
  const count = Math.abs(value).toString(2).length * Number(value !== 0);
  const written = value < 0 ? value + 2 ** count - 1 : value;
  return '1'.repeat(count) + '0' + (count > 0 ? written.toString(2).padStart(count, '0') : '');
}

/** What is coded in turn: a block of a component alone, or those of all in a piece of the picture. */
function unitsOf(jpeg: CodedJpeg, group: readonly number[]) {
  const { components, width, height } = jpeg;
  const [first = 0] = group;
  const alone = components[first];
  const isAlone = group.length === 1 && alone !== undefined;
  const [mostAcross, mostDown] = [
    Math.max(...components.map(({ across }) => across)),
    Math.max(...components.map(({ down }) => down)),
  ];
  const { columns, rows } = isAlone
    ? blocksOf(jpeg, alone)
    : { columns: Math.ceil(width / (8 * mostAcross)), rows: Math.ceil(height / (8 * mostDown)) };
  const units = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const unit = [];
      for (const component of group) {
        const { across, down } = isAlone ? { across: 1, down: 1 } : (components[component] ?? { across: 1, down: 1 });
        for (let at = 0; at < across * down; at++) {
          unit.push({ component, column: x * across + (at % across), row: y * down + Math.floor(at / across) });
        }
      }
      units.push(unit);
    }
  }
  return units;
}
