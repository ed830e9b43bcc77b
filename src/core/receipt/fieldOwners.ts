import type { Box, Page, Word } from '../reading/reading.ts';
import type { FieldPath, Slot } from './receiptFields.ts';

/** The page's words from top to bottom; a line that an engine did not cut is one word. */
export function wordsOf(page: Page): readonly Word[] {
  return page.lines.flatMap((line) => line.words ?? [line]);
}

/**
 * For each word the fields that were read from it: those whose evidence shares at least half of the smaller of both
 * areas with it, for a value may be a part of a word. The closest evidence comes first, so that a word that stands in
 * the evidence of a whole line and in its own belongs to the latter.
 */
export function fieldOwners(words: readonly Word[], slots: readonly Slot[]): readonly (readonly FieldPath[])[] {
  const evidence = slots.flatMap(({ path, field }) => (field?.evidence ?? []).map(({ box }) => ({ path, box })));
  return words.map((word) => {
    const near = evidence
      .filter(({ box }) => area(intersection(word.box, box)) * 2 >= Math.min(area(word.box), area(box)))
      .sort((a, b) => area(a.box) - area(b.box));
    return [...new Set(near.map(({ path }) => path))];
  });
}

function intersection(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** In square pixels; at least one, so that a degenerate box still has a place. */
function area([x0, y0, x1, y1]: Box): number {
  return x1 < x0 || y1 < y0 ? 0 : Math.max(1, x1 - x0) * Math.max(1, y1 - y0);
}
