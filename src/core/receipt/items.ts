import type { ReceiptItem } from '../model.ts';
import { cents, type Amount } from './amounts.ts';
import type { Figure } from './figures.ts';
import { itemRowsOf, type ItemRows } from './itemRows.ts';
import { fieldIn } from './fields.ts';
import type { Row } from './rows.ts';

/** A number in a row that may be a count or a weight. */
interface Count {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** Larger numbers are codes. */
const largestCount = 999;

/** Items where they stand plainly: each with a description and an amount, above the first sum. */
export function itemsOf(rows: readonly Row[], figures: readonly Figure[]): readonly ReceiptItem[] {
  return itemRowsOf(rows, figures).map(itemOf);
}

function itemOf({ described, priced, total }: ItemRows): ReceiptItem {
  const known: { readonly count: Count | undefined; readonly price?: Amount } = multiplied(priced, total) ?? {
    count: loneCount(priced, total),
  };
  const description = descriptionOf(described);
  return {
    description: fieldIn(described, description.value, description, 0.7),
    ...(known.count === undefined ? {} : { quantity: fieldIn(priced, known.count.value, known.count, 0.7) }),
    ...(known.price === undefined ? {} : { unitPrice: fieldIn(priced, known.price.value, known.price, 0.8) }),
    total: fieldIn(priced, total.value, total, known.price === undefined ? 0.7 : 0.85),
  };
}

/** The count and the price whose product is the total. */
function multiplied(row: Row, total: Amount): { readonly count: Count; readonly price: Amount } | undefined {
  const prices = row.amounts.filter((amount) => amount.exact && amount !== total && amount.start < total.start);
  for (const price of prices.toReversed()) {
    const count = countsIn(row.text).find(
      ({ value, start, end }) =>
        (end <= price.start || start >= price.end) &&
        end <= total.start &&
        Math.abs(cents(value * price.value) - cents(total.value)) <= Math.max(1, value / 2),
    );
    if (count !== undefined) return { count, price };
  }
  return undefined;
}

/** A small whole number in a cell of its own, or before the description. */
function loneCount(row: Row, total: Amount): Count | undefined {
  return countsIn(row.text).find(({ value, start, end }) => {
    const [before, after] = [row.text[start - 1], row.text.slice(end)];
    const alone = (before === undefined || before === '\t') && /^ ?[xX]?(?:\t|$)/.test(after);
    const leads = start === 0 && /^ ?[xX]? \p{L}/u.test(after);
    return Number.isInteger(value) && value > 0 && end <= total.start && (alone || leads);
  });
}

function countsIn(text: string): readonly Count[] {
  return [...text.matchAll(/(?<![\d.,\p{L}])\d{1,3}(?:[.,]\d{1,4})?(?![\d.,%]|\p{L}{2})/gu)]
    .map((match) => ({
      value: Number(match[0].replace(',', '.')),
      start: match.index,
      end: match.index + match[0].length,
    }))
    .filter(({ value }) => value <= largestCount);
}

/** The words of the row up to its first column of numbers, without codes and a count before them. */
function descriptionOf(row: Row): { readonly value: string; readonly start: number; readonly end: number } {
  const firstAmount = row.amounts[0]?.start ?? row.text.length;
  const lead = /^(?:\d{1,3} ?[xX]?[ \t]|\d{8,}[ \t])?[^\p{L}\d(]*/u.exec(row.text)?.[0].length ?? 0;
  const words = row.text.slice(lead, firstAmount);
  const value = words
    .replace(/(?:\t *[*@xX#-]? ?\d*[.,]?\d* ?[xX@*]?| [*@xX-]+)*$/, '')
    .replace(/\t/g, ' ')
    .replace(/[\s:@*-]+$/, '');
  return { value, start: lead, end: Math.min(firstAmount, lead + value.length) };
}
