import type { Field, ReceiptTax } from '../reading/reading.ts';
import { cents, type Amount } from './amounts.ts';
import { fieldIn } from './fields.ts';
import type { Row } from './rows.ts';
import { taxLinesInColumns } from './taxColumns.ts';
import { isTaxOn, taxLineOf, type Percentage, type TaxLine } from './taxLines.ts';

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

/**
 * The rows that tell what is taxed; with the tax in it, only where they make up the total: a tip that is suggested is a
 * part of another sum, too.
 */
function detailedIn(rows: readonly Row[], total: number | undefined): readonly TaxLine[] {
  const inColumns = new Map(taxLinesInColumns(rows).map((line) => [line.row, line]));
  const lines = rows
    .flatMap((row) => inColumns.get(row) ?? taxLineOf(row) ?? [])
    .filter(({ base, gross }) => base ?? gross);
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
export function taxOf(
  { row, rate, rateRow = row, base, baseRow = row, amount }: TaxLine,
  confidence: number,
): ReceiptTax {
  const part = (place: Percentage | Amount, of = row): Field<number> => fieldIn(of, place.value, place, confidence);
  return {
    ...(rate && { rate: part(rate, rateRow) }),
    ...(base && { base: part(base, baseRow) }),
    amount: part(amount),
  };
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

function sumOf(lines: readonly TaxLine[]): number {
  return lines.reduce((sum, { amount }) => sum + cents(amount.value), 0);
}
