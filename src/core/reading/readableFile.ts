import { throwIfAborted } from '../clock.ts';
import { typeOfName } from '../mediaType.ts';
import type { Selected } from '../model.ts';
import { pdfType } from '../pdfType.ts';
import type { Sniffer } from '../ports.ts';

/** Kinds of pictures that are read, and of documents whose pages are. */
export const readableTypes: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/bmp',
  'image/tiff',
  'image/heic',
  'image/heic-sequence',
  'image/heif',
  'image/heif-sequence',
  pdfType,
]);

/**
 * Whether something that nobody named is read: a picture or PDF by its name, or by its bytes where the name tells
 * nothing; and what could not be looked at, so that a person hears of it.
 *
 * @throws the signal's reason.
 */
export async function isReadable(selected: Selected, sniffer: Sniffer, signal: AbortSignal): Promise<boolean> {
  if (selected.kind === 'rejected') return true;
  const { source } = selected;
  try {
    const type = typeOfName(source.name) ?? (await sniffer.detect(source, signal));
    return type !== undefined && readableTypes.has(type);
  } catch {
    throwIfAborted(signal);
    return true;
  }
}
