import type { Page } from './model.ts';
import { rowsOf, type Row } from './receipt/rows.ts';

/** The page's text as it stands on the paper: a line a row, a tab between what stands side by side. */
export function pageText(page: Page): string {
  return rowsOf(page)
    .map((row) => `${rowText(row)}\n`)
    .join('');
}

/** The row's text as the engine has it. */
export function rowText(row: Row): string {
  return row.cells.map(({ line }) => line.text).join('\t');
}
