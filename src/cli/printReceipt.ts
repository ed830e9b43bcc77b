import { describe } from '../core/messages.ts';
import type { Field, Receipt, ReceiptItem, ReceiptPayment, ReceiptTax } from '../core/model.ts';
import { isReceipt } from '../core/receipt/receiptFields.ts';
import { printLine } from './terminal.ts';

/** A receipt for a person: a line a field, its confidence behind it; then its lists and the checks. */
export function printReceipt(file: string, receipt: Receipt): void {
  printLine(file);
  const { items, taxes, payments, checks, ...fields } = receipt;
  for (const [name, field] of Object.entries(fields) as [string, Field<string | number>][]) {
    printLine(`  ${name.padEnd(14)}${shown(field.value)}  (${Math.round(field.confidence * 100)} %)`);
  }
  for (const item of items) printLine(`  item          ${itemLine(item)}`);
  for (const tax of taxes) printLine(`  tax           ${taxLine(tax)}`);
  for (const payment of payments) printLine(`  payment       ${paymentLine(payment)}`);
  for (const { arithmetic, holds } of checks)
    printLine(`  check         ${arithmetic}  ${holds ? 'holds' : 'does not hold'}`);
  if (!isReceipt(receipt)) printLine(`  ${describe('noReceipt', { file })}`);
}

function itemLine({ description, quantity, unit, unitPrice, discount, total }: ReceiptItem): string {
  const count = quantity ? `${quantity.value} ${unit ? `${unit.value} ` : ''}× ` : '';
  const price = unitPrice ? ` at ${shown(unitPrice.value)}` : '';
  const less = discount ? ` less ${shown(discount.value)}` : '';
  return `${count}${description.value}${price}${total ? `: ${shown(total.value)}` : ''}${less}`;
}

function taxLine({ rate, base, amount }: ReceiptTax): string {
  const of = base ? `of ${shown(base.value)}` : '';
  return [rate ? `${rate.value} %` : '', of, amount ? shown(amount.value) : ''].filter(Boolean).join(' ');
}

function paymentLine({ method, amount, lastDigits }: ReceiptPayment): string {
  const card = lastDigits ? `…${lastDigits.value}` : '';
  return [method?.value ?? '', card, amount ? shown(amount.value) : ''].filter(Boolean).join(' ');
}

function shown(value: string | number): string {
  return typeof value === 'number' ? value.toFixed(2) : value;
}
