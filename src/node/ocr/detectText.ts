import { Tensor, type InferenceSession } from 'onnxruntime-web/wasm';
import { channelRule, sampleRegion, type Raster, type Region } from './sampleRegion.ts';
import { findTextRegions } from './textRegions.ts';

/** Lines of text on a page. */
export interface Detection {
  /** In pixels of the raster. */
  readonly regions: readonly Region[];
  readonly sideways: boolean;
}

/** Longer side of what the network sees. Measured: 736 loses small print, 1920 costs 30 % for almost nothing. */
const longerSide = 1280;
/** A tiny picture is enlarged so much at most. */
const mostEnlarged = 2;
/** The network halves its input five times. */
const multiple = 32;

/** The means and deviations of ImageNet are in the order RGB, the planes go in as BGR. */
const planes = [channelRule(2, 0.406, 0.225), channelRule(1, 0.456, 0.224), channelRule(0, 0.485, 0.229)] as const;

/**
 * Finds lines of text with PP-OCRv4's detection network (a DB network, Liao et al. 2019).
 *
 * @param quarterTurns how often the page is to be turned clockwise's opposite to stand upright: its reading direction
 *   is that many quarters clockwise from the x axis.
 */
export async function detectText(session: InferenceSession, raster: Raster, quarterTurns: number): Promise<Detection> {
  const page = wholePage(raster, quarterTurns);
  const scale = Math.min(longerSide / Math.max(page.width, page.height), mostEnlarged);
  const width = Math.max(multiple, Math.round((page.width * scale) / multiple) * multiple);
  const height = Math.max(multiple, Math.round((page.height * scale) / multiple) * multiple);
  const data = new Float32Array(3 * width * height);
  sampleRegion(raster, page, { data, offset: 0, width, height, stride: width, planes });
  const probabilities = await runSession(session, new Tensor('float32', data, [1, 3, height, width]));
  const { regions, sideways } = findTextRegions({ width, height, probabilities: probabilities.data });
  return { regions: regions.map((region) => ontoRaster(region, page, width, height)), sideways };
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

/** Runs a network of one input and one output. */
export async function runSession(
  session: InferenceSession,
  input: Tensor,
): Promise<{ readonly data: Float32Array; readonly dims: readonly number[] }> {
  const results = await session.run({ [session.inputNames[0] ?? '']: input });
  const output = results[session.outputNames[0] ?? ''];
  if (!(output?.data instanceof Float32Array)) throw new Error('The network gave no floats.');
  return { data: output.data, dims: output.dims };
}
