import type { Field, ReceiptTax } from '../model.ts';
import { cents, type Amount } from './amounts.ts';
import { fieldIn } from './fields.ts';
import type { Row } from './rows.ts';

/** A tax on its row: `GST 6%  100.00  6.00`. */
export interface TaxLine {
  readonly row: Row;
  readonly rate?: Percentage;
  readonly base?: Amount;
  readonly amount: Amount;
}

/** A percentage and its place in a row's text. */
interface Percentage {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** In cents: some round the tax of each item. Where no amount has cents, it is rounded to less than a whole unit. */
const largestRounding = 2;
const largestOfWhole = 99;
/** In percent; what is higher is a discount's or a card's. */
const highestRate = 35;

/** Whether that tax is what such a rate, in percent, makes of the base. */
export function isTaxOn(base: number, rate: number, tax: number): boolean {
  const areWhole = Number.isInteger(base) && Number.isInteger(tax);
  return Math.abs(base * rate - cents(tax)) <= (areWhole ? largestOfWhole : largestRounding);
}

/** The rate, base and tax that a row's numbers are by arithmetic; where it has one amount, that is the tax. */
export function taxLineOf(row: Row, amounts: readonly Amount[] = row.amounts): TaxLine | undefined {
  const rates = ratesIn(row.text);
  for (const rate of [...rates, ...bareRatesIn(row.text)]) {
    const besides = amounts.filter(({ start, end }) => end <= rate.start || start >= rate.end);
    for (const amount of besides) {
      const others = besides.filter((other) => other !== amount && cents(other.value) > cents(amount.value));
      const off = ({ value }: Amount): number => Math.abs(value * rate.value - cents(amount.value));
      // Of a small tax the gross amount may be near enough, too.
      const [base] = others
        .filter((other) => isTaxOn(other.value, rate.value, amount.value))
        .sort((a, b) => off(a) - off(b));
      if (base !== undefined) return { row, rate, base, amount };
      if (others.some(({ value }) => isTaxOn(value - amount.value, rate.value, amount.value))) {
        return { row, rate, amount };
      }
    }
  }
  const [amount, ...others] = amounts;
  const [rate] = rates;
  return amount === undefined || others.length > 0 ? undefined : { row, ...(rate && { rate }), amount };
}

/**
 * The receipt's taxes one by one: those of the table at the foot where it says the same in more detail.
 *
 * @param named Those that the sums name.
 */
export function taxLinesOf(rows: readonly Row[], named: readonly TaxLine[]): readonly TaxLine[] {
  const detailed = rows.flatMap((row) => {
    const line = taxLineOf(row);
    return line?.base === undefined ? [] : [line];
  });
  if (named.length === 0 || (detailed.length >= named.length && sumOf(detailed) === sumOf(named))) return detailed;
  const details = detailed.filter(({ row }) => named.every((line) => line.row !== row));
  return named.map((line) => {
    const index = details.findIndex(({ amount }) => cents(amount.value) === cents(line.amount.value));
    return (line.base === undefined && index >= 0 ? details.splice(index, 1)[0] : undefined) ?? line;
  });
}

/** A tax as a part of the receipt. */
export function taxOf({ row, rate, base, amount }: TaxLine, confidence: number): ReceiptTax {
  const part = (place: Percentage | Amount): Field<number> => fieldIn(row, place.value, place, confidence);
  return { ...(rate && { rate: part(rate) }), ...(base && { base: part(base) }), amount: part(amount) };
}

function ratesIn(text: string): readonly Percentage[] {
  return percentagesIn(text, /(?<![\d.,])\d{1,2}(?:[.,]\d{1,3})?(?= ?%)/g);
}

/** `SR @ 6`, or in a cell of its own below `%`: only arithmetic tells that they are rates. */
function bareRatesIn(text: string): readonly Percentage[] {
  return percentagesIn(text, /(?<=@ ?|\t)\d{1,2}(?:[.,]\d{1,2})?(?=\t)/g);
}

function percentagesIn(text: string, expression: RegExp): readonly Percentage[] {
  return [...text.matchAll(expression)]
    .map(({ 0: digits, index }) => ({
      value: Number(digits.replace(',', '.')),
      start: index,
      end: index + digits.length,
    }))
    .filter(({ value }) => value <= highestRate);
}

function sumOf(lines: readonly TaxLine[]): number {
  return lines.reduce((sum, { amount }) => sum + cents(amount.value), 0);
}
