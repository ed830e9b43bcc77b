import type { Sniffer } from '../../core/ports.ts';
import type { TypeDetector } from './typeDetector.ts';
import { rangeBytes } from './wholeSource.ts';

/** In bytes. Signatures stand in the first few; what kind of zip or film it is, some kilobytes later. */
const headSize = 64 * 1024;

/** Tells media types by magic bytes, with the file-type package. */
export const sniffer: Sniffer = {
  detect(source, signal) {
    const range = { start: 0, end: Math.min(headSize, source.size) };
    const head = source.read?.(range, signal) ?? rangeBytes(source, range, signal);
    return head instanceof Uint8Array ? typeOfBytes(head) : head.then(typeOfBytes);
  },
};

// Loaded for the first file; asking for a module again costs more than a look at a small file.
let loading: Promise<TypeDetector> | undefined;
let detector: TypeDetector | undefined;

/** The media type that the first bytes of a file tell; undefined where they have no signature. */
export function typeOfBytes(head: Uint8Array): string | undefined | Promise<string | undefined> {
  return detector?.mayFind(head) === false ? undefined : detect(head);
}

async function detect(head: Uint8Array): Promise<string | undefined> {
  detector ??= await (loading ??= import('./typeDetector.ts').then(({ TypeDetector }) => TypeDetector.create()));
  return (await detector.detect(head)) ?? (isTiff(head) ? 'image/tiff' : undefined);
}

/** file-type looks into a TIFF's directory too, and that may lie behind the head. TIFF 6.0, section 2. */
function isTiff(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if (first !== second) return false;
  return (first === 0x49 && third === 42 && fourth === 0) || (first === 0x4d && third === 0 && fourth === 42);
}
