import type { Readable } from 'node:stream';
import type { ByteRange, Source } from '../../core/model.ts';
import type { SendOptions } from '../../core/ports.ts';
import { rangeBytes, readRange } from '../files/wholeSource.ts';
import { bufferBody, pullStream, streamBody, type Body } from '../http/body.ts';

/** In bytes. What is smaller is sent as one buffer, which is three times as fast as a stream. */
export const bufferLimit = 512 * 1024;

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

  /** To be awaited before bytes leave. */
  async pace(bytes: number): Promise<void> {
    await this.#options.pace?.(bytes, this.signal);
  }

  /** They have left. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#options.onBytes(this.#bytes);
  }
}

/** A range of the source as the body. */
export async function rangeBody(
  source: Source,
  range: ByteRange,
  contentType: string,
  outflow: Outflow,
): Promise<Body> {
  const length = range.end - range.start;
  if (length > bufferLimit) {
    const stream = rangeStream(source, range, outflow);
    return streamBody(contentType, length, stream, [stream]);
  }
  await outflow.pace(length);
  return bufferBody(contentType, await rangeBytes(source, range, outflow.signal));
}

/** A range of the source, counted as its bytes leave. */
export function rangeStream(source: Source, range: ByteRange, outflow: Outflow): Readable {
  return pullStream(counted(readRange(source, range, outflow.signal), outflow));
}

async function* counted(chunks: AsyncIterable<Uint8Array>, outflow: Outflow): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await outflow.pace(chunk.byteLength);
    yield chunk;
    // The next is asked for, so this one has left.
    outflow.add(chunk.byteLength);
  }
}
