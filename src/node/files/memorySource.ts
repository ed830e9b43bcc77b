import type { Source } from '../../core/model.ts';

/** Bytes in memory as a source: an unsaved document, or what an editor's file system handed over whole. */
export function memorySource(described: Pick<Source, 'id' | 'name' | 'path' | 'modified'>, bytes: Uint8Array): Source {
  return {
    ...described,
    size: bytes.byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await -- Source asks for an AsyncIterable.
    async *open({ start = 0, end = bytes.byteLength }, signal) {
      signal.throwIfAborted();
      if (end > start) yield bytes.subarray(start, end);
    },
  };
}
