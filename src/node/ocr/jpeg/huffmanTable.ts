import type { CodedBits } from './codedBits.ts';

const longestCode = 16;
/** What comes before the symbols: which table it is, and how many codes of each length there are. */
const headSize = 1 + longestCode;

/** Codes of bits, the shorter ones first, in the order of their values (ITU-T T.81 §C.2). */
export class HuffmanTable {
  /** How many codes of 1, 2, … bits there are. */
  readonly #counts: Uint8Array;
  readonly #symbols: Uint8Array;

  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#counts = counts;
    this.#symbols = symbols;
  }

  /** The next symbol; 0 where there is no such code. */
  read(bits: CodedBits): number {
    let [code, firstCode, firstSymbol] = [0, 0, 0];
    for (const count of this.#counts) {
      code = (code << 1) | bits.bit();
      if (code - firstCode < count) return this.#symbols[firstSymbol + code - firstCode] ?? 0;
      firstSymbol += count;
      firstCode = (firstCode + count) << 1;
    }
    return 0;
  }
}

/**
 * The tables that a segment has for DC coefficients, by their numbers (§B.2.4.2).
 *
 * @param parameters behind its length.
 */
export function* dcTablesOf(parameters: Uint8Array): Generator<readonly [number, HuffmanTable]> {
  for (let at = 0; at + headSize <= parameters.length;) {
    const which = parameters[at] ?? 0;
    const counts = parameters.slice(at + 1, at + headSize);
    const start = at + headSize;
    at = start + counts.reduce((sum, count) => sum + count, 0);
    // Those for AC coefficients have a bit above the number.
    if (which < 16) yield [which, new HuffmanTable(counts, parameters.slice(start, at))];
  }
}
