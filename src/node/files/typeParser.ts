import { FileTypeParser } from 'file-type';

/** Where in a file a signature stands, and how: as file-type says it. */
interface SignaturePlace {
  /** In bytes. */
  readonly offset?: number;
  /** Bits that count, byte by byte. */
  readonly mask?: readonly number[];
  /** Absent: a byte a character. */
  readonly encoding?: string;
}

/** What file-type's types don't tell of. */
interface SignatureChecks {
  /** The first bytes of the file. */
  buffer: Uint8Array;
  check(signature: readonly number[], place?: SignaturePlace): boolean;
  checkString(signature: string, place?: SignaturePlace): boolean;
}

const CheckingParser = FileTypeParser as unknown as new () => FileTypeParser & SignatureChecks;

/**
 * file-type's parser, but that nothing is allocated to compare a file with a signature. There are a hundred and more
 * for each file, which made half of all the garbage of an upload of small files.
 */
export class TypeParser extends CheckingParser {
  override check(signature: readonly number[], place?: SignaturePlace): boolean {
    const { buffer } = this;
    const offset = place?.offset ?? 0;
    const mask = place?.mask;
    for (let index = 0; index < signature.length; index++) {
      const byte = buffer[offset + index] ?? NaN;
      if (signature[index] !== (mask ? byte & (mask[index] ?? 0) : byte)) return false;
    }
    return true;
  }

  override checkString(signature: string, place?: SignaturePlace): boolean {
    if (place?.encoding !== undefined) return super.checkString(signature, place);
    const { buffer } = this;
    const offset = place?.offset ?? 0;
    for (let index = 0; index < signature.length; index++) {
      if (signature.charCodeAt(index) !== buffer[offset + index]) return false;
    }
    return true;
  }
}
