import { Tensor, type InferenceSession } from 'onnxruntime-web/wasm';
import type { Planes } from './fixedPoint/backbone.ts';
import type { NetworkThreads } from './fixedPoint/networkThreads.ts';
import { ctcDecode, type Character } from './ctcDecode.ts';
import type { BestClasses, Head } from './fixedPoint/head.ts';
import { discard } from './promptMemory.ts';
import { channelRule, sampleRegion, type Raster, type Region } from './sampleRegion.ts';

/** A line of text as the network read it. */
export interface ReadLine {
  readonly region: Region;
  readonly characters: readonly Character[];
  /** Mean of its characters', 0 to 1; 0 where nothing was read. */
  readonly confidence: number;
}

/** The recognition network in three parts, and the characters of its classes. */
export interface Recogniser {
  readonly networks: NetworkThreads;
  /** What is between the other two; it may still be loading. */
  readonly neck: Promise<InferenceSession>;
  readonly head: Head;
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
  { networks, neck, head, dictionary }: Recogniser,
  raster: Raster,
  regions: readonly Region[],
  onProgress: (fraction: number) => void,
): Promise<ReadLine[]> {
  const crops = regions.map((region, index) => ({ region, index, width: cropWidth(region) }));
  const total = crops.reduce((sum, crop) => sum + crop.width, 0);
  const lines: ReadLine[] = [];
  let done = 0;
  const batches = batchesOfLikeWidth(crops).values();
  const readBatches = async () => {
    for (const batch of batches) {
      const features = await networks.run(
        'backbone',
        drawLines(
          raster,
          batch.map(({ region }) => region),
        ),
      );
      const { count, channels, height, width } = features;
      const output = await runSession(
        await neck,
        new Tensor('float32', features.data, [count, channels, height, width]),
      );
      discard(features.data);
      readLines(batch, head.classify(output.data), dictionary, lines);
      discard(output.data);
      done += batch.reduce((sum, crop) => sum + crop.width, 0);
      onProgress(done / total);
    }
  };
  await Promise.all(Array.from({ length: networks.atOnce }, readBatches));
  return lines;
}

/** Lines as the network sees them, padded to the width of the widest. */
export function drawLines(raster: Raster, regions: readonly Region[]): Planes {
  const widths = regions.map(cropWidth);
  const width = Math.max(...widths);
  const size = 3 * lineHeight * width;
  const data = new Float32Array(regions.length * size);
  regions.forEach((region, place) => {
    const area = { data, offset: place * size, stride: width };
    sampleRegion(raster, region, { ...area, width: widths[place] ?? width, height: lineHeight, planes });
  });
  return { data, count: regions.length, channels: 3, height: lineHeight, width };
}

/** @param lines where the batch's are put. */
function readLines(batch: readonly Crop[], best: BestClasses, dictionary: readonly string[], lines: ReadLine[]): void {
  const widest = Math.max(...batch.map(({ width }) => width));
  const steps = best.classes.length / batch.length;
  batch.forEach(({ region, index, width }, place) => {
    const covered = width / widest;
    const characters = ctcDecode({ ...best, from: place * steps, steps, covered }, dictionary);
    lines[index] = { region, characters, confidence: meanConfidence(characters) };
  });
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

/** Runs a network of one input and one output. */
async function runSession(
  session: InferenceSession,
  input: Tensor,
): Promise<{ readonly data: Float32Array; readonly dims: readonly number[] }> {
  const results = await session.run({ [session.inputNames[0] ?? '']: input });
  const output = results[session.outputNames[0] ?? ''];
  if (!(output?.data instanceof Float32Array)) throw new Error('The network gave no floats.');
  return { data: output.data, dims: output.dims };
}
