import type { Sniffer } from '../../core/ports.ts';
import type { TypeParser } from './typeParser.ts';
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
let loading: Promise<() => TypeParser> | undefined;
/** Making a parser takes as long as a look; each looks at one file at a time. */
const idle: TypeParser[] = [];

/** The media type that the first bytes of a file tell; undefined where they have no signature. */
export async function typeOfBytes(head: Uint8Array): Promise<string | undefined> {
  loading ??= import('./typeParser.ts').then((module) => () => new module.TypeParser());
  const parser = idle.pop() ?? (await loading)();
  try {
    const type = await parser.fromBuffer(head);
    return type?.mime ?? (isTiff(head) ? 'image/tiff' : undefined);
  } finally {
    idle.push(parser);
  }
}

/** file-type looks into a TIFF's directory too, and that may lie behind the head. TIFF 6.0, section 2. */
function isTiff(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if (first !== second) return false;
  return (first === 0x49 && third === 42 && fourth === 0) || (first === 0x4d && third === 0 && fourth === 42);
}
