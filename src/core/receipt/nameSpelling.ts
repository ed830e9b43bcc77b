import { oneEditApart } from './labels.ts';

/** Long words of firms' names, which are known by all but one of their letters. */
const longWords = [
  ...['ENTERPRISE', 'ENTERPRISES', 'HARDWARE', 'STATIONERY', 'STATIONERS', 'RESTAURANT', 'RESTAURANTS', 'RESTORAN'],
  ...['PHARMACY', 'ELECTRICAL', 'ELECTRONIC', 'ELECTRONICS', 'FURNITURE', 'CONFECTIONERY'],
  ...['BAKERIES', 'BOOKSTORE', 'BOOKSTORES', 'HOLDINGS', 'INDUSTRIES', 'INDUSTRIAL', 'MARKETING', 'INTERNATIONAL'],
  ...['DISTRIBUTOR', 'DISTRIBUTORS', 'CONVENIENCE', 'PETROLEUM', 'PERNIAGAAN', 'PERUSAHAAN', 'SYARIKAT', 'KOPITIAM'],
  ...[
    'CORPORATION',
    'BOUTIQUE',
    'MALAYSIA',
    'MANAGEMENT',
    'RESOURCES',
    'SERVICES',
    'VENTURES',
    'SOLUTIONS',
    'TECHNOLOGY',
  ],
];
const known: ReadonlySet<string> = new Set(longWords);
const shortest = Math.min(...longWords.map(({ length }) => length));
/** Pieces of fewer letters are no words: `BOOK STORES` is printed so. */
const shortestWord = 3;
const isWord = /^[\p{L}\d]+$/u;
/** An engine may tear a word to so many pieces. */
const mostPieces = 3;

/**
 * The text with long words of firms' names mended that an engine damaged or tore: `HARDNARE`, `Hardwa e`, `PHAR HACY`.
 */
export function respelled(text: string): string {
  const words = text.split(/(?<=[^\p{L}\d])|(?=[^\p{L}\d])/u);
  let mended = '';
  for (let index = 0; index < words.length;) {
    const found = longWordAt(words, index);
    mended += found?.word ?? words[index] ?? '';
    index += found?.count ?? 1;
  }
  return mended;
}

/** Pieces stand at every other place, between them what parts them. */
function longWordAt(
  words: readonly string[],
  index: number,
): { readonly word: string; readonly count: number } | undefined {
  for (let count = 2 * mostPieces - 1; count > 0; count -= 2) {
    const pieces = words.slice(index, index + count);
    if (
      pieces.length < count ||
      !pieces.every((piece, place) => (place % 2 === 0 ? isWord.test(piece) : piece === ' '))
    )
      continue;
    const printed = pieces.join('').replaceAll(' ', '');
    const areWords = pieces.every((piece) => piece === ' ' || piece.length >= shortestWord);
    const word = printed.length < shortest - 1 ? undefined : meant(printed.toUpperCase());
    if (word !== undefined && (word !== printed.toUpperCase() || !areWords)) {
      return { word: /\p{Ll}/u.test(printed) ? capitalised(word) : word, count };
    }
  }
  return undefined;
}

function meant(word: string): string | undefined {
  if (known.has(word)) return word;
  // With another end it may be another form (SERVICE, STATIONER), with another beginning a letter of the word before.
  return longWords.find(
    (other) => word.startsWith(other.slice(0, 1)) && isEndOf(word, other) && oneEditApart(word, other),
  );
}

/** The same letter, or a T that was read as an I. */
function isEndOf(word: string, other: string): boolean {
  const [read, printed] = [word.slice(-1), other.slice(-1)];
  return read === printed || (printed === 'T' && read === 'I' && word.length === other.length);
}

function capitalised(word: string): string {
  return word.slice(0, 1) + word.slice(1).toLowerCase();
}
