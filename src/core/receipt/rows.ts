import { boxAround } from '../reading/linesOfWords.ts';
import type { Box, Evidence, Line, Page } from '../reading/reading.ts';
import { amountsIn, hasCents, type Amount } from './amounts.ts';
import { levelBoxes } from './level.ts';
import { withPostcodesInCapitals } from './postcodeCase.ts';
import { skewOf } from './skew.ts';
import { withNumberZeros, withoutWordZeros } from './wordZeros.ts';

/** A line of the page as part of a row. */
interface Cell {
  readonly line: Line;
  /** Where its text begins in the row's. */
  readonly start: number;
  readonly end: number;
}

/** What stands side by side on the paper, from left to right. */
export interface Row {
  readonly index: number;
  readonly cells: readonly Cell[];
  /**
   * The cells' texts, with a space between two parts of one phrase and a tab between columns, compatibility characters
   * unified (NFKC) and words without zeros.
   */
  readonly text: string;
  /** From left to right. */
  readonly amounts: readonly Amount[];
  /** On the page held level. */
  readonly box: Box;
  /** Median height of its cells, in pixels. */
  readonly height: number;
}

interface Placed {
  readonly line: Line;
  /** On the page held level. */
  readonly box: Box;
  readonly middle: number;
  readonly height: number;
}

interface OpenRow {
  readonly members: Placed[];
  middle: number;
}

/** How far apart two middles may be, in heights, for the lines to stand on one row. */
const sameRow = 0.55;
/** Two lines that share more of their width than this stand one above the other, whatever their middles say. */
const widthShared = 0.5;

/** Beside a price a number is a column, elsewhere a part of a telephone number or an address. */
const price = /\d[.,]\d{2}(?:$|[^\d.,/:-])/;
const number = /^\d[\d.,]*(?: ?(?:\p{Sc}|EUR|[SZ]R))?$/u;
const taxCode = /^(?:[ABCDEFNSTZ]|[SZ]R|TX)$/;
/** What a number goes on from: `2 x` and `RM`. */
const beforeNumber = /^(?:[x×*@àa]|\p{Sc}|RM|RS\.?|EUR|CHF)$/iu;
/** At the front of a row, `1L`. */
const count = /^\d{1,3}\p{Lu}$/u;
const letter = /^\p{Lu}$/u;

/** The page's rows from top to bottom; a page that lies askew is straightened first. */
export function rowsOf(page: Page): readonly Row[] {
  const lines = page.lines.filter((line) => line.text.trim() !== '');
  const boxes = levelBoxes(lines);
  const skew = skewOf(boxes);
  const placed = lines
    .map((line, index): Placed => {
      const box = boxes[index] ?? line.box;
      const [left, top, right, bottom] = box;
      return { line, box, middle: (top + bottom) / 2 - (skew * (left + right)) / 2, height: Math.max(1, bottom - top) };
    })
    .sort((a, b) => a.middle - b.middle);
  const open: OpenRow[] = [];
  for (const next of placed) {
    const row = bestRow(open, next);
    if (row === undefined) {
      open.push({ members: [next], middle: next.middle });
    } else {
      row.members.push(next);
      row.middle = row.members.reduce((sum, member) => sum + member.middle, 0) / row.members.length;
    }
  }
  const texted = open.sort((a, b) => a.middle - b.middle).map(({ members }) => withText(members));
  const withCents = hasCents(texted.map(({ text }) => text));
  return texted.map((row, index) => ({ ...row, index, amounts: amountsIn(row.text, withCents) }));
}

/** The open row whose middle is nearest, if it is near enough and has room where the line stands. */
function bestRow(open: readonly OpenRow[], next: Placed): OpenRow | undefined {
  let best: OpenRow | undefined;
  let nearest = sameRow;
  // Only the last few rows can be near: the lines come in the order of their middles.
  for (const row of open.slice(-4)) {
    const height = Math.min(next.height, ...row.members.map((member) => member.height));
    const distance = Math.abs(next.middle - row.middle) / height;
    if (distance < nearest && !row.members.some((member) => overlap(member.box, next.box) > widthShared)) {
      best = row;
      nearest = distance;
    }
  }
  return best;
}

/** Share of the narrower box's width that both have. */
function overlap(a: Box, b: Box): number {
  const shared = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  return shared / Math.max(1, Math.min(a[2] - a[0], b[2] - b[0]));
}

function withText(unsorted: readonly Placed[]): Omit<Row, 'index' | 'amounts'> {
  const members = unsorted.toSorted((a, b) => a.box[0] - b.box[0]);
  const isPriced = members.some(({ line }) => price.test(line.text));
  const cells: Cell[] = [];
  let text = '';
  let before: Placed | undefined;
  for (const [index, member] of members.entries()) {
    if (before) text += isOnePhrase(before, member) && !isColumn(members, index, isPriced) ? ' ' : '\t';
    before = member;
    const { line } = member;
    const start = text.length;
    text += repaired(unified(line.text));
    cells.push({ line, start, end: text.length });
  }
  const heights = members.map((member) => member.height).sort((a, b) => a - b);
  return {
    cells,
    text,
    box: boxAround(members.map((member) => member.box)),
    height: heights[heights.length >> 1] ?? 1,
  };
}

/** Whether a column begins with this member, however near the one before stands: narrow paper has them so. */
function isColumn(members: readonly Placed[], index: number, isPriced: boolean): boolean {
  const [left = '', right = '', next] = members.slice(index - 1, index + 2).map(({ line }) => line.text.trim());
  if (index === 1 && count.test(left)) return true;
  if (!isPriced) return next === undefined && letter.test(right);
  if (number.test(left) && (number.test(right) || taxCode.test(right))) return true;
  const isAlone = next === undefined || number.test(next) || taxCode.test(next);
  return number.test(right) && isAlone && !beforeNumber.test(left);
}

/** Nearer than a character's width, as engines cut a phrase at its spaces: columns stand farther apart. */
function isOnePhrase(left: Placed, right: Placed): boolean {
  return right.box[0] - left.box[2] < Math.min(characterWidth(left), characterWidth(right));
}

function characterWidth({ line, box }: Placed): number {
  return (box[2] - box[0]) / line.text.trim().length;
}

/** Each repair leaves the text as long as it was. */
function repaired(text: string): string {
  return withPostcodesInCapitals(withNumberZeros(withoutWordZeros(text)));
}

function unified(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’´`]/g, "'")
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The row's cells of these places, `to` exclusive, as a row of their own. */
export function withCells(row: Row, from: number, to = row.cells.length): Row {
  const cells = row.cells.slice(from, to);
  const [start, end] = [cells[0]?.start ?? 0, cells.at(-1)?.end ?? 0];
  return {
    ...row,
    cells: cells.map((cell) => ({ ...cell, start: cell.start - start, end: cell.end - start })),
    text: row.text.slice(start, end),
    amounts: row.amounts
      .filter((amount) => amount.start >= start && amount.end <= end)
      .map((amount) => ({ ...amount, start: amount.start - start, end: amount.end - start })),
  };
}

/** What stands in `[start, end)` of a row's text: the words, or the lines where the engine gives no words. */
export function evidenceAt(row: Row, start = 0, end = row.text.length): readonly Evidence[] {
  return row.cells
    .filter((cell) => cell.start < end && cell.end > start)
    .flatMap((cell) => partOf(cell, row.text.slice(cell.start, cell.end), start - cell.start, end - cell.start));
}

function partOf(cell: Cell, text: string, start: number, end: number): readonly Evidence[] {
  const { line } = cell;
  if (line.words === undefined || line.words.length === 0) return [partOfLine(line, text, start, end)];
  const found: Evidence[] = [];
  // As the engine read it: the words are repaired as parts of their line, and keep their length.
  const read = unified(line.text);
  let from = 0;
  for (const word of line.words) {
    const wanted = unified(word.text);
    const at = read.indexOf(wanted, from);
    if (at < 0) continue;
    from = at + wanted.length;
    if (at < end && from > start) found.push({ text: text.slice(at, from), box: word.box });
  }
  return found.length > 0 ? found : [{ text, box: line.box }];
}

/** Without words the place is told from the count of characters: receipts are printed in even widths. */
function partOfLine(line: Line, text: string, start: number, end: number): Evidence {
  const first = Math.max(0, start);
  const last = Math.min(text.length, end);
  const [left, top, right, bottom] = line.box;
  const step = (right - left) / Math.max(1, text.length);
  return { text: text.slice(first, last), box: [left + step * first, top, left + step * last, bottom] };
}

/** Mean confidence of the engine in what the row shows; 1 where it gives none. */
export function engineConfidence(row: Row): number {
  const known = row.cells.map((cell) => cell.line.confidence ?? 1);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}
