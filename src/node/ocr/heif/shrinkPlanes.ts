import type { Raster } from '../sampleRegion.ts';
import type { Axis, View } from './view.ts';

/** Samples of one kind, row by row. */
export interface Plane {
  readonly data: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
  /** Samples from one row to the next. */
  readonly stride: number;
  /** Of a sample. */
  readonly bits: number;
}

/** A picture as brightness and how far blue and red are from it, Y′CbCr. */
export interface Planes {
  readonly luma: Plane;
  /** Each as large as `luma`, or half as large in one direction or both; absent: it is grey. */
  readonly colour: { readonly blue: Plane; readonly red: Plane } | undefined;
  /** MatrixCoefficients (ITU-T H.273 §8.3). */
  readonly matrix: number | undefined;
  /** Otherwise samples of 8 bits are 16 to 235 and 240 (VideoFullRangeFlag). */
  readonly isFullRange: boolean;
}

export interface ColourPlanes extends Planes {
  /** Of `luma`. */
  readonly view: View;
}

/** Parts of red and blue in the brightness, by MatrixCoefficients. */
const knownWeights: Readonly<Record<number, readonly [number, number]>> = {
  1: [0.2126, 0.0722],
  4: [0.3, 0.11],
  7: [0.212, 0.087],
  9: [0.2627, 0.0593],
  10: [0.2627, 0.0593],
};
/** ITU-R BT.601. */
const usualWeights = [0.299, 0.114] as const;
/** The planes are green, blue and red. */
const identity = 0;

/**
 * Averages squares of pixels and makes them red, green and blue; what is left of a square at the right and the bottom
 * is cut off.
 *
 * @param factor side of a square, at least 1.
 */
export function shrinkPlanes(picture: ColourPlanes, factor: number): Raster & { data: Uint8Array<ArrayBuffer> } {
  const { luma, colour, matrix, view } = picture;
  const [width, height] = [Math.floor(view.across.count / factor), Math.floor(view.down.count / factor)];
  const pixels = new Uint8ClampedArray(width * height * 3);
  const isBlueAndRed = colour !== undefined && matrix !== identity;
  const rowOf = (plane: Plane) => averagesOf(plane, luma, view, factor);
  const [lumaRow, blueRow, redRow] = [rowOf(luma), rowOf(colour?.blue ?? luma), rowOf(colour?.red ?? luma)];
  const brightness = scaleOf(luma, picture.isFullRange, [16, 235]);
  const difference = scaleOf(colour?.blue ?? luma, picture.isFullRange, [16, 240]);
  const [redPart, bluePart] = knownWeights[matrix ?? NaN] ?? usualWeights;
  let to = 0;
  for (let y = 0; y < height; y++) {
    const [lumas, blues, reds] = [lumaRow(y), blueRow(y), redRow(y)];
    for (let x = 0; x < width; x++) {
      const first = ((lumas[x] ?? 0) - brightness.black) * brightness.scale;
      if (isBlueAndRed) {
        const red = first + 2 * (1 - redPart) * ((reds[x] ?? 0) - difference.middle) * difference.scale;
        const blue = first + 2 * (1 - bluePart) * ((blues[x] ?? 0) - difference.middle) * difference.scale;
        pixels[to++] = red;
        pixels[to++] = (first - redPart * red - bluePart * blue) / (1 - redPart - bluePart);
        pixels[to++] = blue;
      } else {
        pixels[to++] = ((reds[x] ?? 0) - brightness.black) * brightness.scale;
        pixels[to++] = first;
        pixels[to++] = ((blues[x] ?? 0) - brightness.black) * brightness.scale;
      }
    }
  }
  return { data: new Uint8Array(pixels.buffer), width, height };
}

/** To 0 to 255, or as far on both sides of the middle. */
function scaleOf({ bits }: Plane, isFullRange: boolean, [least, most]: readonly [number, number]) {
  const middle = 2 ** (bits - 1);
  if (isFullRange) return { black: 0, middle, scale: 255 / (2 ** bits - 1) };
  const unit = 2 ** (bits - 8);
  return { black: least * unit, middle, scale: 255 / ((most - least) * unit) };
}

/** The averages of a row of squares as it is shown; the same array each time. */
function averagesOf(plane: Plane, whole: Plane, { across, down }: View, factor: number): (row: number) => Float32Array {
  const { data } = plane;
  const [columns, rows] = [spansOf(plane, whole, across, factor), spansOf(plane, whole, down, factor)];
  const averages = new Float32Array(columns.starts.length);
  return (row) => {
    const [top = 0, bottom = 0] = [rows.starts[row], rows.ends[row]];
    for (let x = 0; x < averages.length; x++) {
      const [left = 0, right = 0] = [columns.starts[x], columns.ends[x]];
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let column = left; column < right; column++) sum += data[y * rows.step + column * columns.step] ?? 0;
      }
      averages[x] = sum / ((bottom - top) * (right - left));
    }
    return averages;
  };
}

/** Which columns or rows of a plane squares are made of. */
interface Spans {
  readonly starts: Uint32Array;
  /** Those behind the last ones. */
  readonly ends: Uint32Array;
  /** Samples from one to the next. */
  readonly step: number;
}

function spansOf(plane: Plane, whole: Plane, { of, first, step, count }: Axis, factor: number): Spans {
  const [size, wholeSize] = of === 'columns' ? [plane.width, whole.width] : [plane.height, whole.height];
  // Of a plane that is half as large, an odd number of samples is shared by two squares.
  const scale = size < wholeSize ? 2 : 1;
  const squares = Array.from({ length: Math.floor(count / factor) }, (_, index) =>
    step === 1 ? first + index * factor : first + 1 - (index + 1) * factor,
  );
  return {
    starts: Uint32Array.from(squares, (start) => Math.floor(start / scale)),
    ends: Uint32Array.from(squares, (start) => Math.min(size, Math.ceil((start + factor) / scale))),
    step: of === 'columns' ? 1 : plane.stride,
  };
}
