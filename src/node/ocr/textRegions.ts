import { discard } from './promptMemory.ts';
import type { Region } from './sampleRegion.ts';

/** How likely each pixel is text, 0 to 1, row by row: what the detection network says. */
interface TextMap {
  readonly width: number;
  readonly height: number;
  readonly probabilities: Float32Array;
}

/** Where text lies on a map. */
export interface TextLayout {
  /** In pixels of the map, in no order. All lie at nearly the same angle. */
  readonly regions: readonly Region[];
  /** Of the lines in the middle, clockwise from the x axis, in radians. */
  readonly slope: number;
  /** Whether most of the text runs up or down: the page is turned by a quarter. */
  readonly sideways: boolean;
}

const textThreshold = 0.3;
const leastScore = 0.5;
/** In pixels of the map, before growing. */
const leastSide = 3;
/** The network was trained on text shrunk by this; see "unclip ratio" in PaddleOCR's DB post-processing. */
const growth = 1.6;
/** A slope below this, in radians, is the noise of measuring it. */
const leastSlope = 0.006;

/**
 * A box that text fills less, before growing, is that of a line that sags, of lines that hang together, or of a stamp.
 */
const leastFilled = 0.4;
/** One or two figures are not wider than so many times their height, after growing. */
const widestFigures = 1.5;

/** Lines run together where the first and the last differ by more than this. In radians, as what follows. */
const leastFan = 0.04;
/** No line of a page slopes so much more than others. */
const mostFanned = 0.15;
/** So many lines tell that they run together. */
const leastFanned = 6;

/** A connected patch of text pixels, with the moments that tell where it points. */
interface Patch {
  /** Pixel indexes. */
  readonly pixels: Int32Array;
  readonly score: number;
  readonly angle: number;
  /** Deviation of the pixels along `angle`, and across it. */
  readonly along: number;
  readonly across: number;
  /** How far down its middle is. */
  readonly y: number;
}

/** Finds the lines of text: connected pixels above a threshold, boxed along the page's slope and grown. */
export function findTextRegions(map: TextMap): TextLayout {
  const patches = findPatches(map).filter((patch) => patch.score >= leastScore);
  const sloping = slopingPatches(patches);
  const slope = medianSlope(sloping);
  const slopeAt = slopeDown(sloping, slope, map.height);
  const [lines, sagging, stamps]: [Region[], Region[], Region[]] = [[], [], []];
  for (const { pixels, angle, y } of patches) {
    const box = boxAlong(pixels, map.width, slopeAt(y));
    if (Math.min(box.width, box.height) < leastSide) continue;
    if (pixels.length >= leastFilled * box.width * box.height) lines.push(grow(box));
    else if (Math.abs(angle - box.angle) < mostFanned) sagging.push(grow(box));
    else stamps.push(grow(box));
  }
  // A box that is mostly empty would swallow the lines beside which it lies.
  const others = joinOverlapping(lines).filter((line) => !(isFigures(line) && joinInto(sagging, line)));
  return { regions: [...others, ...sagging, ...stamps], slope, sideways: isSideways(patches) };
}

function isFigures({ width, height }: Region): boolean {
  return width <= widestFigures * height;
}

/** Grows a box on all sides by area × ratio / perimeter. */
export function grow(box: Region): Region {
  const distance = (box.width * box.height * growth) / (2 * (box.width + box.height));
  return { ...box, width: box.width + 2 * distance, height: box.height + 2 * distance };
}

/**
 * Joins a box with a wider one of its row that covers most of it, such as a figure just before a word: its text would
 * be read twice. All boxes lie at about the same angle.
 */
export function joinOverlapping(regions: readonly Region[]): Region[] {
  const joined: Region[] = [];
  for (const region of regions.toSorted((a, b) => b.width - a.width)) {
    if (!joinInto(joined, region)) joined.push(region);
  }
  return joined;
}

/** Extends the first that covers most of the region; false where none does. */
function joinInto(joined: Region[], region: Region): boolean {
  const index = joined.findIndex((wider) => coversMostOf(wider, region));
  const wider = joined[index];
  if (wider === undefined) return false;
  joined[index] = around(wider, region);
  return true;
}

function coversMostOf(wider: Region, region: Region): boolean {
  const { along, across } = offset(wider, region);
  const sharedWidth = Math.min(region.width, (wider.width + region.width) / 2 - Math.abs(along));
  const sharedHeight = Math.min(region.height, (wider.height + region.height) / 2 - Math.abs(across));
  const isOnItsRow = Math.abs(across) < wider.height / 2;
  return isOnItsRow && sharedWidth > region.width / 2 && sharedHeight > region.height / 2;
}

/** The box around two that lie at one angle. */
export function around(first: Region, second: Region): Region {
  const { along, across } = offset(first, second);
  const left = Math.min(-first.width, 2 * along - second.width) / 2;
  const right = Math.max(first.width, 2 * along + second.width) / 2;
  const top = Math.min(-first.height, 2 * across - second.height) / 2;
  const bottom = Math.max(first.height, 2 * across + second.height) / 2;
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  const [sin, cos] = [Math.sin(first.angle), Math.cos(first.angle)];
  return {
    ...first,
    centerX: first.centerX + u * cos - v * sin,
    centerY: first.centerY + u * sin + v * cos,
    width: right - left,
    height: bottom - top,
  };
}

/** From the middle of one box to that of the other, along the first's reading direction and across it. */
function offset(from: Region, to: Region): { readonly along: number; readonly across: number } {
  const [dx, dy] = [to.centerX - from.centerX, to.centerY - from.centerY];
  const [sin, cos] = [Math.sin(from.angle), Math.cos(from.angle)];
  return { along: dx * cos + dy * sin, across: dy * cos - dx * sin };
}

function findPatches({ width, height, probabilities }: TextMap): Patch[] {
  const seen = new Uint8Array(width * height);
  let count = 0;
  for (const probability of probabilities) if (probability > textThreshold) count++;
  // Every pixel of text enters once, so the pixels of a patch end up beside each other.
  const queue = new Int32Array(count);
  const patches: Patch[] = [];
  let end = 0;
  const visit = (pixel: number) => {
    if (seen[pixel] === 1 || !((probabilities[pixel] ?? 0) > textThreshold)) return;
    seen[pixel] = 1;
    queue[end++] = pixel;
  };
  for (let start = 0; start < seen.length; start++) {
    const first = end;
    visit(start);
    for (let next = first; next < end; next++) {
      const pixel = queue[next] ?? 0;
      const x = pixel % width;
      for (let row = pixel - width; row <= pixel + width; row += width) {
        if (row < 0 || row >= seen.length) continue;
        if (x > 0) visit(row - 1);
        visit(row);
        if (x < width - 1) visit(row + 1);
      }
    }
    if (end > first) patches.push(measure(queue.subarray(first, end), width, probabilities));
  }
  discard(seen);
  return patches;
}

function measure(pixels: Int32Array, mapWidth: number, probabilities: Float32Array): Patch {
  let [score, sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0, 0];
  for (const pixel of pixels) {
    const x = pixel % mapWidth;
    const y = (pixel - x) / mapWidth;
    score += probabilities[pixel] ?? 0;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  const count = pixels.length;
  const xx = sumXX / count - (sumX / count) ** 2;
  const yy = sumYY / count - (sumY / count) ** 2;
  const xy = sumXY / count - (sumX / count) * (sumY / count);
  // Eigenvalues of the covariance: the deviations along and across the main axis, squared.
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return {
    pixels,
    score: score / count,
    angle: Math.atan2(2 * xy, xx - yy) / 2,
    along: Math.sqrt(middle + spread),
    across: Math.sqrt(Math.max(0, middle - spread)),
    y: sumY / count,
  };
}

/** The long ones, which tell how the text slopes. */
function slopingPatches(patches: readonly Patch[]): readonly Patch[] {
  return patches.filter((patch) => patch.along > 4 * patch.across && Math.abs(patch.angle) < Math.PI / 4);
}

/** Median angle, each patch weighted with its length; 0 where there is none. */
function medianSlope(sloping: readonly Patch[]): number {
  let rest = sloping.reduce((sum, patch) => sum + patch.along, 0) / 2;
  for (const { along, angle } of sloping.toSorted((a, b) => a.angle - b.angle)) {
    rest -= along;
    if (rest <= 0) return Math.abs(angle) < leastSlope ? 0 : angle;
  }
  return 0;
}

/**
 * The slope at each height: on a photo taken from the side, lines run together. It changes evenly (weighted least
 * squares).
 */
function slopeDown(sloping: readonly Patch[], slope: number, height: number): (y: number) => number {
  const near = sloping.filter(({ angle }) => Math.abs(angle - slope) < mostFanned);
  const weight = near.reduce((sum, { along }) => sum + along, 0);
  const mean = (value: (patch: Patch) => number) =>
    near.reduce((sum, patch) => sum + patch.along * value(patch), 0) / weight;
  const [middle, angle] = [mean(({ y }) => y), mean((patch) => patch.angle)];
  const perPixel = mean((patch) => (patch.y - middle) * (patch.angle - angle)) / mean(({ y }) => (y - middle) ** 2);
  if (near.length < leastFanned || !(Math.abs(perPixel) * height > leastFan)) return () => slope;
  return (y) => angle + perPixel * (y - middle);
}

function isSideways(patches: readonly Patch[]): boolean {
  let balance = 0;
  for (const patch of patches) {
    if (patch.along > 2 * patch.across) balance += Math.abs(patch.angle) > Math.PI / 4 ? patch.along : -patch.along;
  }
  return balance > 0;
}

function boxAlong(pixels: Int32Array, mapWidth: number, angle: number): Region {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const pixel of pixels) {
    const x = (pixel % mapWidth) + 0.5;
    const y = Math.floor(pixel / mapWidth) + 0.5;
    const u = x * cos + y * sin;
    const v = y * cos - x * sin;
    if (u < left) left = u;
    if (u > right) right = u;
    if (v < top) top = v;
    if (v > bottom) bottom = v;
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return {
    centerX: u * cos - v * sin,
    centerY: u * sin + v * cos,
    width: right - left + 1,
    height: bottom - top + 1,
    angle,
  };
}
