import { createHash } from 'node:crypto';
import type { Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';

/**
 * The whole source in pieces, valid until the next is asked for.
 *
 * @throws Problem `fileChanged` when it gives more or fewer bytes than its size, and whatever `Source.open` throws.
 */
export async function* wholeSource(source: Source, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let rest = source.size;
  for await (const chunk of source.open({}, signal)) {
    rest -= chunk.byteLength;
    if (rest < 0) break;
    yield chunk;
  }
  if (rest !== 0) throw new Problem('fileChanged', { file: source.path });
}

/** The whole source as one buffer, which shares its memory with no other: only for what fits there. */
export async function readSource(source: Source, signal: AbortSignal): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(source.size);
  let position = 0;
  for await (const chunk of wholeSource(source, signal)) {
    bytes.set(chunk, position);
    position += chunk.byteLength;
  }
  return bytes;
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256(source: Source, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of wholeSource(source, signal)) hash.update(chunk);
  return hash.digest('hex');
}
