import type { Box, Line, Page, Word } from '../../src/core/reading/reading.ts';
import type { Cell, PaperRow, Sheet } from './paper.ts';

/** Of a letter of size 1, in pixels. */
const width = 12;
const height = 22;
const pitch = 32;
const margin = 40;

/** A row's place on its page, in pixels. */
export interface PlacedRow {
  readonly row: PaperRow;
  /** Of its letters. */
  readonly top: number;
  readonly height: number;
}

/** Size of the page of a sheet, in pixels, and where its rows stand. */
export function placed(sheet: Sheet): {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly PlacedRow[];
} {
  let top = margin;
  const rows = sheet.rows.map((row): PlacedRow => {
    const here = { row, top, height: height * row.size };
    top += pitch * row.size;
    return here;
  });
  return { width: 2 * margin + sheet.columns * width, height: top + margin, rows };
}

/** Where a piece of a row's text stands. */
export function boxOf({ row, top, height }: PlacedRow, column: number, length: number): Box {
  const wide = width * row.size;
  const left = margin + column * wide;
  return [left, top, left + length * wide, top + height];
}

/**
 * The sheet as an engine would read it without a mistake: a line a piece of text, with its words. Rules are no text.
 */
export function pageOf(sheet: Sheet): Page {
  const { rows, ...size } = placed(sheet);
  return { ...size, lines: rows.flatMap((row) => row.row.cells.filter(isText).map((cell) => lineOf(row, cell))) };
}

function isText({ text }: Cell): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function lineOf(row: PlacedRow, { text, column }: Cell): Line {
  const words = [...text.matchAll(/\S+/g)].map((match): Word => ({
    text: match[0],
    box: boxOf(row, column + match.index, match[0].length),
  }));
  return { text, box: boxOf(row, column, text.length), words };
}
