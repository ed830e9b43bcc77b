import type { BestClasses } from './fixedPoint/head.ts';

/** A character that was read, and where on its line. */
export interface Character {
  readonly text: string;
  /** Centre along the line, 0 at its start to 1 at its end. */
  readonly position: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What the recognition network says of one line of a batch. */
export interface LineClasses extends BestClasses {
  /** The line's first step. */
  readonly from: number;
  readonly steps: number;
  /** Part of the steps that the line covers; the rest is the padding of a batch. */
  readonly covered: number;
}

/**
 * Greedy CTC decoding (Graves et al. 2006): the best class of each step, runs of the same joined, class 0 dropped.
 * `dictionary[i]` is the text of class i + 1.
 */
export function ctcDecode(line: LineClasses, dictionary: readonly string[]): Character[] {
  const characters: Character[] = [];
  let previous = 0;
  for (let step = 0; step < line.steps; step++) {
    const best = line.classes[line.from + step] ?? 0;
    if (best !== 0 && best !== previous) {
      characters.push({
        text: dictionary[best - 1] ?? '',
        position: Math.min(1, (step + 0.5) / (line.steps * line.covered)),
        confidence: line.confidence(line.from + step),
      });
    }
    previous = best;
  }
  return characters;
}
