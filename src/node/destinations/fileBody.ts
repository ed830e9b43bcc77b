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

  /** In bytes: what may leave at once; undefined while there is no bandwidth limit. */
  get piece(): number | undefined {
    return this.#options.pace?.piece;
  }

  /** To be awaited before bytes leave. */
  async pace(bytes: number): Promise<void> {
    await this.#options.pace?.wait(bytes, this.signal);
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
export function rangeBody(source: Source, range: ByteRange, contentType: string, outflow: Outflow): Promise<Body> {
  return joinedBody([{ source, range }], contentType, outflow);
}

/** Bytes and ranges of sources, one behind the other, as the body. */
export async function joinedBody(
  pieces: readonly (Uint8Array | SourceRange)[],
  contentType: string,
  outflow: Outflow,
): Promise<Body> {
  let length = 0;
  let lengthOfFiles = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    length += size;
    if ('source' in piece) lengthOfFiles += size;
  }
  if (lengthOfFiles > bufferLimit || outflow.piece !== undefined) {
    return streamBody(contentType, length, flow(pieces, outflow));
  }
  return bufferBody(contentType, await joined(pieces, length, outflow.signal), () => outflow.add(lengthOfFiles));
}

function sizeOf(piece: Uint8Array | SourceRange): number {
  return 'source' in piece ? piece.range.end - piece.range.start : piece.byteLength;
}

/** One buffer, which shares its memory with no other. */
async function joined(
  pieces: readonly (Uint8Array | SourceRange)[],
  length: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let position = 0;
  for (const piece of pieces) {
    if ('source' in piece) {
      const reading = readInto(bytes.subarray(position), piece.source, piece.range, signal);
      if (reading) await reading;
    } else bytes.set(piece, position);
    position += sizeOf(piece);
  }
  return bytes;
}

/** The pieces as they leave; those of files are counted. */
async function* flow(pieces: readonly (Uint8Array | SourceRange)[], outflow: Outflow): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (!('source' in piece)) {
      yield piece;
      continue;
    }
    for await (const chunk of readRange(piece.source, piece.range, outflow.signal)) {
      for (let start = 0; start < chunk.byteLength;) {
        const { piece: most } = outflow;
        const leaving = chunk.subarray(start, most && start + most);
        start += leaving.byteLength;
        if (most !== undefined) await outflow.pace(leaving.byteLength);
        yield leaving.byteLength < socketBuffer ? Uint8Array.from(leaving) : leaving;
        // The next is asked for, so this one has left.
        outflow.add(leaving.byteLength);
      }
    }
  }
}
