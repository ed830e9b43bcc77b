import type { Box, Page, Word } from '../src/core/reading/reading.ts';
import type { LabelledReceipt } from './labelledReceipts.ts';

/** Wrong characters of all, as edits that would mend them. */
interface CharacterErrors {
  readonly wrong: number;
  readonly all: number;
}

interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Counts the characters that were read wrong on the labelled lines, without regard to spaces and case: each character
 * read counts for the labelled line in whose box it lies.
 */
export function characterErrors(page: Page, labels: LabelledReceipt['lines']): CharacterErrors {
  const characters = page.lines.flatMap((line) => line.words ?? [line]).flatMap(charactersOf);
  const read = new Map<number, Placed[]>();
  for (const character of characters) {
    const index = labels.findIndex(({ box }) => contains(box, character));
    if (index >= 0) read.set(index, [...(read.get(index) ?? []), character]);
  }
  let [wrong, all] = [0, 0];
  labels.forEach(({ text }, index) => {
    const wanted = squeeze(text);
    const got = (read.get(index) ?? []).toSorted((a, b) => a.x - b.x);
    wrong += edits(wanted, squeeze(got.map((character) => character.text).join('')));
    all += wanted.length;
  });
  return { wrong, all };
}

/** Spread evenly over the word's box. */
function charactersOf({ text, box: [left, top, right, bottom] }: Pick<Word, 'text' | 'box'>): Placed[] {
  const characters = Array.from(text);
  const step = (right - left) / characters.length;
  return characters.map((one, index) => ({ text: one, x: left + (index + 0.5) * step, y: (top + bottom) / 2 }));
}

function contains([left, top, right, bottom]: Box, { x, y }: Placed): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

function squeeze(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s/g, '');
}

/** Insertions, deletions and replacements from one to the other (Levenshtein). */
export function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
