import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { readableTypes } from '../../core/reading/readableFile.ts';
import { sniffer } from '../files/sniffer.ts';
import { rangeBytes, wholeOf } from '../files/wholeSource.ts';

/** Largest file that is read, in bytes: some kinds are held in memory whole. */
export const largestImageFile = 256_000_000;

/**
 * Reads a picture's file, into memory of its own, after a look at its signature.
 *
 * @throws as `imageType`.
 */
export async function readImageBytes(source: Source, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  await imageType(source, signal);
  return rangeBytes(source, wholeOf(source), signal);
}

/**
 * The media type of a picture's file, by its signature.
 *
 * @throws Problem `notAnImage`, `imageTypeUnsupported`, `imageFileTooLarge`, and what `Source.open` throws.
 */
export async function imageType(source: Source, signal: AbortSignal): Promise<string> {
  const file = source.path;
  const mediaType = (await sniffer.detect(source, signal)) ?? (source.size === 0 ? 'empty' : 'of an unknown type');
  if (!readableTypes.has(mediaType)) {
    const code = mediaType.startsWith('image/') ? 'imageTypeUnsupported' : 'notAnImage';
    throw new Problem(code, { file, mediaType });
  }
  if (source.size > largestImageFile) {
    throw new Problem('imageFileTooLarge', { file, size: source.size, limit: largestImageFile });
  }
  return mediaType;
}
