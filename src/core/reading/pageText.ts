import type { Page } from './reading.ts';
import type { Row } from '../receipt/rows.ts';
import { textRowsOf } from './textRows.ts';

/** The page's text as people read it (textRows.ts): a line a row, a tab between what stands side by side. */
export function pageText(page: Page): string {
  return textRowsOf(page)
    .map((row) => `${rowText(row)}\n`)
    .join('');
}

/** The row's text as the engine has it. */
export function rowText(row: Row): string {
  return row.cells.map(({ line }) => line.text).join('\t');
}
