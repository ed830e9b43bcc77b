import { cents, type Amount } from './amounts.ts';
import { folded } from './labels.ts';
import type { Row } from './rows.ts';

/** A tax on its row: `GST 6%  100.00  6.00`. */
export interface TaxLine {
  readonly row: Row;
  readonly rate?: Percentage;
  /** Where the rate is told on a row of its own. */
  readonly rateRow?: Row;
  readonly base?: Amount;
  /** Where the base is told on a row of its own. */
  readonly baseRow?: Row;
  /** What is taxed with the tax, where that is told instead. */
  readonly gross?: Amount;
  readonly amount: Amount;
}

/** A percentage and its place in a row's text. */
export interface Percentage {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** In cents: some round the tax of each item. Where no amount has cents, it is rounded to less than a whole unit. */
const largestRounding = 2;
const largestOfWhole = 99;
/** In percent; what is higher is a discount's or a card's. */
const highestRate = 35;
/** No table of taxes has more columns of amounts. */
const mostAmounts = 12;

/**
 * Whether that tax is what such a rate, in percent, makes of the base; by default they may be of a currency without
 * cents if they are whole.
 */
export function isTaxOn(
  base: number,
  rate: number,
  tax: number,
  areWhole = Number.isInteger(base) && Number.isInteger(tax),
): boolean {
  return Math.abs(base * rate - cents(tax)) <= (areWhole ? largestOfWhole : largestRounding);
}

/** What stands before the amount that is taxed, upper case without diacritics. */
const baseLabel = /(?<![A-Z])(?:DPP|BASE(?: IMPONIBLE)?|IMPONIBILE|TAXABLE(?: (?:VALUE|AMOUNT))?)[^A-Z\d]*$/;

/**
 * The rate, base and tax that a row's numbers are by arithmetic, or of two amounts by the base's label; where it has
 * one amount, that is the tax.
 */
export function taxLineOf(row: Row, amounts: readonly Amount[] = row.amounts): TaxLine | undefined {
  if (amounts.length > mostAmounts) return undefined;
  const rates = ratesIn(row.text);
  const areWhole = !amounts.some(({ start, end }) => /[.,]\d{2}(?!\d)/.test(row.text.slice(start, end)));
  for (const rate of [...rates, ...bareRatesIn(row.text)]) {
    const besides = amounts.filter(({ start, end }) => end <= rate.start || start >= rate.end);
    for (const amount of besides) {
      // What is returned has minuses.
      const others = besides.filter((other) => other !== amount && sizeOf(other) > sizeOf(amount));
      const off = ({ value }: Amount): number => Math.abs(value * rate.value - cents(amount.value));
      // Of a small tax the gross amount may be near enough, too.
      const [base] = others
        .filter((other) => isTaxOn(other.value, rate.value, amount.value, areWhole))
        .sort((a, b) => off(a) - off(b));
      if (base !== undefined) return { row, rate, base, amount };
      const gross = others.find(({ value }) => isTaxOn(value - amount.value, rate.value, amount.value, areWhole));
      if (gross !== undefined) return { row, rate, gross, amount };
    }
  }
  const [first, second, ...others] = amounts;
  const [rate] = rates;
  if (first === undefined || others.length > 0) return undefined;
  if (second === undefined) return { row, ...(rate && { rate }), amount: first };
  const isOnFirst = sizeOf(second) * 100 <= sizeOf(first) * highestRate;
  const isNamed = rate === undefined && baseLabel.test(folded(row.text).slice(0, first.start));
  return isNamed && isOnFirst ? { row, base: first, amount: second } : undefined;
}

/** Percentages that a tax may have. */
export function ratesIn(text: string): readonly Percentage[] {
  return percentagesIn(text, /(?<![\d.,])\d{1,2}(?:[.,]\d{1,4})?(?= ?%)/g);
}

/** `SR @ 6`, or in a cell of its own below `%`: only arithmetic tells that they are rates. */
function bareRatesIn(text: string): readonly Percentage[] {
  return percentagesIn(text, /(?<=@ ?|\t)\d{1,2}(?:[.,]\d{1,2})?(?=\t)|^\d{1,2}[.,]\d{1,2}(?=[ \t])/g);
}

/** The number at the front, where the column of rates is: `12  5,13  42,77  47,90`, `2.60  16.37  0.43  16.80`. */
export function leadingRateIn({ text }: Row): readonly Percentage[] {
  return percentagesIn(text, /(?<=^(?:[A-Z][:.]?[ \t])?)\d{1,2}(?:[.,]\d{1,2})?(?=[ \t])/g);
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

function sizeOf({ value }: Amount): number {
  return Math.abs(cents(value));
}
