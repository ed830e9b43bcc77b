import type { Line, Page } from '../../core/reading/reading.ts';
import { pageOnPicture, type Turn } from '../../core/reading/turnedPage.ts';
import type { Decoded } from './decodeImage.ts';
import type { Raster } from './sampleRegion.ts';

/**
 * Mean confidence of its letters from which on a page is taken as upright: poor prints were read with .63, turned ones
 * with .35 at most.
 */
const surelyUpright = 0.55;
/** Letters of less confidence speak against a way up. */
const evenConfidence = 0.5;

/**
 * Reads a picture with an engine that reads upright text only: where that goes badly, the other ways up are tried, and
 * the one that reads best is taken.
 *
 * @param readLines tells lines in pixels of the original picture, as if it had been turned like the raster it is given.
 */
export async function anyWayUp(
  { raster, original }: Decoded,
  readLines: (raster: Raster) => readonly Line[] | Promise<readonly Line[]>,
): Promise<Page> {
  const { width, height, notes } = original;
  const more = notes.length > 0 ? { notes } : {};
  const lines = await readLines(raster);
  let best: { readonly page: Page; readonly gain: number } = { page: { width, height, lines, ...more }, gain: 0 };
  const { mean, gain } = qualityOf(lines);
  if (mean >= surelyUpright) return best.page;
  best = { ...best, gain: Math.max(0, gain) };
  for (const turned of [180, 90, 270] as const) {
    const turnedLines = await readLines(turnBack(raster, turned));
    const quality = qualityOf(turnedLines);
    if (quality.gain <= best.gain) continue;
    const upright = { ...(turned === 180 ? { width, height } : { width: height, height: width }), lines: turnedLines };
    best = { page: { ...pageOnPicture(upright, turned), ...more }, gain: quality.gain };
    if (quality.mean >= surelyUpright) break;
  }
  return best.page;
}

/** Mean confidence of the letters, 0 where there are none; and by how much they speak for the page being upright. */
function qualityOf(lines: readonly Line[]): { readonly mean: number; readonly gain: number } {
  let [letters, sum] = [0, 0];
  for (const { text, confidence = 1 } of lines) {
    letters += text.length;
    sum += text.length * confidence;
  }
  return { mean: letters === 0 ? 0 : sum / letters, gain: sum - evenConfidence * letters };
}

/** The raster as it is when the paper is held upright, of one in which it is turned clockwise by so much. */
export function turnBack({ width, height, data }: Raster, turned: Turn): Raster {
  const size = turned === 180 ? { width, height } : { width: height, height: width };
  // Where the first pixel stands, and how far it is to the next one and to the next row.
  const [start, right, down] = {
    90: [width - 1, width, -1],
    180: [width * height - 1, -1, -width],
    270: [width * (height - 1), -width, 1],
  }[turned] as [number, number, number];
  const back = new Uint8Array(data.length);
  let to = 0;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const from = 3 * (start + x * right + y * down);
      back[to++] = data[from] ?? 0;
      back[to++] = data[from + 1] ?? 0;
      back[to++] = data[from + 2] ?? 0;
    }
  }
  return { ...size, data: back };
}
