import type { Field, Page, Receipt, ReceiptCharge } from '../reading/reading.ts';
import { receiptOnPicture, uprightPage } from '../reading/turnedPage.ts';
import { addressAtFoot, addressOf } from './address.ts';
import { breakdownOf, type Breakdown } from './breakdown.ts';
import { checksOf, contradictDate, contradictTotal } from './checks.ts';
import { countryOf } from './country.ts';
import { currencyOf } from './currency.ts';
import { likelyOrder } from './dateOrder.ts';
import { datesOf, type FoundDate } from './dates.ts';
import { cents } from './amounts.ts';
import { absolute, fieldIn, ofFigure, optional, overRows, rounded, sumOf } from './fields.ts';
import type { FigureKind } from './figureKinds.ts';
import { figuresOf, firstSumOf, type Figure } from './figures.ts';
import type { Discount } from './goods.ts';
import { headerOf } from './header.ts';
import { phoneOf, receiptNumberOf, registrationNumberOf, taxNumberOf } from './identifiers.ts';
import { goodsOf } from './itemRows.ts';
import { itemsOf } from './items.ts';
import { labelReader } from './labels.ts';
import { measureIn } from './measures.ts';
import { merchantOf } from './merchant.ts';
import { paymentsOf } from './payments.ts';
import { receiptTypeOf } from './receiptType.ts';
import { rowsOf, type Row } from './rows.ts';
import { onBases, taxCodesIn, taxLinesOf, taxOf } from './taxes.ts';
import { taxLineOf } from './taxLines.ts';
import { timeOf } from './times.ts';
import { withoutBalances } from './runningBalance.ts';
import { signedRounding, totalsOf } from './totals.ts';
import { weighed } from './weighing.ts';

export interface ParseOptions {
  /** Where the receipt is from, as a person says (ISO 3166-1); default what the page tells. */
  readonly country?: string | undefined;
  /** Those of its labels besides English, by Tesseract's names; default none, for any. */
  readonly languages?: readonly string[] | undefined;
  /** In milliseconds since 1970, of which no date is in the future; default the clock. */
  readonly now?: number;
}

/** Part of a field's confidence that stays when a check contradicts it. */
const contradictedPart = 0.75;

/**
 * Reads a receipt's fields from the words of a page that shows one (findReceipt.ts). What it does not say is absent.
 *
 * @param rows Those of the page held upright, where they have been made.
 */
export function parseReceipt(page: Page, options: ParseOptions = {}, rows = rowsOf(uprightPage(page))): Receipt {
  return receiptOnPicture(parseRows(rows, options), page);
}

function parseRows(printed: readonly Row[], options: ParseOptions): Receipt {
  const labelOf = labelReader(options.languages);
  const { rows, owed } = withoutBalances(printed);
  const figures = figuresOf(rows, labelOf, owed);
  const totals = totalsOf(rows, figures);
  const { items: itemRows, discounts } = goodsOf(rows, figures, totals.total?.amount, labelOf);
  const taxRows = taxRowsOf(rows, figures);
  const taxCodes = taxCodesIn(taxRows);
  const items = itemsOf(itemRows, taxCodes);
  const goods = items.reduce((sum, { total, discount }) => sum + (total?.value ?? 0) - (discount?.value ?? 0), 0);
  const rounding = signedRounding(totals, figures, goods);
  const ofItems = new Set(itemRows.flatMap(({ priced, discount }) => [priced, discount?.row]));
  const breakdown = breakdownOf(
    figures.filter(({ row }) => !ofItems.has(row)),
    { ...totals, ...optional('rounding', rounding), goods, reductions: discounts.map(reductionOf) },
  );
  const country = chosen(options.country, countryOf(rows));
  const currency = currencyOf(rows, country);
  const header = headerOf(rows);
  const merchant = merchantOf(header);
  const address = addressOf(header, merchant) ?? addressAtFoot(rows);
  const [date, ...otherDates] = datesOf(rows, likelyOrder(rows, country?.value, currency?.value), options.now);
  const payments = paymentsOf(rows, totals.paid, firstSumOf(figures));
  const bought = {
    ...optional('date', date && fieldIn(date.row, date.value, date, dateConfidence(date, otherDates))),
    ...optional('time', timeOf(rows, date)),
    ...optional('currency', currency),
    items,
    ...optional('subtotal', breakdown.subtotal && ofFigure(breakdown.subtotal, breakdown.adds ? 0.9 : 0.6)),
    ...optional('discount', sumOf(breakdown.discounts.map((one) => absolute(ofFigure(one, 0.85))))),
    ...optional('service', breakdown.service && ofFigure(breakdown.service, 0.85)),
    charges: breakdown.charges.map(chargeOf),
    ...taxesOf(taxRows, breakdown, totals.total),
    ...optional('tip', breakdown.tip && ofFigure(breakdown.tip, breakdown.adds ? 0.9 : 0.6)),
    ...optional('rounding', rounding && ofFigure(rounding, 0.9)),
    ...optional('total', totals.total && ofFigure(totals.total, totals.confidence)),
    payments,
    ...optional('paid', sumOf(payments.flatMap(({ amount }) => amount ?? []))),
    ...optional('change', totals.change && absolute(ofFigure(totals.change, 0.85))),
  };
  const found = {
    ...optional('merchant', merchant && overRows(merchant)),
    ...optional('address', address && overRows(address)),
    ...optional('country', country),
    ...identifiersOf(rows, merchant?.rows ?? []),
    ...bought,
  };
  const checks = checksOf(found, options.now);
  return {
    ...weighed(found, checks),
    ...optional('total', found.total && doubted(found.total, contradictTotal(checks, found))),
    ...optional('date', found.date && doubted(found.date, contradictDate(checks))),
    checks,
  };
}

function reductionOf({ row, amount }: Discount): Figure {
  return { kind: 'discount', final: false, unknown: 0, row, labelRow: row, amount, inSummary: false };
}

function chargeOf(figure: Figure): ReceiptCharge {
  const { row, amount } = figure;
  const name =
    /^[^\p{L}]*(?<name>.*\p{L}[^\s:]*)/su.exec(
      row.text.slice(0, Math.min(measureIn(row)?.start ?? amount.start, amount.start)),
    )?.groups?.['name'] ?? '';
  const start = row.text.indexOf(name);
  const description = fieldIn(row, name.replaceAll('\t', ' '), { start, end: start + name.length }, 0.85);
  return { description, amount: ofFigure(figure, 0.9) };
}

function doubted<T>(field: Field<T>, contradicted: boolean): Field<T> {
  return contradicted ? { ...field, confidence: rounded(field.confidence * contradictedPart) } : field;
}

/** What a person says holds; where the page says the same, that is its evidence. */
function chosen(said: string | undefined, read: Field<string> | undefined): Field<string> | undefined {
  if (said === undefined) return read;
  return { value: said, confidence: 1, evidence: read?.value === said ? read.evidence : [] };
}

/** What has a rate or a part of a sum, too, and is no tax. */
const otherShares: ReadonlySet<FigureKind> = new Set(['discount', 'service', 'tip', 'paid']);

/** The rows from the first sum on that may tell of a tax. */
function taxRowsOf(rows: readonly Row[], figures: readonly Figure[]): readonly Row[] {
  const foot = firstSumOf(figures)?.labelRow.index;
  const others = new Set(figures.flatMap(({ kind, row }) => (otherShares.has(kind) ? [row] : [])));
  return foot === undefined ? [] : rows.slice(foot).filter((row) => !others.has(row));
}

/** What adds up is surer than what only stands there. */
function taxesOf(
  rows: readonly Row[],
  { taxes, taxed, totalTax, adds }: Breakdown,
  total: Figure | undefined,
): Pick<Receipt, 'taxes' | 'totalTax'> {
  const sure = adds === 'taxAdded' ? 0.95 : 0.7;
  const linesOf = (figures: readonly Figure[]) => figures.map(({ row, amount }) => taxLineOf(row) ?? { row, amount });
  const lines = taxLinesOf(rows, linesOf(taxes), total && cents(total.amount.value));
  const parts = onBases(lines, linesOf(taxed)).map((line) => taxOf(line, sure));
  const sum = totalTax ? ofFigure(totalTax, sure) : sumOf(parts.flatMap(({ amount }) => amount ?? []));
  return { taxes: parts, ...optional('totalTax', sum) };
}

function identifiersOf(rows: readonly Row[], named: readonly Row[]) {
  return {
    ...optional('phone', phoneOf(rows)),
    ...optional('registrationNumber', registrationNumberOf(rows, named)),
    ...optional('taxNumber', taxNumberOf(rows)),
    ...optional('receiptType', receiptTypeOf(rows, named)),
    ...optional('receiptNumber', receiptNumberOf(rows)),
  };
}

/**
 * A lone date is rarely another one; one that says that it is something else's, has a rival, or two readings may be.
 */
function dateConfidence(date: FoundDate, others: readonly FoundDate[]): number {
  const hasRival = others.some(({ value, score }) => value !== date.value && score > date.score - 1);
  const sure = date.score > 0 ? 0.84 + 0.05 * date.score : 0.5;
  return Math.min(date.mostSure, hasRival ? sure - 0.2 : sure);
}
