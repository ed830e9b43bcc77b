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
  await readInto(bytes, source, range, signal);
  return bytes;
}

/** Puts a range of the source at the beginning of memory that has room for it. */
export async function readInto(
  memory: Uint8Array,
  source: Source,
  range: ByteRange,
  signal: AbortSignal,
): Promise<void> {
  if (source.read) {
    memory.set(await source.read(range, signal));
    return;
  }
  let position = 0;
  for await (const chunk of readRange(source, range, signal)) {
    memory.set(chunk, position);
    position += chunk.byteLength;
  }
}
