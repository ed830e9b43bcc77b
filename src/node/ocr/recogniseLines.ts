import { Tensor, type InferenceSession } from 'onnxruntime-web/wasm';
import { ctcDecode, type Character } from './ctcDecode.ts';
import { runSession } from './detectText.ts';
import { channelRule, sampleRegion, type Raster, type Region } from './sampleRegion.ts';

/** A line of text as the network read it. */
export interface ReadLine {
  readonly region: Region;
  readonly characters: readonly Character[];
  /** Mean of its characters', 0 to 1; 0 where nothing was read. */
  readonly confidence: number;
}

export interface Recogniser {
  readonly session: InferenceSession;
  readonly dictionary: readonly string[];
}

const lineHeight = 48;
const leastWidth = 16;
const mostWidth = 1600;
/** Widest batch, in pixels of all its lines. */
const batchWidth = 1600;
/** The narrowest line of a batch against the widest: padding costs as much time as text. */
const leastAlike = 0.92;

const planes = [channelRule(2, 0.5, 0.5), channelRule(1, 0.5, 0.5), channelRule(0, 0.5, 0.5)] as const;

interface Crop {
  readonly region: Region;
  readonly index: number;
  readonly width: number;
}

/**
 * Reads lines with PP-OCRv4's recognition network, in batches of like width. The result is in the order of `regions`.
 *
 * @param onProgress told the part of the work done, 0 to 1.
 */
export async function recogniseLines(
  { session, dictionary }: Recogniser,
  raster: Raster,
  regions: readonly Region[],
  onProgress: (fraction: number) => void,
): Promise<ReadLine[]> {
  const crops = regions.map((region, index) => ({ region, index, width: cropWidth(region) }));
  const total = crops.reduce((sum, crop) => sum + crop.width, 0);
  const lines: ReadLine[] = [];
  let done = 0;
  for (const batch of batchesOfLikeWidth(crops)) {
    const width = Math.max(...batch.map((crop) => crop.width));
    const data = new Float32Array(batch.length * 3 * lineHeight * width);
    batch.forEach((crop, place) => {
      const offset = place * 3 * lineHeight * width;
      const size = { width: crop.width, height: lineHeight, stride: width };
      sampleRegion(raster, crop.region, { data, offset, ...size, planes });
    });
    const output = await runSession(session, new Tensor('float32', data, [batch.length, 3, lineHeight, width]));
    const [, steps = 0, classes = 0] = output.dims;
    batch.forEach((crop, place) => {
      const offset = place * steps * classes;
      const covered = crop.width / width;
      const characters = ctcDecode({ scores: output.data, offset, steps, classes, covered }, dictionary);
      lines[crop.index] = { region: crop.region, characters, confidence: meanConfidence(characters) };
      done += crop.width;
    });
    onProgress(done / total);
  }
  return lines;
}

function cropWidth(region: Region): number {
  const inProportion = Math.round((region.width * lineHeight) / region.height);
  return Math.min(mostWidth, Math.max(leastWidth, inProportion));
}

/** Widest first, so that the memory of the first batch does for all. */
function batchesOfLikeWidth(crops: readonly Crop[]): Crop[][] {
  const batches: Crop[][] = [];
  for (const crop of crops.toSorted((a, b) => b.width - a.width)) {
    const batch = batches.at(-1);
    const widest = batch?.[0]?.width ?? 0;
    if (batch && (batch.length + 1) * widest <= batchWidth && crop.width >= widest * leastAlike) batch.push(crop);
    else batches.push([crop]);
  }
  return batches;
}

function meanConfidence(characters: readonly Character[]): number {
  if (characters.length === 0) return 0;
  return characters.reduce((sum, character) => sum + character.confidence, 0) / characters.length;
}
