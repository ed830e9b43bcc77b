import type { Box, Line, Page } from '../reading/reading.ts';
import { uprightPage } from '../reading/turnedPage.ts';

/** A gap of so many lines' heights may part two papers. */
const leastGap = 1.2;
/** No receipt has fewer lines. */
const fewestLines = 6;
/** Of all gaps the widest are tried, so many in either direction. */
const mostGaps = 2;

/**
 * The page cut in two wherever a gap goes all across it, or all down: papers that lie beside or below each other on one
 * picture, the left or upper one first. Most gaps are within one paper.
 */
export function halvesOf(page: Page): readonly (readonly [Page, Page])[] {
  const boxes = uprightPage(page).lines.map(({ box }) => box);
  const heights = boxes.map(([, top, , bottom]) => bottom - top).sort((a, b) => a - b);
  const gap = leastGap * (heights[heights.length >> 1] ?? 0);
  return ([0, 1] as const).flatMap((axis) =>
    gapsAlong(boxes, axis, gap).map((end): readonly [Page, Page] => {
      const isBefore = (_: Line, index: number): boolean => (boxes[index]?.[axis] ?? 0) < end;
      const isBehind = (line: Line, index: number): boolean => !isBefore(line, index);
      return [
        { ...page, lines: page.lines.filter(isBefore) },
        { ...page, lines: page.lines.filter(isBehind) },
      ];
    }),
  );
}

/** Where the widest gaps end that leave enough lines on both sides; 0 is across, 1 is down. */
function gapsAlong(boxes: readonly Box[], axis: 0 | 1, gap: number): readonly number[] {
  const sorted = boxes.toSorted((a, b) => a[axis] - b[axis]);
  const gaps: { readonly end: number; readonly width: number }[] = [];
  let reached = -Infinity;
  for (const [index, box] of sorted.entries()) {
    const hasEnough = index >= fewestLines && sorted.length - index >= fewestLines;
    const width = box[axis] - reached;
    if (hasEnough && width > gap) gaps.push({ end: box[axis], width });
    reached = Math.max(reached, box[axis + 2] ?? 0);
  }
  return gaps
    .sort((a, b) => b.width - a.width)
    .slice(0, mostGaps)
    .map(({ end }) => end);
}
