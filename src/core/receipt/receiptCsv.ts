import { describe } from '../messages.ts';
import type {
  Field,
  PlainReading,
  Receipt,
  ReceiptCharge,
  ReceiptItem,
  ReceiptPayment,
  ReceiptTax,
} from '../reading/reading.ts';
import { fieldKinds, fieldNames, formatValue, isReceipt, type FieldName } from './receiptFields.ts';

/**
 * Readings as comma-separated values (RFC 4180: CRLF, quotes doubled), one row a picture.
 *
 * The text carries no byte order mark, so that it can be piped. A *file* should begin with `byteOrderMark`: without it
 * Excel takes UTF-8 for the local code page.
 */
export const byteOrderMark = '\uFEFF';

type Value = string | undefined;

const columns: readonly (readonly [name: string, value: (receipt: Receipt) => Value])[] = [
  ...fieldNames.map((name) => [name, (receipt: Receipt): Value => fieldText(receipt, name)] as const),
  ['items', (receipt) => listText(receipt.items, itemText, receipt)],
  ['charges', (receipt) => listText(receipt.charges, chargeText, receipt)],
  ['taxes', (receipt) => listText(receipt.taxes, taxText, receipt)],
  ['payments', (receipt) => listText(receipt.payments, paymentText, receipt)],
  ['checks', (receipt) => failedChecks(receipt)],
];

/** The first row: the columns' names. */
export const csvHeader = row(['file', 'status', ...columns.map(([name]) => name), 'problem']);

/** One reading's row, with its line end. */
export function csvRow(reading: PlainReading): string {
  const receipt = reading.status === 'read' ? reading.receipt : undefined;
  return row([
    harmless(reading.file),
    reading.status,
    ...columns.map(([, value]) => (receipt === undefined ? undefined : value(receipt))),
    problemOf(reading),
  ]);
}

function problemOf(reading: PlainReading): string | undefined {
  if ('problem' in reading) return harmless(reading.problem.message);
  return reading.status === 'read' && !isReceipt(reading.receipt)
    ? harmless(describe('noReceipt', { file: reading.file }))
    : undefined;
}

function row(values: readonly Value[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** Quoted also for what separates cells where the comma is the decimal point. */
function cell(value: Value): string {
  if (value === undefined) return '';
  return /[",;\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"). */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

/** Figures are Porter's own and stay numbers, negative ones too: a point, and the decimals of the currency. */
function fieldText(receipt: Receipt, name: FieldName): Value {
  const field = receipt[name];
  if (field === undefined) return undefined;
  const { value } = field;
  return typeof value === 'string' ? harmless(value) : formatValue(fieldKinds[name], value, receipt.currency?.value);
}

/** Writes an amount in the receipt's currency. */
type Amount = (field: Field<number> | undefined) => Value;

function listText<T>(parts: readonly T[], textOf: (part: T, amount: Amount) => string, { currency }: Receipt): string {
  const amount: Amount = (field) => field && formatValue('amount', field.value, currency?.value);
  return parts.map((part) => harmlessPart(textOf(part, amount))).join('; ');
}

/** A part that is a figure alone stays one. Each is looked at, as it may become a cell of its own. */
function harmlessPart(text: string): string {
  return /^-\d+(?:\.\d+)?$/.test(text) ? text : harmless(text);
}

function itemText({ description, quantity, unit, discount, total }: ReceiptItem, amount: Amount): string {
  const isPlain = quantity === undefined || (quantity.value === 1 && unit === undefined);
  const count = isPlain ? undefined : [String(quantity.value), unit?.value, '×'];
  const less = discount && `− ${amount(discount)}`;
  return joined([...(count ?? []), description.value, amount(total), less]);
}

function chargeText(charge: ReceiptCharge, amount: Amount): string {
  return joined([charge.description.value, amount(charge.amount)]);
}

function taxText(tax: ReceiptTax, amount: Amount): string {
  const of = tax.base && `of ${amount(tax.base)}`;
  return joined([tax.rate && `${tax.rate.value}%`, of, amount(tax.amount)]);
}

function paymentText(payment: ReceiptPayment, amount: Amount): string {
  const { method, lastDigits } = payment;
  return joined([method?.value, lastDigits && `…${lastDigits.value}`, amount(payment.amount)]);
}

/** What does not hold, under the checks' names: `items: 9.00 ≠ 9.54`. */
function failedChecks({ checks }: Receipt): Value {
  const failed = checks.filter(({ holds }) => !holds);
  return failed.length === 0 ? undefined : failed.map(({ name, arithmetic }) => `${name}: ${arithmetic}`).join('; ');
}

function joined(parts: readonly Value[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
