import type { Character } from './ctcDecode.ts';

/** A word of a line. */
interface PlacedWord {
  readonly text: string;
  /** Start and end along the line, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Mean of its characters', 0 to 1. */
  readonly confidence: number;
}

/** A space that is so likely, of what is likeliest there, parts two words: mostly the network reads it as nothing. */
const usualSpace = 0.02;
/** Where a word rather ends than goes on: behind `No.` or `Date:`, and between letters and figures. */
const likelySpace = 0.002;
/** Within `9.50` and `12:30`, as a number in pieces is worse than two in one, and where there is no gap. */
const unlikelySpace = 0.3;
/** From one character to the next, in usual steps. */
const leastGap = 1.1;

/**
 * Splits a line into words, at the spaces that the network thought of. The text is normalised (Unicode NFKC), for its
 * dictionary also holds full-width forms.
 */
export function splitWords(characters: readonly Character[]): PlacedWord[] {
  const step = usualStep(characters);
  const words: Character[][] = [];
  for (const character of characters) {
    const word = words.at(-1);
    if (word && character.space < leastSpace(word, character, step)) word.push(character);
    else words.push([character]);
  }
  return words.map((word) => placeWord(word, step));
}

/** How likely a space has to be for a word to end there. */
function leastSpace(word: readonly Character[], next: Character, step: number): number {
  const around = textOf([...word.slice(-2), next]);
  if (/\d[.,:/-]\d?$/.test(around)) return unlikelySpace;
  if (/[.,:;)].$|\d\p{L}$|\p{L}\d$/u.test(around)) return likelySpace;
  const gap = next.position - (word.at(-1)?.position ?? 0);
  return gap < leastGap * step ? unlikelySpace : usualSpace;
}

/** Median distance between neighbouring characters, in lengths of the line; one of a single character has none: 1. */
export function usualStep(characters: readonly Character[]): number {
  const gaps = characters.slice(1).map((character, index) => character.position - (characters[index]?.position ?? 0));
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 1;
}

function placeWord(word: readonly Character[], step: number): PlacedWord {
  const first = word[0]?.position ?? 0;
  const last = word.at(-1)?.position ?? first;
  return {
    text: textOf(word),
    from: Math.max(0, first - step / 2),
    to: Math.min(1, last + step / 2),
    confidence: word.reduce((sum, character) => sum + character.confidence, 0) / word.length,
  };
}

function textOf(characters: readonly Character[]): string {
  return characters
    .map(({ text }) => text)
    .join('')
    .normalize('NFKC');
}
