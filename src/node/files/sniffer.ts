import type { Sniffer } from '../../core/ports.ts';

/** In bytes. Signatures stand in the first few; what kind of zip or film it is, some kilobytes later. */
const headSize = 64 * 1024;

/** Tells media types by magic bytes, with the file-type package. */
export const sniffer: Sniffer = {
  async detect(source, signal) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.open({ end: Math.min(headSize, source.size) }, signal)) {
      chunks.push(Uint8Array.from(chunk));
    }
    const head = Buffer.concat(chunks);
    const { fileTypeFromBuffer } = await import('file-type');
    const type = await fileTypeFromBuffer(head);
    return type?.mime ?? (isTiff(head) ? 'image/tiff' : undefined);
  },
};

/** file-type looks into a TIFF's directory too, and that may lie behind the head. TIFF 6.0, section 2. */
function isTiff(head: Buffer): boolean {
  return ['II*\0', 'MM\0*'].includes(head.toString('latin1', 0, 4));
}
