import { describe } from '../core/messages.ts';
import type {
  Check,
  Receipt,
  ReceiptCharge,
  ReceiptItem,
  ReceiptPayment,
  ReceiptTax,
} from '../core/reading/reading.ts';
import { fieldKinds, fieldNames, formatValue, isReceipt, type FieldKind } from '../core/receipt/receiptFields.ts';
import { printLine } from './terminal.ts';

/** Wide enough for the longest name of a field, and a gap. */
const labelWidth = Math.max(...fieldNames.map(({ length }) => length)) + 2;

/** A value of one receipt, as it is written in its currency. */
type Written = (kind: FieldKind, value: string | number) => string;

/** A receipt for a person: a line a field, its confidence behind it; then its lists and the checks. */
export function printReceipt(file: string, receipt: Receipt): void {
  const { items, charges, taxes, payments, checks, currency } = receipt;
  const written: Written = (kind, value) => formatValue(kind, value, currency?.value);
  printLine(file);
  for (const name of fieldNames) {
    const field = receipt[name];
    if (field === undefined) continue;
    const sure = Math.round(field.confidence * 100);
    printLine(labelled(name, `${written(fieldKinds[name], field.value)}  (${sure} %)`));
  }
  for (const item of items) printLine(labelled('item', itemLine(item, written)));
  for (const charge of charges) printLine(labelled('charge', chargeLine(charge, written)));
  for (const tax of taxes) printLine(labelled('tax', taxLine(tax, written)));
  for (const payment of payments) printLine(labelled('payment', paymentLine(payment, written)));
  for (const check of checks) printLine(labelled('check', checkLine(file, check)));
  if (!isReceipt(receipt)) printLine(`  ${describe('noReceipt', { file })}`);
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)}${text}`;
}

function itemLine({ description, quantity, unit, unitPrice, discount, total }: ReceiptItem, written: Written): string {
  const count = quantity ? `${quantity.value} ${unit ? `${unit.value} ` : ''}× ` : '';
  const price = unitPrice ? ` at ${written('price', unitPrice.value)}` : '';
  const less = discount ? ` less ${written('amount', discount.value)}` : '';
  return `${count}${description.value}${price}${total ? `: ${written('amount', total.value)}` : ''}${less}`;
}

function chargeLine({ description, amount }: ReceiptCharge, written: Written): string {
  return `${description.value}${amount ? `: ${written('amount', amount.value)}` : ''}`;
}

function taxLine({ rate, base, amount }: ReceiptTax, written: Written): string {
  const of = base ? `of ${written('amount', base.value)}` : '';
  const parts = [rate ? `${rate.value} %` : '', of, amount ? written('amount', amount.value) : ''];
  return parts.filter(Boolean).join(' ');
}

function paymentLine({ method, amount, lastDigits }: ReceiptPayment, written: Written): string {
  const card = lastDigits ? `…${lastDigits.value}` : '';
  return [method?.value ?? '', card, amount ? written('amount', amount.value) : ''].filter(Boolean).join(' ');
}

function checkLine(file: string, { name, arithmetic, holds }: Check): string {
  if (name === 'oneReceipt' && !holds) return `${arithmetic}  ${describe('anotherReceipt', { file })}`;
  return `${arithmetic}  ${holds ? 'holds' : 'does not hold'}`;
}
