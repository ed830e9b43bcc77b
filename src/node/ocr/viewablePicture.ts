import type { Source } from '../../core/model.ts';
import { sniffer } from '../files/sniffer.ts';
import { readImageBytes } from './imageBytes.ts';
import { KeptWorker } from './keptWorker.ts';

/**
 * What Chromium shows as it is, turned as the EXIF orientation says. In WebP it heeds none, and TIFF it does not know.
 */
const viewable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/gif', 'image/bmp']);

/** @param assetsFolder Folder that the build fills with the engine's files: dist/ocr. */
export function viewingWorker(assetsFolder: string): KeptWorker {
  // Decoding alone takes a second or two. A picture was read before, so its size is known to be bearable.
  return new KeptWorker({ assetsFolder, engine: 'libvips', threads: 1, timeLimit: 30, pixelLimit: Infinity });
}

/**
 * The picture as a file that a browser shows: itself, or a JPEG of it; of a document its page as it was read.
 *
 * @throws Problem as `KeptWorker.ask`, and what `Source.open` throws.
 */
export async function viewablePicture(source: Source, worker: KeptWorker, signal: AbortSignal): Promise<Uint8Array> {
  if (await isViewable(source, signal)) return readImageBytes(source, signal);
  return (await worker.ask(source, 'picture', { signal })).jpeg;
}

/** Only documents have pages. They are not looked into: the worker may have this one open. */
async function isViewable(source: Source, signal: AbortSignal): Promise<boolean> {
  if (source.page !== undefined) return false;
  const mediaType = await sniffer.detect(source, signal);
  return mediaType !== undefined && viewable.has(mediaType);
}
