import type VipsModule from 'wasm-vips';
import type { PictureFile } from './pictureFile.ts';

/** Of whoever opens a file: damage is not passed over. The option `fail_on` itself is ignored. */
export const failing = 'fail_on=error';

/**
 * What is made of a file that the library reads piece by piece; of bytes in memory it would make two copies.
 *
 * @throws what reading from the file throws, and what `make` does.
 */
export function readThrough<T>(vips: typeof VipsModule, file: PictureFile, make: (source: VipsModule.Source) => T): T {
  const source = new vips.SourceCustom();
  const failures: unknown[] = [];
  let position = 0;
  source.onRead = (length) => {
    try {
      const piece = file.read(position, length);
      position += piece.length;
      return piece.length > 0 ? piece : undefined;
    } catch (thrown) {
      // Thrown through the library it would leave its memory and locks as they are: to it, the file ends here.
      failures.push(thrown);
      return undefined;
    }
  };
  // As lseek(2) has it: from the start, from here, from the end.
  source.onSeek = (offset, whence) => (position = offset + ([0, position, file.size][whence] ?? 0));
  try {
    const made = make(source);
    if (failures.length === 0) return made;
  } catch (thrown) {
    if (failures.length === 0) throw thrown;
  } finally {
    source.delete();
  }
  throw failures[0];
}
