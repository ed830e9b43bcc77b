import { getDefaultHighWaterMark } from 'node:stream';
import type { ByteRange, Source } from '../../core/model.ts';
import type { SendOptions } from '../../core/ports.ts';
import { readInto, readRange } from '../files/wholeSource.ts';
import { bufferBody, streamBody, type Body } from '../http/body.ts';

/** In bytes. What is smaller is sent as one buffer, which is three times as fast as a stream. */
export const bufferLimit = 512 * 1024;

/** In bytes: a socket asks for more while it still holds less than this, which must not be overwritten then. */
const socketBuffer = getDefaultHighWaterMark(false);

/** The bytes of files that leave in one request: counted, and held back as the bandwidth limit says. */
export class Outflow {
  #bytes = 0;
  readonly #options: SendOptions;

  constructor(options: SendOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /** Whether bytes are held back. */
  get isLimited(): boolean {
    return this.#options.pace?.isLimited ?? false;
  }

  /** Before bytes leave: how many may, once they may. */
  async take(most: number): Promise<number> {
    return (await this.#options.pace?.take(most, this.signal)) ?? most;
  }

  /** They have left. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#options.onBytes(this.#bytes);
  }
}

/** A range of a source, as a piece of a body. */
export interface SourceRange {
  readonly source: Source;
  readonly range: ByteRange;
}

/** A range of the source as the body. */
export function rangeBody(
  source: Source,
  range: ByteRange,
  contentType: string,
  outflow: Outflow,
): Body | Promise<Body> {
  return joinedBody([{ source, range }], contentType, outflow);
}

/** Texts and ranges of sources, one behind the other, as the body: at once where the ranges are at hand. */
export function joinedBody(
  pieces: readonly (string | SourceRange)[],
  contentType: string,
  outflow: Outflow,
): Body | Promise<Body> {
  let length = 0;
  let lengthOfFiles = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    length += size;
    if (typeof piece !== 'string') lengthOfFiles += size;
  }
  if (lengthOfFiles > bufferLimit || outflow.isLimited) {
    return streamBody(contentType, length, flow(pieces, outflow));
  }
  const bodyOf = (bytes: Buffer) => bufferBody(contentType, bytes, () => outflow.add(lengthOfFiles));
  const bytes = joined(pieces, length, outflow.signal);
  return bytes instanceof Promise ? bytes.then(bodyOf) : bodyOf(bytes);
}

function sizeOf(piece: string | SourceRange): number {
  return typeof piece === 'string' ? Buffer.byteLength(piece) : piece.range.end - piece.range.start;
}

/**
 * One buffer. A small one is cut out of memory that Node has at hand: many of their own keep its garbage collection
 * busy.
 */
function joined(
  pieces: readonly (string | SourceRange)[],
  length: number,
  signal: AbortSignal,
): Buffer | Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const rest = pieces.values();
  let position = 0;
  const join = (): Buffer | Promise<Buffer> => {
    for (const piece of rest) {
      const start = position;
      position += sizeOf(piece);
      if (typeof piece === 'string') {
        bytes.write(piece, start);
        continue;
      }
      const reading = readInto(bytes.subarray(start), piece.source, piece.range, signal);
      if (reading) return reading.then(join);
    }
    return bytes;
  };
  return join();
}

/** The pieces as they leave; those of files are counted. */
async function* flow(pieces: readonly (string | SourceRange)[], outflow: Outflow): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      yield Buffer.from(piece);
      continue;
    }
    for await (const chunk of readRange(piece.source, piece.range, outflow.signal)) {
      for (let start = 0; start < chunk.byteLength;) {
        const left = chunk.byteLength - start;
        const leaving = chunk.subarray(start, start + (outflow.isLimited ? await outflow.take(left) : left));
        start += leaving.byteLength;
        yield leaving.byteLength < socketBuffer ? Uint8Array.from(leaving) : leaving;
        // The next is asked for, so this one has left.
        outflow.add(leaving.byteLength);
      }
    }
  }
}
