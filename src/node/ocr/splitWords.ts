import type { Character } from './ctcDecode.ts';

/** A word of a line. */
export interface PlacedWord {
  readonly text: string;
  /** Start and end along the line, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Mean of its characters', 0 to 1. */
  readonly confidence: number;
}

/** A gap of so many usual steps from character to character starts a new word. */
const wordGap = 1.5;
/** Between figures and the signs within numbers: `2018`, `9.50`, `12:30`. */
const numberGap = 2.4;

/**
 * Splits a line into words. The network mostly leaves spaces out, so they are told by the gaps; the text is normalised
 * (Unicode NFKC), for its dictionary also holds full-width forms.
 */
export function splitWords(characters: readonly Character[]): PlacedWord[] {
  const step = usualStep(characters);
  const words: Character[][] = [];
  let previous: Character | undefined;
  for (const character of characters) {
    const isSpace = character.text.trim() === '';
    const gap = previous === undefined ? Infinity : character.position - previous.position;
    const limit = previous && isInNumber(previous.text) && isInNumber(character.text) ? numberGap : wordGap;
    const word = words.at(-1);
    if (!isSpace && (word === undefined || previous?.text.trim() === '' || gap > limit * step)) words.push([character]);
    else if (!isSpace) word?.push(character);
    previous = character;
  }
  return words.map((word) => placeWord(word, step));
}

/** Median distance between neighbouring characters; a line of one has none, so its whole length counts. */
function usualStep(characters: readonly Character[]): number {
  const gaps = characters.slice(1).map((character, index) => character.position - (characters[index]?.position ?? 0));
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 1;
}

function isInNumber(text: string): boolean {
  return /^[\d.,:/$-]$/.test(text.normalize('NFKC'));
}

function placeWord(word: readonly Character[], step: number): PlacedWord {
  const first = word[0]?.position ?? 0;
  const last = word.at(-1)?.position ?? first;
  return {
    text: word
      .map((character) => character.text)
      .join('')
      .normalize('NFKC'),
    from: Math.max(0, first - step / 2),
    to: Math.min(1, last + step / 2),
    confidence: word.reduce((sum, character) => sum + character.confidence, 0) / word.length,
  };
}
