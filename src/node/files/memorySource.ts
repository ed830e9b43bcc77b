import type { Source } from '../../core/model.ts';

/** In bytes; small enough that progress moves. */
const chunkSize = 512 * 1024;

/** Bytes in memory as a source: an unsaved document, or what an editor's file system handed over whole. */
export function memorySource(
  { id, name, path, modified, version }: Pick<Source, 'id' | 'name' | 'path' | 'modified' | 'version'>,
  bytes: Uint8Array,
): Source {
  return {
    id,
    name,
    path,
    ...(modified === undefined ? {} : { modified }),
    ...(version === undefined ? {} : { version }),
    size: bytes.byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await -- Source asks for an AsyncIterable.
    async *open({ start = 0, end = bytes.byteLength }, signal) {
      signal.throwIfAborted();
      for (let at = start; at < end; at += chunkSize) yield bytes.subarray(at, Math.min(at + chunkSize, end));
    },
  };
}
