import { open } from 'node:fs/promises';

/**
 * Gives memory back at once that nobody reads again: V8 would leave it until it collects garbage, and that may be long
 * after several times as much has been asked for.
 *
 * @param view of memory that nothing else is in: not of what `Buffer.from` and the like share out.
 */
export function discard({ buffer }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer) buffer.transferToFixedLength(0);
}

/**
 * Memory of zeros that the system gets back when it is discarded: a buffer that can be resized has pages of its own,
 * while the C library keeps for each thread several times as much as the largest block that it was given back. Reading
 * from it takes a little longer.
 *
 * @param size in bytes.
 */
function ownPages(size: number): ArrayBuffer {
  return new ArrayBuffer(size, { maxByteLength: size });
}

/** So many zeros, as `ownPages` has them. */
export function floatsInOwnPages(length: number): Float32Array<ArrayBuffer> {
  return new Float32Array(ownPages(length * Float32Array.BYTES_PER_ELEMENT), 0, length);
}

/**
 * All of a file, to be loaded and discarded, in pages of its own.
 *
 * @returns the whole of its buffer.
 */
export async function fileToLoad(path: string): Promise<Uint8Array<ArrayBuffer>> {
  await using file = await open(path);
  const { size } = await file.stat();
  const bytes = new Uint8Array(ownPages(size));
  for (let read = 0; read < size;) {
    const { bytesRead } = await file.read(bytes, read);
    if (bytesRead === 0) throw new Error(`${path} is cut off.`);
    read += bytesRead;
  }
  return bytes;
}

/**
 * Of a thread that makes few objects: V8 would let 48 MB of garbage come together before it looks, and some gigabytes
 * of objects before it ends a thread that runs wild.
 */
export const smallHeap = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 } as const;
