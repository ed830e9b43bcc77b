import type { Raster } from '../sampleRegion.ts';

/** Where the pixels of a pass of Adam7 begin, and how far they are apart (PNG specification §8.2). */
const passes = [
  { left: 0, top: 0, across: 8, down: 8 },
  { left: 4, top: 0, across: 8, down: 8 },
  { left: 0, top: 4, across: 4, down: 8 },
  { left: 2, top: 0, across: 4, down: 4 },
  { left: 0, top: 2, across: 2, down: 4 },
  { left: 1, top: 0, across: 2, down: 2 },
  { left: 0, top: 1, across: 1, down: 2 },
] as const;

type Pass = (typeof passes)[number];

/**
 * Averages squares of an interlaced picture's pixels as they come, in colours of 16 bits, of which the upper 8 count.
 */
export class Adam7Averager {
  readonly #width: number;
  readonly #height: number;
  /** Bytes of a pixel: 8 with alpha. */
  readonly #pixelSize: number;
  readonly #factor: number;
  readonly #newWidth: number;
  readonly #newHeight: number;
  /** Of a square's pixels, for each of its three colours. */
  readonly #sums: Uint16Array | Uint32Array;
  /** Whole rows of those that are still to come. */
  readonly #rows: Iterator<{ readonly pass: Pass; readonly y: number; readonly count: number }>;
  #row;
  /** Which filter, then the pixels; it and that above it in its pass. */
  #line = new Uint8Array();
  #above = new Uint8Array();
  #filled = 0;

  /** @param factor side of a square, at least 1. */
  constructor({ width, height, hasAlpha }: { width: number; height: number; hasAlpha: boolean }, factor: number) {
    this.#width = width;
    this.#height = height;
    this.#pixelSize = hasAlpha ? 8 : 6;
    this.#factor = factor;
    this.#newWidth = Math.floor(width / factor);
    this.#newHeight = Math.floor(height / factor);
    const sums = this.#newWidth * this.#newHeight * 3;
    this.#sums = factor * factor * 255 < 2 ** 16 ? new Uint16Array(sums) : new Uint32Array(sums);
    this.#rows = this.#allRows();
    this.#row = this.#nextRow();
  }

  /** The next of the filtered rows; what comes after the last is nothing of the picture. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#row;) {
      const piece = bytes.subarray(at, at + this.#line.length - this.#filled);
      this.#line.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled < this.#line.length) return;
      unfilter(this.#line, this.#above, this.#pixelSize);
      this.#sumUp(this.#row.pass, this.#row.y);
      this.#row = this.#nextRow();
    }
  }

  /** @throws when rows are missing. */
  finish(): Raster {
    if (this.#row) throw new Error('its pixels end too early');
    const count = this.#factor * this.#factor;
    const data = new Uint8Array(this.#sums.length);
    this.#sums.forEach((sum, at) => (data[at] = sum / count));
    return { data, width: this.#newWidth, height: this.#newHeight };
  }

  *#allRows() {
    for (const pass of passes) {
      const count = Math.ceil((this.#width - pass.left) / pass.across);
      if (count <= 0) continue;
      for (let y: number = pass.top; y < this.#height; y += pass.down) yield { pass, y, count };
    }
  }

  #nextRow() {
    const next = this.#rows.next();
    if (next.done) return undefined;
    const { pass, y, count } = next.value;
    const size = 1 + count * this.#pixelSize;
    this.#filled = 0;
    if (y === pass.top) {
      this.#line = new Uint8Array(size);
      this.#above = new Uint8Array(size);
    } else {
      [this.#line, this.#above] = [this.#above, this.#line];
    }
    return next.value;
  }

  #sumUp({ left, across }: Pass, y: number): void {
    const [line, sums, factor, pixelSize] = [this.#line, this.#sums, this.#factor, this.#pixelSize];
    const row = Math.floor(y / factor);
    if (row >= this.#newHeight) return;
    const end = this.#newWidth * factor;
    for (let x = left, from = 1; x < end; x += across, from += pixelSize) {
      const to = (row * this.#newWidth + Math.floor(x / factor)) * 3;
      const alpha = pixelSize === 8 ? (line[from + 6] ?? 0) : 255;
      for (let colour = 0; colour < 3; colour++) {
        const value = line[from + colour * 2] ?? 0;
        const onWhite = alpha === 255 ? value : 255 - Math.round(((255 - value) * alpha) / 255);
        sums[to + colour] = (sums[to + colour] ?? 0) + onWhite;
      }
    }
  }
}

/**
 * Undoes the filter of a row (PNG specification §9.2), which its first byte names.
 *
 * @param above the row above it, undone; zeros where there is none.
 * @param distance bytes to the pixel at the left.
 */
function unfilter(line: Uint8Array, above: Uint8Array, distance: number): void {
  const filter = line[0] ?? 0;
  for (let at = 1; at < line.length; at++) {
    const left = at > distance ? (line[at - distance] ?? 0) : 0;
    const up = above[at] ?? 0;
    const upLeft = at > distance ? (above[at - distance] ?? 0) : 0;
    line[at] = (line[at] ?? 0) + predicted(filter, left, up, upLeft);
  }
}

/** @throws when there is no such filter. */
function predicted(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - upLeft;
      const [toLeft, toUp, toUpLeft] = [
        Math.abs(estimate - left),
        Math.abs(estimate - up),
        Math.abs(estimate - upLeft),
      ];
      if (toLeft <= toUp && toLeft <= toUpLeft) return left;
      return toUp <= toUpLeft ? up : upLeft;
    }
    default:
      throw new Error(`its pixels have a filter ${filter}`);
  }
}
