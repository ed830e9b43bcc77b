import type { ReceiptItem } from '../reading/reading.ts';
import { cents, type Amount } from './amounts.ts';
import type { ItemRows } from './goods.ts';
import { countInName, descriptionOf, isBehindName } from './itemNames.ts';
import { unitPriceOf, wordsBehind, type Measure, type Part } from './measures.ts';
import { absolute, fieldIn } from './fields.ts';
import type { Row } from './rows.ts';

/** Larger numbers are codes. */
const largestCount = 999;
/** Larger ones in front of a word are part of a name. */
const largestLead = 99;
const noCodes: ReadonlySet<string> = new Set();

/**
 * The items of their rows. The letter of a tax is left out of a name where at least half of them have one, two or more,
 * and none stands behind the amount: in `VITAMIN B  5,00 B` and `A TEAM DVD` it is part of the name.
 *
 * @param taxCodes The letters by which the receipt tells its taxes.
 */
export function itemsOf(rows: readonly ItemRows[], taxCodes: ReadonlySet<string>): readonly ReceiptItem[] {
  const items = rows.map((one) => itemOf(one, noCodes));
  const uncoded = rows.map((one) => itemOf(one, hasCodeBehind(one, taxCodes) ? noCodes : taxCodes));
  const coded = uncoded.filter(({ description }, index) => description.value !== items[index]?.description.value);
  return coded.length >= Math.max(2, rows.length / 2) ? uncoded : items;
}

function hasCodeBehind({ priced, total }: ItemRows, taxCodes: ReadonlySet<string>): boolean {
  const [, code = ''] = /^[^\p{L}\d]*([A-Z])(?![\p{L}\d])/u.exec(priced.text.slice(total.end)) ?? [];
  return taxCodes.has(code);
}

function itemOf(
  { described, priced, total, measures, columnHead, discount }: ItemRows,
  taxCodes: ReadonlySet<string>,
): ReceiptItem {
  const measure = measures.find((one) => unitPriceOf(one, total) !== undefined);
  const named = countInName(described, total);
  const known: { readonly count: Part<number> | undefined; readonly price?: Amount } = multiplied(priced, total) ?? {
    count: (named?.start === 0 ? named : undefined) ?? loneCount(priced, total, columnHead) ?? named,
  };
  const inside = measure?.row === described ? measure : undefined;
  const column =
    known.price && described === priced && known.count && isBehindName(priced, known.count) ? known.count : undefined;
  const description =
    (inside && behindMeasure(inside)) ??
    descriptionOf(described, beginsWithCount(described, total), inside ?? named ?? column, taxCodes);
  const counted = {
    ...(known.count && {
      quantity:
        known.count === named
          ? fieldIn(described, named.value, named, named.confidence)
          : fieldIn(priced, known.count.value, known.count, 0.7),
    }),
    ...(known.price && { unitPrice: fieldIn(priced, known.price.value, known.price, 0.8) }),
  };
  const isProved = measure !== undefined || known.price !== undefined;
  return {
    description: fieldIn(described, description.value, description, 0.7),
    ...(measure ? measured(measure, total) : counted),
    ...(discount && { discount: absolute(fieldIn(discount.row, discount.amount.value, discount.amount, 0.8)) }),
    total: fieldIn(priced, total.value, total, isProved ? 0.85 : 0.7),
  };
}

function measured(measure: Measure, total: Amount): Pick<ReceiptItem, 'quantity' | 'unit' | 'unitPrice'> {
  const { row, quantity, unit, priceRow } = measure;
  const price = unitPriceOf(measure, total);
  // `0,35 x 12` may be goods by weight, too.
  const isPriceFirst = priceRow === row && price !== undefined && price.start < quantity.start;
  const confidence = isPriceFirst ? 0.5 : 0.9;
  return {
    quantity: fieldIn(row, quantity.value, quantity, confidence),
    ...(unit && { unit: fieldIn(row, unit.value, unit, 0.9) }),
    ...(price && { unitPrice: fieldIn(priceRow, price.value, price, confidence) }),
  };
}

/** The count and the price whose product is the total. */
function multiplied(row: Row, total: Amount): { readonly count: Part<number>; readonly price: Amount } | undefined {
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
function loneCount(row: Row, total: Amount, columnHead: Row | undefined): Part<number> | undefined {
  return countsIn(row.text).find((count) => {
    const { value, start, end } = count;
    const [before, after] = [row.text[start - 1], row.text.slice(end)];
    const alone = (before === undefined || before === '\t') && /^ ?[xX×]?(?:\t|$)/.test(after);
    const leads = start === 0 && beginsWithCount(row, total);
    return (
      Number.isInteger(value) && value > 0 && end <= total.start && (alone || leads) && !isRate(row, count, columnHead)
    );
  });
}

/** Whether the count stands below the head of a column of rates: `VAT %`. */
function isRate(row: Row, { start, end }: Part<number>, columnHead: Row | undefined): boolean {
  const rates = columnHead?.cells.find(({ line }) => line.text.includes('%'));
  const cell = row.cells.find((one) => one.start <= start && one.end >= end);
  if (rates === undefined || cell === undefined) return false;
  const [left, , right] = rates.line.box;
  return cell.line.box[0] < right && cell.line.box[2] > left;
}

/** The words behind the measure, where there are any. */
function behindMeasure(measure: Measure): Part<string> | undefined {
  const words = wordsBehind(measure);
  return words && /\p{L}{2}/u.test(words.value) ? words : undefined;
}

/**
 * `2x TEA` and `2X 000001234567`, or `2 TEA` if two may cost that much together: `100 PLUS` is a drink, and so is
 * `3 IN 1 COFFEE`.
 */
function beginsWithCount({ text }: Row, total: Amount): boolean {
  const { count = '', times } =
    /^(?<count>[1-9]\d{0,2})(?<times> ?[xX×])? (?!IN \d)(?=\p{L}|(?<=x )\d{5})/iu.exec(text)?.groups ?? {};
  const value = Number(count);
  return value > 0 && (times !== undefined || (value <= largestLead && cents(total.value) % value === 0));
}

function countsIn(text: string): readonly Part<number>[] {
  return [...text.matchAll(/(?<![\d.,\p{L}])\d{1,3}(?:[.,]\d{1,4})?(?![\d.,%]|\p{L}{2})/gu)]
    .map((match) => ({
      value: Number(match[0].replace(',', '.')),
      start: match.index,
      end: match.index + match[0].length,
    }))
    .filter(({ value }) => value <= largestCount);
}
