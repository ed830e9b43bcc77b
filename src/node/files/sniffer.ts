import type * as FileType from 'file-type';
import type { Sniffer } from '../../core/ports.ts';
import { rangeBytes } from './wholeSource.ts';

/** In bytes. Signatures stand in the first few; what kind of zip or film it is, some kilobytes later. */
const headSize = 64 * 1024;

/** Tells media types by magic bytes, with the file-type package. */
export const sniffer: Sniffer = createSniffer();

function createSniffer(): Sniffer {
  // Loaded for the first file; asking for a module again costs more than a look at a small file.
  let loading: Promise<typeof FileType> | undefined;
  return {
    async detect(source, signal) {
      const head = await rangeBytes(source, { start: 0, end: Math.min(headSize, source.size) }, signal);
      const { fileTypeFromBuffer } = await (loading ??= import('file-type'));
      const type = await fileTypeFromBuffer(head);
      return type?.mime ?? (isTiff(head) ? 'image/tiff' : undefined);
    },
  };
}

/** file-type looks into a TIFF's directory too, and that may lie behind the head. TIFF 6.0, section 2. */
function isTiff(head: Buffer): boolean {
  return ['II*\0', 'MM\0*'].includes(head.toString('latin1', 0, 4));
}
