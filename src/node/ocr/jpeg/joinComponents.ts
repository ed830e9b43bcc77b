import type VipsModule from 'wasm-vips';
import { readThrough } from '../readThrough.ts';
import { componentFiles } from './componentFiles.ts';
import { colourModelOf, type ColourModel } from './colourModel.ts';
import type { MultiScanJpeg } from './multiScanJpeg.ts';

type Vips = typeof VipsModule;
type VipsImage = VipsModule.Image;

/**
 * A picture of a JPEG's components, which are decoded one after the other, so that the coefficients of one alone are in
 * memory at a time.
 *
 * @param shrink decodes a JPEG of one component, to the size of the picture.
 * @returns it in RGB or CMYK.
 * @throws Error where the JPEG is damaged; what reading from the file throws, and what `shrink` does.
 */
export function joinComponents(
  vips: Vips,
  jpeg: MultiScanJpeg,
  shrink: (source: VipsModule.Source) => VipsImage,
): VipsImage {
  const planes: VipsImage[] = [];
  try {
    for (const file of componentFiles(jpeg)) {
      planes.push(readThrough(vips, file, (source) => lastOf(shrink(source), (plane) => plane.copyMemory())));
    }
    return lastOf(vips.Image.bandjoin(planes), (joined) => coloured(vips, joined, colourModelOf(jpeg)));
  } finally {
    for (const plane of planes) plane.delete();
  }
}

/** What each component adds to red, green and blue (ITU-T T.871 §7). */
const fromYcc = [
  [1, 0, 1.402],
  [1, -0.344136, -0.714136],
  [1, 1.772, 0],
] as const;
/** Of the colour differences. */
const middle = 128;

function coloured(vips: Vips, joined: VipsImage, model: ColourModel): VipsImage {
  switch (model) {
    case 'RGB':
      return joined.copy({ interpretation: vips.Interpretation.srgb });
    case 'CMYK':
      return lastOf(joined.invert(), (inks) => inks.copy({ interpretation: vips.Interpretation.cmyk }));
    case 'YCbCr':
      return mixed(vips, joined, fromYcc, vips.Interpretation.srgb);
    case 'YCCK':
      // Inks are what red, green and blue lack: what is there is none of them.
      return mixed(vips, joined, [...fromYcc.map((row) => [...row, 0]), [0, 0, 0, -1]], vips.Interpretation.cmyk);
  }
}

/** @param rows what each component adds to a colour. */
function mixed(
  vips: Vips,
  joined: VipsImage,
  rows: readonly (readonly number[])[],
  interpretation: VipsModule.Interpretation,
): VipsImage {
  const half = 0.5;
  const added = rows.map(([, blue = 0, red = 0, black = 0]) => half - middle * (blue + red) - 255 * black);
  const ones = rows.map(() => 1);
  return lastOf(vips.Image.newMatrix(rows.length, rows.length, rows.flat()), (factors) =>
    lastOf(joined.recomb(factors), (sums) =>
      lastOf(sums.linear(ones, added, { uchar: true }), (colours) => colours.copy({ interpretation })),
    ),
  );
}

/** What is made of an image that is let go of. */
function lastOf(image: VipsImage, make: (image: VipsImage) => VipsImage): VipsImage {
  try {
    return make(image);
  } finally {
    image.delete();
  }
}
