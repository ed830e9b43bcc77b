import { read } from 'node:fs';
import { promisify } from 'node:util';

const readAt = promisify(read);

/**
 * In bytes, of a piece: fewer calls of the system than smaller ones, and still in the processor's cache when it is
 * sent.
 */
export const pieceSize = 768 * 1024;
/** One is being sent while the others are filled. */
const bufferCount = 4;

/** Reads a range of an open file through few buffers, each of which is filled again as soon as it is free. */
export class ReadAhead {
  readonly #file: number;
  #position: number;
  readonly #end: number;
  readonly #reads: Promise<Buffer | undefined>[] = [];
  /** The one that was given out last. */
  #buffer: Buffer | undefined;

  /** @param file its descriptor, which stays open until this has `settled`. */
  constructor(file: number, start: number, end: number) {
    this.#file = file;
    this.#position = start;
    this.#end = end;
    const size = Math.min(pieceSize, end - start);
    const count = Math.min(bufferCount, Math.ceil((end - start) / pieceSize));
    for (let index = 0; index < count; index++) this.#ask(Buffer.allocUnsafeSlow(size));
  }

  /** The next bytes, valid until this is called again; undefined when the file ended too early. */
  async next(): Promise<Buffer | undefined> {
    if (this.#buffer !== undefined) this.#ask(this.#buffer);
    const bytes = await this.#reads.shift();
    // All of it, which only the last bytes don't fill: it shares its memory with no other.
    this.#buffer = bytes && Buffer.from(bytes.buffer);
    return bytes;
  }

  /** Nothing is being read any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#reads);
  }

  #ask(buffer: Buffer): void {
    const start = this.#position;
    if (start >= this.#end) return;
    this.#position = Math.min(start + buffer.length, this.#end);
    const reading = fill(this.#file, buffer.subarray(0, this.#position - start), start);
    // Whoever stops early never asks how it went.
    reading.catch(() => undefined);
    this.#reads.push(reading);
  }
}

/** Fills all of the buffer; undefined tells that the file ended before. */
async function fill(file: number, buffer: Buffer, start: number): Promise<Buffer | undefined> {
  for (let filled = 0; filled < buffer.length;) {
    const { bytesRead } = await readAt(file, buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  return buffer;
}
