import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../core/problem.ts';
import { bufferSize } from '../detachedBody.ts';
import { diskProblem } from '../fileStore.ts';
import type { Checksum } from './tusHeaders.ts';

/**
 * Writes the body into the file from `offset` on. It is done when nothing more is written, however it ends.
 *
 * @returns how many bytes.
 * @throws Problem `partDamaged`, `diskFull`, `requestInvalid` for more than `most` bytes, of which none is kept; what
 *   the body throws.
 */
export async function appendBody(
  path: string,
  body: Readable,
  options: {
    readonly offset: number;
    /** In bytes. */
    readonly most: number;
    readonly checksum: Checksum | undefined;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const { offset, most, checksum, signal } = options;
  const hash = checksum && createHash(checksum.algorithm);
  let size = 0;
  async function* measured(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > most) throw new Problem('requestInvalid', { reason: 'it goes on behind the end of the upload' });
      hash?.update(chunk);
      yield chunk;
    }
  }
  const sink = createWriteStream(path, { flags: 'r+', start: offset, highWaterMark: bufferSize });
  try {
    await pipeline(body, measured, sink, { signal });
  } catch (error) {
    throw diskProblem(error);
  } finally {
    // Not `once` of node:events, which throws the error that comes before.
    if (!sink.closed) await new Promise<void>((resolve) => sink.once('close', () => resolve()));
    if (size > most) await truncate(path, offset);
  }
  if (checksum && hash?.digest().equals(checksum.digest) !== true) throw new Problem('partDamaged', {});
  return size;
}
