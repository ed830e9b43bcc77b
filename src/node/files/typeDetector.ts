import { FileTypeParser } from 'file-type';

/** Where in a file a signature stands, and how: as file-type says it. */
interface SignaturePlace {
  /** In bytes. */
  readonly offset?: number;
  /** Bits that count, byte by byte; absent: all. */
  readonly mask?: readonly number[];
}

type Signature = readonly number[];

/** What file-type's types don't tell of. */
interface SignatureChecks {
  /** The first bytes of the file. */
  buffer: Uint8Array;
  check(signature: Signature, place?: SignaturePlace): boolean;
}

const CheckingParser = FileTypeParser as unknown as new () => FileTypeParser & SignatureChecks;

/** file-type's parser, but that nothing is allocated to compare a file with a signature. */
class QuickParser extends CheckingParser {
  override check(signature: Signature, place?: SignaturePlace): boolean {
    return stands(signature, this.buffer, place?.offset ?? 0, place?.mask);
  }
}

/** Notes what a file is compared with before it is taken for one without a signature. */
class NotingParser extends CheckingParser {
  readonly comparisons: Comparison[] = [];

  override check(signature: Signature, { offset = 0, mask }: SignaturePlace = {}): boolean {
    this.comparisons.push({ signature, offset, mask });
    return false;
  }
}

interface Comparison {
  readonly signature: Signature;
  readonly offset: number;
  readonly mask: Signature | undefined;
}

/** In bytes. In a longer file file-type also looks for a signature, that of a disk image, without `check`. */
const mostCompared = 32 * 1024;

/**
 * Tells media types by magic bytes. Most of many small files are text, which has no signature: where none of file-type's
 * comparisons holds (`mayFind`), it need not be asked (`detect`), as that takes a dozen promises.
 */
export class TypeDetector {
  readonly #comparisons: readonly Comparison[];
  /** Making a parser takes as long as a look; each looks at one file at a time. */
  readonly #idle: QuickParser[] = [];

  private constructor(comparisons: readonly Comparison[]) {
    this.#comparisons = comparisons;
  }

  static async create(): Promise<TypeDetector> {
    const parser = new NotingParser();
    // Of a Flash film's signature the first byte is compared without `check`: the rest is noted where that is there.
    await parser.fromBuffer(Buffer.alloc(mostCompared, 'C'));
    return new TypeDetector(parser.comparisons);
  }

  /** Whether a signature may be found there. */
  mayFind(bytes: Uint8Array): boolean {
    if (bytes.length > mostCompared) return true;
    for (const { signature, offset, mask } of this.#comparisons) {
      // What begins behind the end is no signature of theirs, though file-type sees zeros there.
      if (offset < bytes.length && stands(signature, bytes, offset, mask)) return true;
    }
    return false;
  }

  /** @returns undefined where they have no signature that is known. */
  async detect(bytes: Uint8Array): Promise<string | undefined> {
    const parser = this.#idle.pop() ?? new QuickParser();
    try {
      return (await parser.fromBuffer(bytes))?.mime;
    } finally {
      this.#idle.push(parser);
    }
  }
}

function stands(signature: Signature, bytes: Uint8Array, offset: number, mask?: Signature): boolean {
  for (let index = 0; index < signature.length; index++) {
    const byte = bytes[offset + index] ?? 0;
    if (signature[index] !== (mask ? byte & (mask[index] ?? 0) : byte)) return false;
  }
  return true;
}
