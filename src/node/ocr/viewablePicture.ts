import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { readImageBytes } from './imageBytes.ts';
import { ReadingWorker } from './readingWorker.ts';

/** What Chromium shows as it is, turned as the EXIF orientation says. In WebP it heeds none, and TIFF it does not know. */
const viewable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/gif', 'image/bmp']);

/** In milliseconds; decoding alone takes a second or two. */
const timeLimit = 30_000;
/** It was read before, so its size is known to be bearable. */
const pixelLimit = Infinity;

/**
 * The picture as a file that a browser shows: itself, or a JPEG of it; of a document its page as it was read.
 *
 * @param assetsFolder Folder that the build fills with the engine's files: dist/ocr.
 * @throws Problem `imageDamaged`, `notAnImage`, `imageTypeUnsupported`, and what `Source.open` throws.
 */
export async function viewablePicture(source: Source, assetsFolder: string, signal: AbortSignal): Promise<Uint8Array> {
  const image = await readImageBytes(source, signal);
  if (viewable.has(image.mediaType)) return image.bytes;
  const worker = new ReadingWorker(assetsFolder, { threads: 1 });
  try {
    const request = { ...image, page: source.page, want: 'picture', pixelLimit } as const;
    const answer = await worker.ask(request, { signal, timeLimit, onProgress: () => undefined });
    if (answer.kind === 'picture') return answer.jpeg;
    const isDamaged = answer.kind === 'refused' && answer.refusal.kind === 'damaged';
    throw new Problem('imageDamaged', {
      file: source.path,
      reason: isDamaged ? answer.refusal.reason : 'it cannot be decoded',
    });
  } finally {
    void worker.end();
  }
}
