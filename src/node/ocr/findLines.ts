import { detectText, mapScale } from './detectText.ts';
import type { NetworkThreads } from './fixedPoint/networkThreads.ts';
import type { Raster, Region } from './sampleRegion.ts';
import { around } from './textRegions.ts';

/** Lines of text on a page. */
interface FoundLines {
  /** In pixels of the raster. */
  readonly regions: readonly Region[];
  /** How far the text is turned clockwise, or half a turn farther: 0 or 1. */
  readonly quarterTurns: number;
}

/** Lines that slope more are looked at once more, along them: the network loses parts. In radians. */
const mostSlope = 0.05;
/** Text that can be seen so many times as large is looked at once more, from nearer. */
const muchNearer = 1.5;
/**
 * In pixels of the network's map: lines of this height need no nearer look, from which their letters would come apart.
 */
const largeText = 24;

/**
 * Finds the lines of text, whichever way the page lies; those of a page that fills the picture upright at first sight.
 */
export async function findLines(networks: Pick<NetworkThreads, 'run' | 'atOnce'>, raster: Raster): Promise<FoundLines> {
  const page = wholePage(raster, 0);
  let found = await detectText(networks, raster, page);
  const quarterTurns = found.sideways ? 1 : 0;
  if (found.sideways) found = await detectText(networks, raster, wholePage(raster, quarterTurns));
  const area = areaOf(found.regions, (quarterTurns * Math.PI) / 2 + found.slope);
  const scale = mapScale(page);
  const isSmall = scale < 1 && medianHeight(found.regions) * scale < largeText;
  const isFar = area !== undefined && isSmall && mapScale(area) > muchNearer * scale;
  if (area && (isFar || Math.abs(found.slope) > mostSlope)) found = await detectText(networks, raster, area);
  return { regions: found.regions, quarterTurns };
}

/** The whole raster as a region whose reading direction is turned. */
function wholePage({ width, height }: Raster, quarterTurns: number): Region {
  const lies = quarterTurns % 2 === 1;
  return {
    centerX: width / 2,
    centerY: height / 2,
    width: lies ? height : width,
    height: lies ? width : height,
    angle: (quarterTurns * Math.PI) / 2,
  };
}

/** 0 where there are none. */
function medianHeight(regions: readonly Region[]): number {
  return regions.map(({ height }) => height).toSorted((a, b) => a - b)[regions.length >> 1] ?? 0;
}

/** The region at that angle around all of them, which lie at about the same, and a little more. */
function areaOf(regions: readonly Region[], angle: number): Region | undefined {
  const [first, ...others] = regions;
  if (first === undefined) return undefined;
  const all = others.reduce(around, { ...first, angle });
  const margin = Math.max(...regions.map(({ height }) => height));
  return { ...all, width: all.width + 2 * margin, height: all.height + 2 * margin };
}
