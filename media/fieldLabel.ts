import type { FieldPath } from '../src/core/receipt/receiptFields.ts';
import { fill } from '../src/shared/labels.ts';
import type { Labels } from '../src/shared/labels.ts';

/** How a field is called: `Total`, `Amount of item 2`. */
export function fieldLabel(path: FieldPath, labels: Labels): string {
  const [, index = '', name = ''] = /^items\.(\d+)\.(\w+)$/.exec(path) ?? [];
  switch (name) {
    case '':
      return labels[path as Exclude<FieldPath, `items.${string}`>];
    case 'total':
      return fill(labels.itemField, { field: labels.itemTotal, number: Number(index) + 1 });
    default:
      return fill(labels.itemField, {
        field: labels[name as 'description' | 'quantity' | 'unitPrice'],
        number: Number(index) + 1,
      });
  }
}
