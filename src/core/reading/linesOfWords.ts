import type { Box, Line, Word } from './reading.ts';

/** A gap of so many times the words' height parts two runs: about what stands between the columns of a receipt. */
const columnGap = 1.5;

/**
 * Words that an engine put into one line across the whole page, from left to right, as the runs of a page: what stands
 * in different columns is not one line.
 */
export function linesOfWords(words: readonly Word[]): readonly Line[] {
  const limit = columnGap * medianHeight(words);
  const runs: Word[][] = [];
  for (const word of words) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && word.box[0] - before.box[2] <= limit) run.push(word);
    else runs.push([word]);
  }
  return runs.map(lineOf);
}

/** The smallest box that holds all of them; there must be one. */
export function boxAround(boxes: readonly Box[]): Box {
  return [
    Math.min(...boxes.map(([left]) => left)),
    Math.min(...boxes.map(([, top]) => top)),
    Math.max(...boxes.map(([, , right]) => right)),
    Math.max(...boxes.map(([, , , bottom]) => bottom)),
  ];
}

function lineOf(words: readonly Word[]): Line {
  const told = words.flatMap(({ confidence }) => confidence ?? []);
  const mean = told.reduce((sum, confidence) => sum + confidence, 0) / told.length;
  return {
    text: words.map(({ text }) => text).join(' '),
    box: boxAround(words.map(({ box }) => box)),
    ...(told.length > 0 && { confidence: Math.round(mean * 1000) / 1000 }),
    words,
  };
}

function medianHeight(words: readonly Word[]): number {
  const heights = words.map(({ box: [, top, , bottom] }) => bottom - top).sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
}
