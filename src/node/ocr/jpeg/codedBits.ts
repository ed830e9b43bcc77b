import type { PictureFile } from '../pictureFile.ts';

/** In bytes. */
const pieceSize = 64 * 1024;

/**
 * The bits of a scan, with the restart markers in between. Where there are no more, they are zeros, as in other
 * decoders, so that damage ends at the next restart.
 */
export class CodedBits {
  readonly #file: PictureFile;
  readonly #end: number;
  /** Where the next piece starts. */
  #next: number;
  #piece: Uint8Array = new Uint8Array();
  #at = 0;
  #byte = 0;
  /** Bits of the byte. */
  #left = 0;
  /** A restart marker was found, or the end. */
  #hasStopped = false;

  /** @param range of the file, in bytes; nothing else is read from it in the meantime. */
  constructor(file: PictureFile, { start, end }: { readonly start: number; readonly end: number }) {
    this.#file = file;
    this.#next = start;
    this.#end = end;
  }

  bit(): number {
    if (this.#left === 0) {
      this.#byte = this.#nextByte();
      this.#left = 8;
    }
    return (this.#byte >> --this.#left) & 1;
  }

  /** @param count at most 31. */
  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) value = (value << 1) | this.bit();
    return value;
  }

  /** Goes on behind the next restart marker. */
  restart(): void {
    while (!this.#hasStopped) this.#nextByte();
    this.#hasStopped = false;
    this.#left = 0;
  }

  #nextByte(): number {
    if (this.#hasStopped) return 0;
    const byte = this.#rawByte();
    if (byte !== 0xff) return byte ?? 0;
    let code = this.#rawByte();
    while (code === 0xff) code = this.#rawByte();
    // An 0xFF of what is coded has a zero behind it.
    if (code === 0) return 0xff;
    this.#hasStopped = true;
    return 0;
  }

  #rawByte(): number | undefined {
    if (this.#at === this.#piece.length) {
      if (this.#next >= this.#end) {
        this.#hasStopped = true;
        return undefined;
      }
      this.#piece = this.#file.read(this.#next, Math.min(pieceSize, this.#end - this.#next));
      this.#next += this.#piece.length;
      this.#at = 0;
    }
    return this.#piece[this.#at++];
  }
}
