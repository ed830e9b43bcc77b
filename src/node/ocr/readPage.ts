import type { Page } from '../../core/reading/reading.ts';
import { assemblePage, type Original } from './assemblePage.ts';
import { findLines } from './findLines.ts';
import { recogniseLines, type ReadLine, type Recogniser } from './recogniseLines.ts';
import type { Raster, Region } from './sampleRegion.ts';

/** How many lines tell which way up a page is. */
const sampleLines = 6;
/** A page whose sample is read with this confidence is upright; another is tried the other way up too. */
const surelyUpright = 0.8;
/** Parts of the time that finding the lines takes, about. */
const detectionShare = 0.3;

/**
 * Reads a picture: finds the lines, reads them, and tries the other way up where that went badly.
 *
 * @param onProgress told the part of the work done, 0 to 1.
 */
export async function readPage(
  recogniser: Recogniser,
  raster: Raster,
  original: Original,
  onProgress: (fraction: number) => void,
): Promise<Page> {
  const { regions, quarterTurns } = await findLines(recogniser.networks, raster);
  onProgress(detectionShare);
  const readAll = (chosen: readonly Region[]) =>
    recogniseLines(recogniser, raster, chosen, (fraction) =>
      onProgress(detectionShare + fraction * (1 - detectionShare)),
    );
  const lines = await readAll(regions);
  const sample = longest(lines);
  const confidence = meanConfidence(sample);
  if (confidence >= surelyUpright) return assemblePage(lines, original, quarterTurns);
  const upsideDown = sample.map((line) => reverse(line.region));
  const reversed = await recogniseLines(recogniser, raster, upsideDown, () => undefined);
  if (meanConfidence(reversed) <= confidence) return assemblePage(lines, original, quarterTurns);
  return assemblePage(await readAll(regions.map(reverse)), original, quarterTurns + 2);
}

function longest(lines: readonly ReadLine[]): ReadLine[] {
  return lines.toSorted((a, b) => b.region.width - a.region.width).slice(0, sampleLines);
}

function reverse(region: Region): Region {
  return { ...region, angle: region.angle + Math.PI };
}

/** 1 where there are no lines: nothing speaks against it. */
function meanConfidence(lines: readonly ReadLine[]): number {
  if (lines.length === 0) return 1;
  return lines.reduce((sum, line) => sum + line.confidence, 0) / lines.length;
}
