import type { ReceiptItem } from '../model.ts';
import { cents, type Amount } from './amounts.ts';
import { currencyMarks } from './currencies.ts';
import type { ItemRows } from './itemRows.ts';
import { unitPriceOf, units, wordsBehind, type Measure, type Part } from './measures.ts';
import { absolute, fieldIn } from './fields.ts';
import type { Row } from './rows.ts';

/** A number in a row that may be a count or a weight. */
interface Count {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** Larger numbers are codes. */
const largestCount = 999;
/** Larger ones in front of a word are part of a name. */
const largestLead = 99;

/** An item of its rows. */
export function itemOf({ described, priced, total, measures, columnHead, discount }: ItemRows): ReceiptItem {
  const measure = measures.find((one) => unitPriceOf(one, total) !== undefined);
  const known: { readonly count: Count | undefined; readonly price?: Amount } = multiplied(priced, total) ?? {
    count: loneCount(priced, total, columnHead),
  };
  const inside = measure?.row === described ? measure : undefined;
  const description =
    (inside && behindMeasure(inside)) ?? descriptionOf(described, beginsWithCount(described, total), inside?.start);
  const counted = {
    ...(known.count && { quantity: fieldIn(priced, known.count.value, known.count, 0.7) }),
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
  return {
    quantity: fieldIn(row, quantity.value, quantity, 0.9),
    ...(unit && { unit: fieldIn(row, unit.value, unit, 0.9) }),
    ...(price && { unitPrice: fieldIn(priceRow, price.value, price, 0.9) }),
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
function loneCount(row: Row, total: Amount, columnHead: Row | undefined): Count | undefined {
  return countsIn(row.text).find((count) => {
    const { value, start, end } = count;
    const [before, after] = [row.text[start - 1], row.text.slice(end)];
    const alone = (before === undefined || before === '\t') && /^ ?[xX]?(?:\t|$)/.test(after);
    const leads = start === 0 && beginsWithCount(row, total);
    return (
      Number.isInteger(value) && value > 0 && end <= total.start && (alone || leads) && !isRate(row, count, columnHead)
    );
  });
}

/** Whether the count stands below the head of a column of rates: `VAT %`. */
function isRate(row: Row, { start, end }: Count, columnHead: Row | undefined): boolean {
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

/** `2x TEA` and `2X 000001234567`, or `2 TEA` if two may cost that much together: `100 PLUS` is a drink, and so is `3 IN 1 COFFEE`. */
function beginsWithCount({ text }: Row, total: Amount): boolean {
  const { count = '', times } =
    /^(?<count>[1-9]\d{0,2})(?<times> ?[xX])? (?!IN \d)(?=\p{L}|(?<=x )\d{5})/iu.exec(text)?.groups ?? {};
  const value = Number(count);
  return value > 0 && (times !== undefined || (value <= largestLead && cents(total.value) % value === 0));
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

/**
 * The words of the row up to its first column of numbers, or a measure, without codes and a count before them.
 *
 * @param counted Whether a count stands before the words, in their cell.
 */
function descriptionOf(
  row: Row,
  counted: boolean,
  measureStart = row.text.length,
): { readonly value: string; readonly start: number; readonly end: number } {
  const firstAmount = Math.min(measureStart, row.amounts[0]?.start ?? row.text.length);
  const start = (counted ? /^\d{1,3} ?[xX]? / : numbersBefore).exec(row.text)?.[0].length ?? 0;
  const code = /^(?:\d[\d-]{4,}[ \t])?[^\p{L}\d(]*/u.exec(row.text.slice(start))?.[0].length ?? 0;
  const lead = start + code;
  const words = row.text.slice(lead, firstAmount);
  const value = withoutNumbers(words)
    .replace(/\t/g, ' ')
    .replace(/[\s:@*-]+$/, '');
  return { value, start: lead, end: Math.min(firstAmount, lead + value.length) };
}

/** Cells of numbers, a line's number (`1. TEA`, `001 TEA`), also before a code: `1)9557892102639 `. */
const numbersBefore = new RegExp(
  `^(?:\\d{1,3}(?:[.,]\\d{1,3})?(?: ?(?:${units}|x))?\\t)+|^\\d{1,3}(?:[.)] ?| )(?=\\d[\\d-]{4,}[ \\t])` +
    '|^(?:0\\d{1,2}|\\d{1,2}[.)]) (?=\\p{L})',
  'iu',
);

/** A cell of a number, or the signs of one, at the end. */
const lastNumber = new RegExp(`(?:\\t *[*@x#-]? ?\\d*(?:[.,]\\d*)? ?(?:[x@*]|(?<=\\d ?)(?:${units}))?| [*@x-]+)$`, 'i');

/** Before a price: `PARKING 4 x`. */
const timesBefore = /(?<=\p{L}{3})[ \t]\d{1,3} ?[x×] ?$/iu;
/** The currency in a cell of its own before a price. */
const currencyBefore = new RegExp(`\\t(?:${currencyMarks.filter((mark) => /^\w+$/.test(mark)).join('|')})\\s*$`);

/** Strips them one by one: an expression that repeats them takes exponential time, as it can part them in many ways. */
function withoutNumbers(words: string): string {
  let rest = words.replace(currencyBefore, '').replace(timesBefore, '');
  while (lastNumber.test(rest)) rest = rest.replace(lastNumber, '');
  return rest;
}
