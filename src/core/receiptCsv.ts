import { describe } from './messages.ts';
import type { PlainReading, Receipt, ReceiptItem, ReceiptPayment, ReceiptTax } from './model.ts';
import { fieldNames, isReceipt } from './receipt/receiptFields.ts';

/**
 * Readings as comma-separated values (RFC 4180: CRLF, quotes doubled), one row a picture.
 *
 * The text carries no byte order mark, so that it can be piped. A *file* for people should begin with
 * `byteOrderMark`: without it Excel takes UTF-8 for the local code page.
 */
export const byteOrderMark = '\uFEFF';

type Value = string | number | undefined;

const columns: readonly (readonly [name: string, value: (receipt: Receipt) => Value])[] = [
  ...fieldNames.map((name) => [name, (receipt: Receipt): Value => receipt[name]?.value] as const),
  ['items', ({ items }) => items.map(itemText).join('; ')],
  ['taxes', ({ taxes }) => taxes.map(taxText).join('; ')],
  ['payments', ({ payments }) => payments.map(paymentText).join('; ')],
];

/** The first row: the columns' names. */
export const csvHeader = row(['file', 'status', ...columns.map(([name]) => name), 'problem']);

/** One reading's row, with its line end. */
export function csvRow(reading: PlainReading): string {
  const receipt = reading.status === 'read' ? reading.receipt : undefined;
  return row([
    reading.file,
    reading.status,
    ...columns.map(([, value]) => (receipt === undefined ? undefined : value(receipt))),
    problemOf(reading),
  ]);
}

function problemOf(reading: PlainReading): string | undefined {
  if ('problem' in reading) return reading.problem.message;
  return reading.status === 'read' && !isReceipt(reading.receipt)
    ? describe('noReceipt', { file: reading.file })
    : undefined;
}

function row(values: readonly Value[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"); numbers are
 * our own and stay numbers, negative ones too. Amounts are units with a point, to the cent.
 */
function cell(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return value.toFixed(2);
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function itemText({ description, quantity, unit, discount, total }: ReceiptItem): string {
  const isPlain = quantity === undefined || (quantity.value === 1 && unit === undefined);
  const count = isPlain ? undefined : [quantity.value, unit?.value, '×'];
  const less = discount && `− ${discount.value.toFixed(2)}`;
  return joined([...(count ?? []), description.value, total?.value.toFixed(2), less]);
}

function taxText({ rate, base, amount }: ReceiptTax): string {
  const of = base && `of ${base.value.toFixed(2)}`;
  return joined([rate && `${rate.value}%`, of, amount?.value.toFixed(2)]);
}

function paymentText({ method, amount, lastDigits }: ReceiptPayment): string {
  return joined([method?.value, lastDigits && `…${lastDigits.value}`, amount?.value.toFixed(2)]);
}

function joined(parts: readonly Value[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
