import type { Box } from './reading.ts';

/** Fewest lines of a column. */
const leastLines = 4;
/** A column is of text when half of its lines are so many times as long as high, about sixteen letters … */
const leastLength = 8;
/** … and cover so much of its width: a table's cells don't. */
const leastFilled = 0.4;
/** A gutter is so many times as wide as the lines are high, at least. */
const leastGutter = 0.6;
/** So many of the lines may go across a gutter, at most: headings and captions. */
const mostAcross = 0.34;

/** What stands on a page held level. */
interface Standing {
  readonly box: Box;
}

/**
 * Parts what stands on a page into what is read one after the other: the columns of a text, from left to right, between
 * the lines that go across them; all of it where there are no columns. Within a part the order is as it came.
 */
export function inColumns<T extends Standing>(all: readonly T[]): readonly (readonly T[])[] {
  const gutter = widestSplit(all);
  if (gutter === undefined) return [all];
  const { left, right, across } = gutter;
  const parts: T[][] = [];
  let above = -Infinity;
  for (const line of [...across.toSorted((a, b) => top(a) - top(b)), undefined]) {
    const below = line === undefined ? Infinity : top(line);
    for (const side of [left, right]) {
      const between = side.filter((one) => top(one) >= above && top(one) < below);
      if (between.length > 0) parts.push(...inColumns(between).map((part) => [...part]));
    }
    if (line !== undefined) parts.push([line]);
    above = below;
  }
  return parts;
}

interface Split<T> {
  readonly left: readonly T[];
  readonly right: readonly T[];
  readonly across: readonly T[];
}

/** The split that the fewest lines go across. */
function widestSplit<T extends Standing>(all: readonly T[]): Split<T> | undefined {
  if (all.length < 2 * leastLines) return undefined;
  const height = median(all.map(({ box }) => box[3] - box[1]));
  let best: Split<T> | undefined;
  for (const edge of new Set(all.map(({ box }) => box[0]))) {
    const right = all.filter(({ box }) => box[0] >= edge);
    const left = all.filter(({ box }) => box[2] <= edge - leastGutter * height);
    const across = all.filter(({ box }) => box[0] < edge && box[2] > edge - leastGutter * height);
    if (across.length > mostAcross * all.length || (best && across.length >= best.across.length)) continue;
    if (isText(left) && isText(right) && stand(left, right)) best = { left, right, across };
  }
  return best;
}

function isText(side: readonly Standing[]): boolean {
  if (side.length < leastLines) return false;
  const [x0, x1] = [Math.min(...side.map(({ box }) => box[0])), Math.max(...side.map(({ box }) => box[2]))];
  const width = median(side.map(({ box }) => box[2] - box[0]));
  const length = median(side.map(({ box: [left, upper, right, lower] }) => (right - left) / (lower - upper)));
  return length >= leastLength && width >= leastFilled * (x1 - x0);
}

/** Whether they stand beside each other rather than one below the other. */
function stand(left: readonly Standing[], right: readonly Standing[]): boolean {
  const [a, b] = [span(left), span(right)];
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared > Math.min(a.end - a.start, b.end - b.start) / 2;
}

function span(side: readonly Standing[]): { readonly start: number; readonly end: number } {
  return { start: Math.min(...side.map(top)), end: Math.max(...side.map(({ box }) => box[3])) };
}

function top({ box }: Standing): number {
  return box[1];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
