import type { Field, ReceiptTax } from '../model.ts';
import { cents, type Amount } from './amounts.ts';
import { fieldIn } from './fields.ts';
import { folded } from './labels.ts';
import type { Row } from './rows.ts';

/** A tax on its row: `GST 6%  100.00  6.00`. */
export interface TaxLine {
  readonly row: Row;
  readonly rate?: Percentage;
  readonly base?: Amount;
  /** Where the base is told on a row of its own. */
  readonly baseRow?: Row;
  /** What is taxed with the tax, where that is told instead. */
  readonly gross?: Amount;
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

/** Whether that tax is what such a rate, in percent, makes of the base; by default they may be of a currency without cents if they are whole. */
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
 * The rate, base and tax that a row's numbers are by arithmetic, or of two amounts by the base's label; where it has one
 * amount, that is the tax.
 */
export function taxLineOf(row: Row, amounts: readonly Amount[] = row.amounts): TaxLine | undefined {
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

/**
 * The receipt's taxes one by one: those of the table at the foot where it says the same in more detail.
 *
 * @param named Those that the sums name.
 * @param total What is paid, in cents, if known.
 */
export function taxLinesOf(
  rows: readonly Row[],
  named: readonly TaxLine[],
  total: number | undefined,
): readonly TaxLine[] {
  const detailed = detailedIn(rows, total);
  if (named.length === 0 || (detailed.length >= named.length && sumOf(detailed) === sumOf(named))) return detailed;
  const details = detailed.filter(({ row }) => named.every((line) => line.row !== row));
  return named.map((line) => {
    const index = details.findIndex(({ amount }) => cents(amount.value) === cents(line.amount.value));
    return (line.base === undefined && index >= 0 ? details.splice(index, 1)[0] : undefined) ?? line;
  });
}

/** The rows that tell what is taxed; with the tax in it, only where they make up the total: a tip that is suggested is a part of another sum, too. */
function detailedIn(rows: readonly Row[], total: number | undefined): readonly TaxLine[] {
  const lines = rows.flatMap((row) => taxLineOf(row) ?? []).filter(({ base, gross }) => base ?? gross);
  const whole = lines.reduce((sum, { base, gross, amount }) => {
    return sum + (gross ? cents(gross.value) : cents(base?.value ?? 0) + cents(amount.value));
  }, 0);
  return whole === total ? lines : lines.filter(({ base }) => base !== undefined);
}

/** The taxes, each on the base that another row tells by its rate: `Subtotal (8 %)  268`, `Tax (8 %)  21`. */
export function onBases(lines: readonly TaxLine[], bases: readonly TaxLine[]): readonly TaxLine[] {
  return lines.map((line) => {
    const { rate, amount } = line;
    if (line.base !== undefined || rate === undefined) return line;
    const on = bases.find(
      (one) => one.rate?.value === rate.value && isTaxOn(one.amount.value, rate.value, amount.value),
    );
    return on ? { ...line, base: on.amount, baseRow: on.row } : line;
  });
}

/** A tax as a part of the receipt. */
export function taxOf({ row, rate, base, baseRow = row, amount }: TaxLine, confidence: number): ReceiptTax {
  const part = (place: Percentage | Amount, of = row): Field<number> => fieldIn(of, place.value, place, confidence);
  return { ...(rate && { rate: part(rate) }), ...(base && { base: part(base, baseRow) }), amount: part(amount) };
}

function ratesIn(text: string): readonly Percentage[] {
  return percentagesIn(text, /(?<![\d.,])\d{1,2}(?:[.,]\d{1,4})?(?= ?%)/g);
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

/** The letters by which goods are marked with their tax: `A 20%`, `PTU B 8%`, `A= 19,0%`. */
export function taxCodesIn(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ text }) => {
      const code = /^\W*(?:(?:PTU|TVA|MWST|IVA|BTW|VAT)\W{1,3})?([A-Z])\W{0,4}\d{1,2}(?:[.,]\d{1,4})? ?%/.exec(
        text,
      )?.[1];
      return code === undefined ? [] : [code];
    }),
  );
}

function sizeOf({ value }: Amount): number {
  return Math.abs(cents(value));
}

function sumOf(lines: readonly TaxLine[]): number {
  return lines.reduce((sum, { amount }) => sum + cents(amount.value), 0);
}
