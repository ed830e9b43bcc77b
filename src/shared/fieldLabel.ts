import type { FieldName, FieldPath, ListName } from '../core/receipt/receiptFields.ts';
import { fill } from './labels.ts';
import type { LabelName, Labels } from './labels.ts';

/** Fields of items that have other labels than those of the whole receipt. */
const itemLabels: Readonly<Record<string, LabelName>> = { discount: 'itemDiscount', total: 'amount' };
const partLabels: Readonly<Record<ListName, LabelName>> = {
  items: 'itemField',
  charges: 'chargeField',
  taxes: 'taxField',
  payments: 'paymentField',
};

/** How a field is called: `Total`, `Amount of item 2`. */
export function fieldLabel(path: FieldPath, labels: Labels): string {
  const [, list, index, name = ''] = /^(\w+)\.(\d+)\.(\w+)$/.exec(path) ?? [];
  if (list === undefined) return labels[path as FieldName];
  const field = labels[columnLabel(list as ListName, name)];
  return fill(labels[partLabels[list as ListName]], { field, number: Number(index) + 1 });
}

/** The label of a column in the table of a list. */
export function columnLabel(list: ListName, name: string): LabelName {
  return (list === 'items' ? itemLabels[name] : undefined) ?? (name as LabelName);
}
