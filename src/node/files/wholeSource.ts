import type { ByteRange, Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';

/** All of a source. */
export function wholeOf({ size }: Source): ByteRange {
  return { start: 0, end: size };
}

/**
 * A range of the source in pieces, valid until the next is asked for.
 *
 * @throws Problem `fileChanged` when it gives more or fewer bytes, and whatever `Source.open` throws.
 */
export async function* readRange(source: Source, range: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let rest = range.end - range.start;
  for await (const chunk of source.open(range, signal)) {
    rest -= chunk.byteLength;
    if (rest < 0) break;
    yield chunk;
  }
  if (rest !== 0) throw new Problem('fileChanged', { file: source.path });
}

/** A range of the source as one buffer, which shares its memory with no other: only for what fits there. */
export async function rangeBytes(source: Source, range: ByteRange, signal: AbortSignal): Promise<Buffer<ArrayBuffer>> {
  if (source.read) {
    const { buffer, byteOffset, byteLength } = await source.read(range, signal);
    return Buffer.from(buffer, byteOffset, byteLength);
  }
  const bytes = Buffer.allocUnsafeSlow(range.end - range.start);
  await streamInto(bytes, source, range, signal);
  return bytes;
}

/**
 * Puts a range of the source at the beginning of memory that has room for it.
 *
 * @returns undefined when that is done: nobody waits for what is at hand.
 */
export function readInto(
  memory: Uint8Array,
  source: Source,
  range: ByteRange,
  signal: AbortSignal,
): Promise<void> | undefined {
  const bytes = source.read?.(range, signal);
  if (bytes === undefined) return streamInto(memory, source, range, signal);
  if (bytes instanceof Promise) return bytes.then((read) => memory.set(read));
  memory.set(bytes);
  return undefined;
}

async function streamInto(memory: Uint8Array, source: Source, range: ByteRange, signal: AbortSignal): Promise<void> {
  let position = 0;
  for await (const chunk of readRange(source, range, signal)) {
    memory.set(chunk, position);
    position += chunk.byteLength;
  }
}
