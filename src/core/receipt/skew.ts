import type { Box } from '../reading/reading.ts';

/** Steeper pages are not read as rows anyway. */
const steepest = 0.12;
const step = 0.004;
/** So many lines tell the slope; every pair of them is looked at. */
const enoughLines = 300;

/**
 * Slope of the rows: pixels down for one pixel to the right. It is the slope under which most lines find a neighbour at
 * their own height; without clear evidence it is 0. Steeper ones are told by words: level.ts.
 */
export function skewOf(boxes: readonly Box[]): number {
  const points = boxes.slice(0, enoughLines).map(([left, top, right, bottom]) => ({
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    left,
    right,
    height: Math.max(1, bottom - top),
  }));
  const pairs = points.flatMap((a, index) =>
    points.slice(index + 1).flatMap((b) => {
      const [first, second] = a.x < b.x ? [a, b] : [b, a];
      const apart = second.left - first.right;
      const height = Math.min(a.height, b.height);
      const down = second.y - first.y;
      const across = second.x - first.x;
      const sideBySide = apart > -0.2 * height && Math.abs(down) <= steepest * across + height;
      return sideBySide && Math.max(a.height, b.height) < 1.8 * height ? [{ across, down, height }] : [];
    }),
  );
  const support = (slope: number): number =>
    pairs.reduce((sum, { across, down, height }) => {
      const off = Math.abs(down - slope * across) / height;
      return off < 0.5 ? sum + 1 - 2 * off : sum;
    }, 0);
  let best = 0;
  let most = support(0) * 1.15;
  for (let slope = step; slope <= steepest; slope += step) {
    for (const signed of [slope, -slope]) {
      const found = support(signed);
      if (found > most) [best, most] = [signed, found];
    }
  }
  return best;
}
