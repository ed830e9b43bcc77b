import type { BestClasses } from './fixedPoint/head.ts';

/** A character that was read, and where on its line. */
export interface Character {
  readonly text: string;
  /** Centre along the line, 0 at its start to 1 at its end. */
  readonly position: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** How likely a space is anywhere since the character before, of how likely the best class is there: 0 to 1. */
  readonly space: number;
}

/** What the recognition network says of one line of a batch. */
interface LineClasses extends BestClasses {
  /** The line's first step. */
  readonly from: number;
  readonly steps: number;
  /** Part of the steps that the line covers; the rest is the padding of a batch. */
  readonly covered: number;
}

/**
 * Greedy CTC decoding (Graves et al. 2006): the best class of each step, runs of the same joined, class 0 dropped.
 * Spaces are no characters: a blank is mostly likelier than they are.
 *
 * @param dictionary `dictionary[i]` is the text of class i + 1; the last is the space.
 */
export function ctcDecode(line: LineClasses, dictionary: readonly string[]): Character[] {
  const characters: Character[] = [];
  let [previous, space] = [0, 0];
  for (let step = 0; step < line.steps; step++) {
    const at = line.from + step;
    const best = line.classes[at] ?? 0;
    space = Math.max(space, line.likelihoodRatio(at, dictionary.length));
    if (best !== 0 && best !== previous) {
      const text = dictionary[best - 1] ?? '';
      const position = Math.min(1, (step + 0.5) / (line.steps * line.covered));
      if (text.trim() !== '') characters.push({ text, position, confidence: line.confidence(at), space });
      space = text.trim() === '' ? 1 : 0;
    }
    previous = best;
  }
  return characters;
}
