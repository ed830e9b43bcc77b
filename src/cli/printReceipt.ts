import { describe } from '../core/messages.ts';
import type { Field, Receipt, ReceiptItem } from '../core/model.ts';
import { isReceipt } from '../core/receipt/receiptFields.ts';
import { printLine } from './terminal.ts';

/** A receipt for a person: a line a field, its confidence behind it; then the items and the checks. */
export function printReceipt(file: string, receipt: Receipt): void {
  printLine(file);
  const { items, checks, ...fields } = receipt;
  for (const [name, field] of Object.entries(fields) as [string, Field<string | number>][]) {
    printLine(`  ${name.padEnd(14)}${shown(field.value)}  (${Math.round(field.confidence * 100)} %)`);
  }
  for (const item of items) printLine(`  item          ${itemLine(item)}`);
  for (const { arithmetic, holds } of checks)
    printLine(`  check         ${arithmetic}  ${holds ? 'holds' : 'does not hold'}`);
  if (!isReceipt(receipt)) printLine(`  ${describe('noReceipt', { file })}`);
}

function itemLine({ description, quantity, unitPrice, total }: ReceiptItem): string {
  const count = quantity ? `${quantity.value} × ` : '';
  const price = unitPrice ? ` at ${shown(unitPrice.value)}` : '';
  return `${count}${description.value}${price}${total ? `: ${shown(total.value)}` : ''}`;
}

function shown(value: string | number): string {
  return typeof value === 'number' ? value.toFixed(2) : value;
}
