import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { readableTypes } from '../../core/readableFile.ts';
import { sniffer } from '../files/sniffer.ts';
import { rangeBytes, wholeOf } from '../files/wholeSource.ts';

/** A picture's file, in memory of its own. */
export interface ImageBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

/** Largest file that is read, in bytes: it is held in memory whole. */
export const largestImageFile = 256_000_000;

/**
 * Reads a picture's file after a look at its signature.
 *
 * @throws Problem `notAnImage`, `imageTypeUnsupported`, `imageFileTooLarge`, and what `Source.open` throws.
 */
export async function readImageBytes(source: Source, signal: AbortSignal): Promise<ImageBytes> {
  const file = source.path;
  const mediaType = (await sniffer.detect(source, signal)) ?? (source.size === 0 ? 'empty' : 'of an unknown type');
  if (!readableTypes.has(mediaType)) {
    const code = mediaType.startsWith('image/') ? 'imageTypeUnsupported' : 'notAnImage';
    throw new Problem(code, { file, mediaType });
  }
  if (source.size > largestImageFile) {
    throw new Problem('imageFileTooLarge', { file, size: source.size, limit: largestImageFile });
  }
  return { bytes: await rangeBytes(source, wholeOf(source), signal), mediaType };
}
