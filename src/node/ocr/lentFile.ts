import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Source } from '../../core/model.ts';
import { rangeBytes } from '../files/wholeSource.ts';
import type { PictureFile } from './pictureFile.ts';
import { discard } from './promptMemory.ts';

/** A file that a thread reads piece by piece from the one that has it. May be handed to a thread, with its port. */
export interface LentFile {
  /** In bytes. */
  readonly size: number;
  /** How many bytes are there, or one of the states below, as an Int32; behind it the bytes. */
  readonly window: SharedArrayBuffer;
  /** Takes the position from which bytes are wanted. */
  readonly port: MessagePort;
}

const awaited = -1;
const failed = -2;
/** Of the state, in bytes. */
const stateSize = 4;
/** In bytes. Asking for it takes as long as copying it. */
const pieceSize = 1_000_000;

/** Lends a source, whose ranges are read when they are asked for. */
export class FileLender {
  readonly lent: LentFile;
  readonly #port: MessagePort;
  #failure: { readonly reason: unknown } | undefined;

  constructor(source: Source, signal: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    const window = new SharedArrayBuffer(stateSize + pieceSize);
    this.#port = port1;
    this.lent = { size: source.size, window, port: port2 };
    const state = new Int32Array(window, 0, 1);
    const bytes = new Uint8Array(window, stateSize);
    const lend = async (start: number) => {
      const end = Math.min(start + pieceSize, source.size);
      try {
        const read = await rangeBytes(source, { start, end }, signal);
        bytes.set(read);
        discard(read);
        Atomics.store(state, 0, end - start);
      } catch (reason) {
        this.#failure ??= { reason };
        Atomics.store(state, 0, failed);
      }
      Atomics.notify(state, 0);
    };
    port1.on('message', (start: number) => void lend(start));
  }

  /** Whether a range of the source could not be read. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws what a range of the source threw. */
  requireRead(): void {
    if (this.#failure) throw this.#failure.reason;
  }

  close(): void {
    this.#port.close();
  }
}

/** The file that was lent; reading from it waits for the thread that has it. */
export function borrowed({ size, window, port }: LentFile): PictureFile {
  const state = new Int32Array(window, 0, 1);
  let [windowStart, windowEnd] = [0, 0];
  return {
    size,
    read(start, length) {
      if (start >= size || length === 0) return new Uint8Array();
      if (start < windowStart || start >= windowEnd) {
        Atomics.store(state, 0, awaited);
        port.postMessage(start);
        Atomics.wait(state, 0, awaited);
        const count = Atomics.load(state, 0);
        if (count === failed) throw new Error('the file could not be read');
        [windowStart, windowEnd] = [start, start + count];
      }
      const count = Math.min(length, windowEnd - start);
      return new Uint8Array(window, stateSize + start - windowStart, count);
    },
  };
}
