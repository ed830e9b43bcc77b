import type { Readable } from 'node:stream';
import type { PlannedFile } from '../../core/model.ts';
import { readSource, wholeSource } from '../files/wholeSource.ts';
import { bufferBody, pullStream, streamBody, type Body } from '../http/body.ts';

/** In bytes. What is smaller is sent as one buffer, which is three times as fast as a stream. */
export const bufferLimit = 512 * 1024;

/** Whom to tell how many bytes of files were handed to the network: all of them together, so far. */
export class ByteCount {
  #bytes = 0;
  readonly #onBytes: (bytes: number) => void;

  constructor(onBytes: (bytes: number) => void) {
    this.#onBytes = onBytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    this.#onBytes(this.#bytes);
  }
}

/** The file as the body. */
export async function fileBody(file: PlannedFile, count: ByteCount, signal: AbortSignal): Promise<Body> {
  const { source, mediaType } = file;
  if (source.size <= bufferLimit) return bufferBody(mediaType, await readSource(source, signal));
  const stream = fileStream(file, count, signal);
  return streamBody(mediaType, source.size, stream, [stream]);
}

/** The file's bytes, counted as they leave. */
export function fileStream({ source }: PlannedFile, count: ByteCount, signal: AbortSignal): Readable {
  return pullStream(counted(wholeSource(source, signal), count));
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: ByteCount): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    // The next is asked for, so this one has left.
    count.add(chunk.byteLength);
  }
}
