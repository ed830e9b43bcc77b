import { multiple, tilesOf, type Tile } from './detectionTiles.ts';
import type { NetworkThreads } from './fixedPoint/networkThreads.ts';
import { discard, floatsInOwnPages } from './promptMemory.ts';
import { channelRule, sampleRegion, type Raster, type Region } from './sampleRegion.ts';
import { findTextRegions, type TextLayout } from './textRegions.ts';

/** Lines of text on a page. */
interface Detection extends Pick<TextLayout, 'sideways' | 'slope'> {
  /** In pixels of the raster. */
  readonly regions: readonly Region[];
}

/**
 * Longer side of what the network sees of an ordinary page. Measured: 736 loses small print, 1920 costs 30 % for almost
 * nothing.
 */
const ordinaryLength = 1280;
/** Shorter side of what the network sees of a long page. */
const leastShorterSide = 512;
/** Longest that a map gets. */
const longestMap = 12_800;
/** A tiny picture is enlarged so much at most. */
const mostEnlarged = 2;

/** The means and deviations of ImageNet are in the order RGB, the planes go in as BGR. */
const planes = [channelRule(2, 0.406, 0.225), channelRule(1, 0.456, 0.224), channelRule(0, 0.485, 0.229)] as const;

/**
 * Finds lines of text with PP-OCRv4's detection network (a DB network, Liao et al. 2019). It sees a large page in
 * parts.
 *
 * @param page where on the raster to look, and in which reading direction.
 */
export async function detectText(
  networks: Pick<NetworkThreads, 'run' | 'atOnce'>,
  raster: Raster,
  page: Region,
): Promise<Detection> {
  const { width, height } = mapSize(page);
  const probabilities = await textMap(networks, raster, page, { width, height });
  const { regions, ...layout } = findTextRegions({ width, height, probabilities });
  discard(probabilities);
  return { ...layout, regions: regions.map((region) => ontoRaster(region, page, width, height)) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the network's map to one of the raster, where it looks at that page. */
export function mapScale({ width, height }: Region): number {
  const [shorter, longer] = width < height ? [width, height] : [height, width];
  const wanted = Math.max(ordinaryLength / longer, leastShorterSide / shorter);
  return Math.min(wanted, longestMap / longer, mostEnlarged);
}

function mapSize(page: Region): Size {
  const { width, height } = page;
  const scale = mapScale(page);
  const inTiles = (side: number) => Math.max(multiple, Math.round((side * scale) / multiple) * multiple);
  return { width: inTiles(width), height: inTiles(height) };
}

/** How likely each pixel of the map is text. */
async function textMap(
  networks: Pick<NetworkThreads, 'run' | 'atOnce'>,
  raster: Raster,
  page: Region,
  map: Size,
): Promise<Float32Array> {
  const seenIn = async (left: number, top: number, width: number, height: number): Promise<Float32Array> => {
    const part = { centerX: left + width / 2, centerY: top + height / 2, width, height, angle: 0 };
    const data = floatsInOwnPages(3 * width * height);
    const region = ontoRaster(part, page, map.width, map.height);
    sampleRegion(raster, region, { data, offset: 0, width, height, stride: width, planes });
    return (await networks.run('detector', { data, count: 1, channels: 3, height, width })).data;
  };
  const isTall = map.height >= map.width;
  const whole = floatsInOwnPages(map.width * map.height);
  const takeTile = async ({ from, to, takenFrom, takenTo }: Tile) => {
    const [left, top, width, height] = isTall ? [0, from, map.width, to - from] : [from, 0, to - from, map.height];
    const seen = await seenIn(left, top, width, height);
    const [x0, x1] = isTall ? [0, width] : [takenFrom - from, takenTo - from];
    const [y0, y1] = isTall ? [takenFrom - from, takenTo - from] : [0, height];
    for (let y = y0; y < y1; y++) {
      whole.set(seen.subarray(y * width + x0, y * width + x1), (top + y) * map.width + left + x0);
    }
    discard(seen);
  };
  const tiles = tilesOf(Math.max(map.width, map.height), Math.min(map.width, map.height));
  const waiting = tiles.values();
  const takeTiles = async () => {
    for (const tile of waiting) await takeTile(tile);
  };
  await Promise.all(Array.from({ length: networks.atOnce }, takeTiles));
  return whole;
}

/** From pixels of the network's map to those of the raster. */
function ontoRaster(region: Region, page: Region, mapWidth: number, mapHeight: number): Region {
  const scaleX = page.width / mapWidth;
  const scaleY = page.height / mapHeight;
  const [sin, cos] = [Math.sin(page.angle), Math.cos(page.angle)];
  const u = (region.centerX - mapWidth / 2) * scaleX;
  const v = (region.centerY - mapHeight / 2) * scaleY;
  return {
    centerX: page.centerX + u * cos - v * sin,
    centerY: page.centerY + u * sin + v * cos,
    width: region.width * scaleX,
    height: region.height * scaleY,
    angle: page.angle + region.angle,
  };
}
