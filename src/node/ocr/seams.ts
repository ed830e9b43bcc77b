import type { Character } from './ctcDecode.ts';
import type { ReadLine } from './recogniseLines.ts';
import type { Region } from './sampleRegion.ts';
import { usualStep } from './splitWords.ts';

/** Characters of one line stand farther apart, in usual steps. */
const leastApart = 0.5;

/**
 * Lines of one row without the letters that two of them show: boxes overlap where words stand close, and what lies in
 * both is read twice. The surer reading stays.
 *
 * @param row from left to right; all lie at nearly the same angle.
 */
export function withoutRepeatedLetters(row: readonly ReadLine[]): ReadLine[] {
  const lines: ReadLine[] = [];
  for (let line of row) {
    let before = lines.pop();
    while (before && isRepeated(before, line)) {
      const [last, first] = [before.characters.at(-1), line.characters[0]];
      if ((last?.confidence ?? 0) < (first?.confidence ?? 0)) before = withOnly(before, before.characters.slice(0, -1));
      else line = withOnly(line, line.characters.slice(1));
    }
    if (before) lines.push(before);
    lines.push(line);
  }
  return lines;
}

function withOnly(line: ReadLine, characters: readonly Character[]): ReadLine {
  return { ...line, characters };
}

/** Whether the last character of one line stands where the first of the next does, which goes on where that ends. */
function isRepeated(before: ReadLine, line: ReadLine): boolean {
  const [last, first] = [before.characters.at(-1), line.characters[0]];
  if (last === undefined || first === undefined) return false;
  const [start, nextStart] = [placeAt(0, before.region), placeAt(0, line.region)];
  const [end, nextEnd] = [placeAt(1, before.region), placeAt(1, line.region)];
  if (nextStart <= start || nextEnd <= end || nextStart >= end) return false;
  const step = Math.min(stepOf(before), stepOf(line));
  return placeAt(first.position, line.region) - placeAt(last.position, before.region) < leastApart * step;
}

function stepOf({ characters, region }: ReadLine): number {
  return usualStep(characters) * region.width;
}

/** In pixels along the row, of a position along a line. */
function placeAt(position: number, { centerX, centerY, angle, width }: Region): number {
  return centerX * Math.cos(angle) + centerY * Math.sin(angle) + (position - 0.5) * width;
}
