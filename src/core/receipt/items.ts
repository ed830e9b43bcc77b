import type { Field, ReceiptItem } from '../model.ts';
import { amountsIn, cents, type Amount } from './amounts.ts';
import type { Figure } from './figures.ts';
import { kindOf } from './figures.ts';
import { labelOf } from './labels.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** Items where they stand plainly: rows above the first sum, each with a description and an amount. */
export function itemsOf(rows: readonly Row[], figures: readonly Figure[]): readonly ReceiptItem[] {
  const firstSum = figures.find(({ kind }) => kind === 'total' || kind === 'subtotal' || kind === 'count');
  const end = firstSum?.labelRow.index ?? 0;
  const start = startOf(rows, end);
  const items: ReceiptItem[] = [];
  let description: Row | undefined;
  for (const row of rows.slice(start, end)) {
    const amounts = amountsIn(row.text).filter((amount) => amount.exact);
    const last = amounts.at(-1);
    const words = wordsBefore(row, amounts[0]?.start ?? row.text.length);
    if (kindOf(labelOf(row.text)) !== undefined) continue;
    if (last === undefined) {
      if (words > 2) description = row;
      continue;
    }
    const named = words > 2 ? row : description;
    description = undefined;
    if (named === undefined) continue;
    items.push(itemOf(named, row, amounts, last));
  }
  return items;
}

/** Below the heads of the columns, where there are any. */
function startOf(rows: readonly Row[], end: number): number {
  const heads = rows.slice(0, end).findLastIndex((row) => {
    const { concepts } = labelOf(row.text);
    return (
      new Set(concepts.filter((concept) => ['count', 'price', 'description', 'amount', 'total'].includes(concept)))
        .size >= 2 && amountsIn(row.text).length === 0
    );
  });
  return heads + 1;
}

function wordsBefore(row: Row, end: number): number {
  return row.text.slice(0, end).replace(/[^\p{L}]/gu, '').length;
}

function itemOf(named: Row, row: Row, amounts: readonly Amount[], last: Amount): ReceiptItem {
  const before = named === row ? (amounts[0]?.start ?? 0) : named.text.length;
  const text = named.text
    .slice(0, before)
    .replace(/\t/g, ' ')
    .replace(/(?:\s\d{1,3})?[\s:@xX*-]*$/, '')
    .trim();
  const total = fieldOf(last.value, row, last);
  const price = amounts.length > 1 ? amounts[amounts.length - 2] : undefined;
  const quantity = price && price.value !== 0 ? quantityOf(last.value / price.value) : undefined;
  return {
    description: { value: text, confidence: 0.6, evidence: evidenceAt(named, 0, before) },
    ...(quantity === undefined || price === undefined
      ? {}
      : {
          quantity: { value: quantity, confidence: 0.6, evidence: evidenceAt(row) },
          unitPrice: fieldOf(price.value, row, price),
        }),
    total,
  };
}

function quantityOf(ratio: number): number | undefined {
  const whole = Math.round(ratio);
  return whole >= 1 && Math.abs(cents(ratio) - whole * 100) <= 1 ? whole : undefined;
}

function fieldOf(value: number, row: Row, amount: Amount): Field<number> {
  return {
    value,
    confidence: Math.round(70 * engineConfidence(row)) / 100,
    evidence: evidenceAt(row, amount.start, amount.end),
  };
}
