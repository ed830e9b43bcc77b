import { inColumns } from './columns.ts';
import type { Line, Page } from './reading.ts';
import { levelBoxes } from '../receipt/level.ts';
import { rowsOf, type Row } from '../receipt/rows.ts';
import { uprightPage } from './turnedPage.ts';

/**
 * The page's rows in the order in which people read them, with the page's own lines in their cells: from top to bottom,
 * and a text in columns column by column. Of a page that is turned the rows lie as if it was held upright.
 */
export function textRowsOf(page: Page): readonly Row[] {
  const upright = uprightPage(page);
  const original = new Map(upright.lines.map((line, index) => [line, page.lines[index] ?? line]));
  const lines = upright.lines.filter(({ text }) => text.trim() !== '');
  const boxes = levelBoxes(lines);
  const standing = lines.map((line, index) => ({ line, box: boxes[index] ?? line.box }));
  return inColumns(standing)
    .flatMap((part) => rowsOf({ ...upright, lines: part.map(({ line }) => line) }))
    .map((row, index) => ({ ...row, index, cells: row.cells.map((cell) => ({ ...cell, line: asRead(cell.line) })) }));

  function asRead(line: Line): Line {
    return original.get(line) ?? line;
  }
}
