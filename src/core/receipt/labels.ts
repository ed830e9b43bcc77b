import { hasWords, isPrintedIn } from './labelLanguages.ts';
import { compoundHeads, concepts, fillers, loneTotals, type Concept } from './labelWords.ts';

/** What the words of a label say. */
export interface Label {
  /** The concepts in the order of their words, each once a word. */
  readonly concepts: readonly Concept[];
  /** Words of two letters or more that no list knows: many of them make it no label but a description. */
  readonly unknown: number;
}

type Meaning = Concept | 'filler';

/** What is known of words. */
interface Dictionary {
  /** By what the word looks like. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** Words that are known by all but one of their letters; shorter ones turn into others too easily. */
  readonly robust: readonly string[];
  /** Those that are printed as several words: `BILL TOTAL` is no bill. */
  readonly phrases: ReadonlySet<string>;
}

const shortestDamaged = 4;
const shortestTwiceDamaged = 8;
/** Two known words without their space. */
const shortestGlued = 6;
const longestGlued = 60;
/** Signs of Japanese and Chinese, which part no words, for a class of a regular expression. */
export const ideographs = '\\u3041-\\u30ff\\u4e00-\\u9fff';
export const isIdeographic = new RegExp(`[${ideographs}]`);
const eachIdeograph = new RegExp(isIdeographic, 'g');
const wordsAndNumbers = new RegExp(`[A-Z0-9|]+|[${ideographs}]+`, 'g');
const otherThanLetters = new RegExp(`[^A-Z${ideographs}]`, 'g');
/** An engine may see this many words in one. */
const mostPieces = 5;

/** Reads a label word by word, through lost spaces (`TOTALSALES`) and damaged letters (`T0TAI`). */
export type LabelReader = (text: string) => Label;

const ofAnyLanguage = dictionaryOf([]);

/** Reads labels of any language. */
export const labelOf = labelReader();

/** @param languages Those of the labels besides English, by Tesseract's names; none, or one without words: any. */
export function labelReader(languages: readonly string[] = []): LabelReader {
  const dictionary = languages.length > 0 && languages.every(hasWords) ? dictionaryOf(languages) : ofAnyLanguage;
  return (text) => readLabel(text, dictionary);
}

function dictionaryOf(languages: readonly string[]): Dictionary {
  const all: readonly (readonly [string, Meaning])[] = [
    ...fillers.map((word) => [word, 'filler'] as const),
    ...(Object.keys(concepts) as Concept[]).flatMap((concept) =>
      concepts[concept].map((word) => [word, concept] as const),
    ),
  ];
  const printed = languages.length === 0 ? all : all.filter(([word]) => isPrintedIn(languages, word));
  const meanings = new Map(printed.map(([word, meaning]) => [lookOf(folded(word)), meaning]));
  const phrases = new Set(printed.flatMap(([word]) => (word.includes(' ') ? [lookOf(word)] : [])));
  const robust = [...meanings.keys()].filter((word) => word.length >= 6 || word === lookOf('TOTAL'));
  return { meanings, robust, phrases };
}

/** The total on tills of American supermarkets; without its stars it may be that of a card: `**** BALANCE  6.98`. */
const starredBalance = /^\W*\*{2,} ?BALANCE(?![A-Z])/i;

function readLabel(text: string, dictionary: Dictionary): Label {
  const found: Concept[] = [];
  let unknown = 0;
  const words = wordsOf(text.replace(starredBalance, 'TOTAL'));
  for (let index = 0; index < words.length;) {
    const joined = piecesAt(words, index, dictionary);
    const word = words[index] ?? '';
    const parts = joined === undefined ? meaningsOf(word, dictionary) : [joined.meaning];
    for (const part of parts ?? []) if (part !== 'filler') found.push(part);
    if (parts === undefined && word.length >= 2) unknown++;
    index += joined?.count ?? 1;
  }
  const isLoneTotal = found.length === 0 && unknown === 1 && words.some((word) => loneTotals.includes(word));
  return isLoneTotal ? { concepts: ['total'], unknown: 0 } : { concepts: found, unknown };
}

/**
 * `BILL TOTAL`, or `ROU NDING`: a known word that begins here and stands in pieces, not all of them words themselves.
 */
function piecesAt(
  words: readonly string[],
  index: number,
  { meanings, phrases }: Dictionary,
): { readonly meaning: Meaning; readonly count: number } | undefined {
  for (let count = Math.min(mostPieces, words.length - index); count >= 2; count--) {
    const pieces = words.slice(index, index + count);
    const joined = pieces.join('');
    const meaning = meanings.get(joined);
    const isOne = phrases.has(joined) || pieces.some((piece) => !meanings.has(piece));
    if (meaning !== undefined && isOne) return { meaning, count };
  }
  return undefined;
}

/** Upper case without diacritics, as the lists of words are; as long as the text was. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 's')
    .toUpperCase()
    .replace(/Ł/g, 'L')
    .replace(/Ø/g, 'O');
}

/** How many letters a text has; a sign of Japanese or Chinese counts for two. */
export function lettersIn(text: string): number {
  return text.replace(/[^\p{L}]/gu, '').replace(eachIdeograph, '$&$&').length;
}

/** The words of a text by their looks; numbers are left out, and so are digits that stick to a word. */
function wordsOf(text: string): readonly string[] {
  return (withoutMasks(folded(text)).match(wordsAndNumbers) ?? []).flatMap((word) => {
    if (isIdeographic.test(word)) return [word];
    const letters = word.replace(/[^A-Z]/g, '').length;
    const isWord = letters === word.length || (letters >= 3 && letters > word.length - letters);
    return (isWord ? [word] : (word.match(/[A-Z]+/g) ?? [])).map(lookOf);
  });
}

/** The hidden digits of a card's number blanked, as they may stick to its name: `VISAXXXXXXXXXXXX1234`. */
export function withoutMasks(text: string): string {
  return text.replace(/X{4,}/g, (mask) => ' '.repeat(mask.length));
}

/** Characters that engines take for each other made alike. */
function lookOf(word: string): string {
  return word
    .replace(/[L1|]/g, 'I')
    .replace(/[0Q]/g, 'O')
    .replace(/5/g, 'S')
    .replace(/8/g, 'B')
    .replace(otherThanLetters, '');
}

function meaningsOf(word: string, { meanings, robust }: Dictionary): readonly Meaning[] | undefined {
  const exact = meanings.get(word);
  if (exact !== undefined) return [exact];
  const near = word.length < shortestDamaged ? undefined : robust.find((other) => isDamaged(word, other));
  const meaning = near === undefined ? undefined : meanings.get(near);
  if (meaning !== undefined) return [meaning];
  const head = compoundHeads.find((one) => word.length > one.length + 2 && word.endsWith(lookOf(one)));
  const ofHead = head === undefined ? undefined : meanings.get(lookOf(head));
  if (ofHead !== undefined) return [ofHead];
  const isShort = word.length < shortestGlued && !isIdeographic.test(word);
  return isShort || word.length > longestGlued ? undefined : split(word, 0, meanings);
}

/** Long words are known by all but two of their letters, the first not among them. */
function isDamaged(word: string, known: string): boolean {
  const isLong = Math.min(word.length, known.length) >= shortestTwiceDamaged && word.startsWith(known.slice(0, 1));
  return editsApart(word, known, isLong ? 2 : 1);
}

/** A word without its spaces, taken apart into known words, the longest first; undefined if a rest stays. */
function split(word: string, from: number, meanings: Dictionary['meanings']): readonly Meaning[] | undefined {
  if (from === word.length) return [];
  // Between two others, one letter is a word: `TOTALAPAGAR`.
  const shortest = from > 0 && word[from] === 'A' ? 1 : 2;
  for (let end = word.length; end >= from + shortest; end--) {
    const meaning = meanings.get(word.slice(from, end));
    if (meaning === undefined) continue;
    const rest = split(word, end, meanings);
    if (rest !== undefined) return [meaning, ...rest];
  }
  return undefined;
}

/** Whether one letter replaced, dropped or added makes one word the other. */
export function oneEditApart(a: string, b: string): boolean {
  return editsApart(a, b, 1);
}

function editsApart(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (most === 0 || restA === restB) return restA === restB;
  return [
    [restA.slice(1), restB.slice(1)],
    [restA.slice(1), restB],
    [restA, restB.slice(1)],
  ].some(([one = '', other = '']) => editsApart(one, other, most - 1));
}
