import { boxAround } from '../reading/linesOfWords.ts';
import type { Box, Line } from '../reading/reading.ts';

/**
 * A flatter page is levelled by its rows (skew.ts): the words of some engines dance. Pixels down for one to the right.
 */
const leastTilt = 0.05;
/** Steeper than this, about twenty degrees, is no row. */
const mostTilt = 0.36;
/** A line tells its tilt where its first and last words are so many times as far apart as they are high. */
const farApart = 3;
/** So many lines have to tell it. */
const leastTelling = 3;

/**
 * Where each line would stand if the page were held level, for pages that lie clearly askew; told by the lines that
 * have words. The boxes that come in stand upright around what is askew, so they are larger than what is in them.
 */
export function levelBoxes(lines: readonly Line[]): readonly Box[] {
  const tilt = tiltOf(lines);
  if (Math.abs(tilt) < leastTilt) return lines.map(({ box }) => box);
  const angle = Math.atan(tilt);
  return lines.map(({ box, words = [] }) =>
    boxAround((words.length > 0 ? words.map((word) => word.box) : [box]).map((one) => levelBox(one, angle))),
  );
}

/** Median slope from the first word to the last, each line weighted with its length; 0 where too few lines tell it. */
function tiltOf(lines: readonly Line[]): number {
  const told = lines.flatMap(({ words = [] }) => {
    const [first, last] = [words[0]?.box, words.at(-1)?.box];
    if (first === undefined || last === undefined) return [];
    const across = (last[0] + last[2] - first[0] - first[2]) / 2;
    const down = (last[1] + last[3] - first[1] - first[3]) / 2;
    const slope = down / across;
    const isFar = across > farApart * Math.min(first[3] - first[1], last[3] - last[1]);
    return isFar && Math.abs(slope) <= mostTilt ? [{ slope, across }] : [];
  });
  if (told.length < leastTelling) return 0;
  told.sort((a, b) => a.slope - b.slope);
  let rest = told.reduce((sum, { across }) => sum + across, 0) / 2;
  return told.find(({ across }) => (rest -= across) <= 0)?.slope ?? 0;
}

/** Turns the middle back; what stands in the box is as wide and high as makes the box around it when it is turned. */
function levelBox([left, top, right, bottom]: Box, angle: number): Box {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const [width, height] = [right - left, bottom - top];
  const spread = cos * cos - sin * sin;
  const across = Math.max(1, (width * cos - height * Math.abs(sin)) / spread);
  const down = Math.max(1, (height * cos - width * Math.abs(sin)) / spread);
  const [u, v] = [x * cos + y * sin, y * cos - x * sin];
  return [u - across / 2, v - down / 2, u + across / 2, v + down / 2];
}
