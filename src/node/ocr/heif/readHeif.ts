import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type VipsModule from 'wasm-vips';
import { HeavyImage, rasterSize, resized, UndecodableImage, type DecodeLimits, type Decoded } from '../decodeImage.ts';
import { discard, smallHeap } from '../promptMemory.ts';
import type { HeifAnswer } from './decodeHeif.ts';

/** What the thread is started with. */
export interface HeifRequest {
  /** Has heifThread.cjs and the files that it loads. */
  readonly folder: string;
  /** In memory of their own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly limits: DecodeLimits;
}

/**
 * Decodes a HEIC as `decodeHeif`, in a thread of its own, scaled down where it is larger than is read.
 *
 * @param handOver whether the bytes are needed no more.
 * @throws UndecodableImage, HeavyImage
 */
export async function readHeif(vips: typeof VipsModule, request: HeifRequest, handOver: boolean): Promise<Decoded> {
  const answer = await answerTo(request, handOver);
  if (answer.kind === 'refused') throw new UndecodableImage(answer.refusal);
  if (answer.kind === 'heavy') throw new HeavyImage();
  const { pixels, width, height, notes } = answer;
  const target = rasterSize(width, height);
  const raster = resized(vips, pixels, target);
  discard(pixels.data);
  return { raster, original: { width, height, scale: width / target.width, notes } };
}

/** @returns once the memory of the thread is let go of. */
async function answerTo(request: HeifRequest, handOver: boolean): Promise<HeifAnswer> {
  const thread = new Worker(join(request.folder, 'heifThread.cjs'), {
    workerData: request,
    transferList: handOver ? [request.bytes.buffer] : [],
    execArgv: [],
    resourceLimits: smallHeap,
  });
  let answer: HeifAnswer | undefined;
  thread.on('message', (message: HeifAnswer) => (answer = message));
  // Rejects with what the thread throws.
  await once(thread, 'exit');
  if (answer === undefined) throw new Error('the thread that decodes HEIC ended without an answer');
  return answer;
}
