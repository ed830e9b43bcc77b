import type { Amount } from './amounts.ts';
import { kindOf, type Figure } from './figures.ts';
import { journal, title } from './headerWords.ts';
import { folded, labelOf } from './labels.ts';
import type { Row } from './rows.ts';

/** The rows that tell of one item: what it is and what it costs, often on the same row. */
export interface ItemRows {
  readonly described: Row;
  readonly priced: Row;
  /** What the item costs in all. */
  readonly total: Amount;
}

/** A row between the heads of the columns and the first sum. */
interface GoodsRow {
  readonly row: Row;
  /** The last exact amount that is no unit price after an `@`. */
  readonly total: Amount | undefined;
  readonly hasWords: boolean;
}

/** Shortest description, in letters. */
const shortestWords = 3;
/** The heads of columns. */
const columnConcepts: ReadonlySet<string> = new Set(['count', 'price', 'description', 'amount', 'total', 'discount']);

/** The items' rows from top to bottom; what stands between is left out. */
export function itemRowsOf(rows: readonly Row[], figures: readonly Figure[]): readonly ItemRows[] {
  const goods = goodsRowsOf(rows, figures);
  // Some print the price first and what it is for below.
  const below = goods[0]?.hasWords === false && goods.at(-1)?.total === undefined;
  const found: ItemRows[] = [];
  for (const [index, { row, total, hasWords }] of goods.entries()) {
    if (total === undefined) continue;
    const beside = goods[below ? index + 1 : index - 1];
    const described = hasWords ? row : beside?.hasWords && beside.total === undefined ? beside.row : undefined;
    if (described !== undefined) found.push({ described, priced: row, total });
  }
  return found;
}

function goodsRowsOf(rows: readonly Row[], figures: readonly Figure[]): readonly GoodsRow[] {
  const head = rows.findIndex(isColumnHead);
  const sum = figures.find(({ kind, labelRow }) => isSum(kind) && labelRow.index > head);
  if (sum === undefined) return [];
  const above = rows.slice(0, sum.labelRow.index);
  const firstPriced = above.findIndex((row, index) => index > head && row.amounts.some((amount) => amount.exact));
  if (firstPriced < 0) return [];
  const start = head >= 0 ? head + 1 : above.slice(0, firstPriced).findLastIndex(isJournal) + 1;
  return above.slice(start).flatMap((row) => {
    const letters = lettersIn(row.text);
    const total = row.amounts.findLast((amount) => amount.exact && !isUnitPrice(row.text, amount));
    if (isOtherFigure(row) || (letters < shortestWords && total === undefined)) return [];
    return [{ row, total, hasWords: lettersIn(row.text.slice(0, row.amounts[0]?.start)) >= shortestWords }];
  });
}

function isSum(kind: Figure['kind']): boolean {
  return kind === 'total' || kind === 'subtotal' || kind === 'count';
}

function isColumnHead(row: Row): boolean {
  const { concepts } = labelOf(row.text);
  return new Set(concepts.filter((concept) => columnConcepts.has(concept))).size >= 2 && row.amounts.length === 0;
}

function isJournal(row: Row): boolean {
  const text = folded(row.text);
  return journal.test(text) || title.test(text);
}

/** Discounts, charges and the like stand among the items; a description may hold one of their words by chance. */
function isOtherFigure(row: Row): boolean {
  const label = labelOf(row.text);
  const kind = kindOf(label);
  return kind !== undefined && label.unknown <= 1;
}

function isUnitPrice(text: string, amount: Amount): boolean {
  return (
    /@\s*(?:RM|\$|€)?\s*$/.test(text.slice(0, amount.start + 1)) || text.slice(0, amount.start).trimEnd().endsWith('@')
  );
}

function lettersIn(text: string): number {
  return text.replace(/[^\p{L}]/gu, '').length;
}
