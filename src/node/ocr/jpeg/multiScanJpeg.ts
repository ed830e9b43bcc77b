import { partOf, type PictureFile } from '../pictureFile.ts';
import { markers, segmentsOf, type Segment } from './jpegSegments.ts';

/** One of the colours of a frame (ITU-T T.81 §B.2.2). */
export interface Component {
  readonly id: number;
  /** Sampling factors: how many blocks it has in the smallest unit of what is coded. */
  readonly across: number;
  readonly down: number;
  readonly quantisationTable: number;
  /** In samples. */
  readonly width: number;
  readonly height: number;
  /** In blocks of 8 × 8 samples. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
}

export interface Frame {
  readonly marker: number;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The largest sampling factors. */
  readonly across: number;
  readonly down: number;
  readonly components: readonly Component[];
}

/** What a scan is of (§B.2.3). */
export interface Scan {
  readonly components: readonly { readonly component: Component; readonly dcTable: number }[];
  /** First and last coefficient of a block, in zigzag order: 0 is its mean, the DC coefficient. */
  readonly first: number;
  readonly last: number;
  /** It has one more bit of each coefficient. */
  readonly refines: boolean;
  /** How many bits are still to come. */
  readonly shift: number;
}

/** A segment and what is coded behind it. */
interface Part extends Segment {
  /** Where the next one starts. */
  readonly end: number;
  /** Where it is a scan. */
  readonly scan?: Scan;
}

/** A JPEG whose decoder has the coefficients of all components in memory until it has read the last scan. */
export interface MultiScanJpeg {
  readonly file: PictureFile;
  readonly frame: Frame;
  readonly parts: readonly Part[];
}

/** What a scan is of that is not progressive. */
const wholeBlocks = [0, 63, 0] as const;
const blockSize = 8;
/** Of a block, in bytes. */
const coefficientsSize = blockSize * blockSize * 2;
/** More segments than any JPEG has: those of the largest metadata have 64 kB each. */
const mostSegments = 10_000;
/** §G.1.1.1.2. */
const mostShift = 13;

/**
 * A JPEG in several scans, of at least `heldSize` bytes of coefficients, whose components can be told apart without
 * decoding more than DC coefficients.
 *
 * @returns undefined where it is another.
 * @throws Error where it is damaged.
 */
export function multiScanJpeg(file: PictureFile, heldSize: number): MultiScanJpeg | undefined {
  const parts: Part[] = [];
  let last: Omit<Part, 'end'> | undefined;
  let frame: Frame | undefined;
  for (const segment of segmentsOf(file)) {
    if (last) parts.push({ ...last, end: segment.start });
    if (parts.length > mostSegments) throw new Error('it has too many segments');
    last = segment;
    const head = () => partOf(file, segment.start, segment.headEnd);
    if (segment.marker === markers.scan) {
      if (frame === undefined) throw new Error('a scan of it has no frame');
      const scan = scanOf(head(), frame);
      if (!isSeparable(scan)) return undefined;
      last = { ...segment, scan };
    } else if (isFrame(segment)) {
      if (frame !== undefined || segment.marker > markers.progressive) return undefined;
      frame = frameOf(head());
      if (coefficientsOf(frame) < heldSize || !isWhole(frame)) return undefined;
    }
  }
  return frame && { file, frame, parts };
}

export function isFrame({ marker }: Segment): boolean {
  const others: readonly number[] = [markers.huffmanTables, markers.extension, markers.arithmeticTables];
  return marker >= markers.baseline && marker <= markers.lastFrame && !others.includes(marker);
}

/** Whether it has DC coefficients alone. */
export function isDc({ first, last }: Scan): boolean {
  return first === 0 && last === 0;
}

/** Others have codes of several components in turn, and how long one is depends on what was coded before. */
function isSeparable(scan: Scan): boolean {
  return isDc(scan) || scan.components.length === 1;
}

/** With components that the decoder enlarges, too, and with colours that it knows. */
function isWhole({ across, down, components }: Frame): boolean {
  const divides = (component: Component) => across % component.across === 0 && down % component.down === 0;
  return (components.length === 3 || components.length === 4) && components.every(divides);
}

function coefficientsOf({ components }: Frame): number {
  return (
    components.reduce((sum, { blocksAcross, blocksDown }) => sum + blocksAcross * blocksDown, 0) * coefficientsSize
  );
}

function frameOf(head: Buffer): Frame {
  const count = head[9] ?? 0;
  if (head.length !== 10 + count * 3) throw new Error('its frame has a wrong header');
  const [height, width] = [head.readUInt16BE(5), head.readUInt16BE(7)];
  const told = Array.from({ length: count }, (_, at) => {
    const [id = 0, sampling = 0, quantisationTable = 0] = head.subarray(10 + at * 3);
    return { id, across: sampling >> 4, down: sampling & 15, quantisationTable };
  });
  const across = Math.max(...told.map((component) => component.across));
  const down = Math.max(...told.map((component) => component.down));
  const components = told.map((component) => {
    const ownWidth = Math.ceil((width * component.across) / across);
    const ownHeight = Math.ceil((height * component.down) / down);
    return {
      ...component,
      width: ownWidth,
      height: ownHeight,
      blocksAcross: Math.ceil(ownWidth / blockSize),
      blocksDown: Math.ceil(ownHeight / blockSize),
    };
  });
  return { marker: head[1] ?? 0, width, height, across, down, components };
}

function scanOf(head: Buffer, frame: Frame): Scan {
  const count = head[4] ?? 0;
  if (head.length !== 8 + count * 2) throw new Error('a scan of it has a wrong header');
  const components = Array.from({ length: count }, (_, at) => {
    const [id, tables = 0] = head.subarray(5 + at * 2);
    const component = frame.components.find((component) => component.id === id);
    if (component === undefined) throw new Error('a scan of it is of an unknown component');
    return { component, dcTable: tables >> 4 };
  });
  const [first = 0, last = 0, bits = 0] =
    frame.marker === markers.progressive ? head.subarray(5 + count * 2) : wholeBlocks;
  const shift = bits & 15;
  if (shift > mostShift) throw new Error('a scan of it has a wrong header');
  return { components, first, last, refines: bits >> 4 > 0, shift };
}
