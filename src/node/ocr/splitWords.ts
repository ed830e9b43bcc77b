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
const wordGap = 1.6;
/** Where a word rather ends than goes on: behind `No.` or `Date:`, and between a number and a letter. */
const likelyGap = 1.2;
/** Between figures and the signs within numbers: `2018`, `9.50`, `12:30`. A number in pieces is worse than two in one. */
const numberGap = 2.4;

/**
 * Splits a line into words. The network mostly leaves spaces out, so they are told by the gaps; the text is normalised
 * (Unicode NFKC), for its dictionary also holds full-width forms.
 */
export function splitWords(characters: readonly Character[]): PlacedWord[] {
  const step = usualStep(characters);
  const words: Character[][] = [];
  for (const [index, character] of characters.entries()) {
    if (isSpace(character)) continue;
    const previous = characters[index - 1];
    const word = words.at(-1);
    if (word === undefined || previous === undefined || isSpace(previous)) {
      words.push([character]);
      continue;
    }
    const limit = limitBetween(textOf(word), textOf([character]));
    if (character.position - previous.position > limit * step) words.push([character]);
    else word.push(character);
  }
  return words.map((word) => placeWord(word, step));
}

function isSpace({ text }: Character): boolean {
  return text.trim() === '';
}

function limitBetween(word: string, next: string): number {
  if (/[\p{L})][.,:]+$/u.test(word)) return /[\p{L}\d]/u.test(next) ? likelyGap : wordGap;
  if (/^\d+$/.test(word) && /\p{L}/u.test(next)) return likelyGap;
  if (/\p{L}{3}$/u.test(word) && /\d/.test(next)) return likelyGap;
  return /[\d.,:/$-]$/.test(word) && /[\d.,:/$-]/.test(next) ? numberGap : wordGap;
}

/** Median distance between neighbouring characters; a line of one has none, so its whole length counts. */
function usualStep(characters: readonly Character[]): number {
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
