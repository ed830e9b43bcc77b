import type { Field, Receipt, ReceiptItem } from '../model.ts';

/** What may stand in a field, which is how a person's correction is checked and how a value is written. */
export type FieldKind = 'text' | 'date' | 'time' | 'currency' | 'amount' | 'quantity';

/** The receipt's fields in the order that people read them. */
export const fieldKinds = {
  merchant: 'text',
  address: 'text',
  country: 'text',
  phone: 'text',
  registrationNumber: 'text',
  taxNumber: 'text',
  receiptType: 'text',
  receiptNumber: 'text',
  date: 'date',
  time: 'time',
  currency: 'currency',
  subtotal: 'amount',
  discount: 'amount',
  service: 'amount',
  tax: 'amount',
  tip: 'amount',
  rounding: 'amount',
  total: 'amount',
  paid: 'amount',
  change: 'amount',
  paymentMethod: 'text',
  cardLastDigits: 'text',
} as const satisfies Partial<Record<keyof Receipt, FieldKind>>;

/** An item's fields in the order that people read them. */
const itemFieldKinds = {
  description: 'text',
  quantity: 'quantity',
  unitPrice: 'amount',
  total: 'amount',
} as const satisfies Record<keyof ReceiptItem, FieldKind>;

export type FieldName = keyof typeof fieldKinds;
export type ItemFieldName = keyof typeof itemFieldKinds;

/** Names one field of a receipt: `total`, or `items.0.description`. */
export type FieldPath = FieldName | `items.${number}.${ItemFieldName}`;

/** One place of a receipt that can hold a value. */
export interface Slot {
  readonly path: FieldPath;
  readonly kind: FieldKind;
  /** Absent: nothing was read there. */
  readonly field: Field<string | number> | undefined;
}

export const fieldNames = Object.keys(fieldKinds) as readonly FieldName[];
export const itemFieldNames = Object.keys(itemFieldKinds) as readonly ItemFieldName[];

/** Every place of the receipt, filled or not: its own fields first, then each item's. */
export function slotsOf(receipt: Receipt): readonly Slot[] {
  return [
    ...fieldNames.map((name): Slot => ({ path: name, kind: fieldKinds[name], field: receipt[name] })),
    ...receipt.items.flatMap((item, index) =>
      itemFieldNames.map((name): Slot => ({
        path: `items.${index}.${name}`,
        kind: itemFieldKinds[name],
        field: item[name],
      })),
    ),
  ];
}

/** Whether a receipt was found, or a person wrote one: something stands in it. */
export function isReceipt(receipt: Receipt): boolean {
  return slotsOf(receipt).some(({ field }) => field !== undefined);
}

/** A value as a person writes it: `9.50`, `1200` in a currency without decimals, `2026-11-21`. */
export function formatValue(kind: FieldKind, value: string | number, currency: string | undefined): string {
  if (typeof value === 'string') return value;
  return kind === 'amount' ? value.toFixed(decimalsOf(currency)) : String(value);
}

/** Decimals of the currency (ISO 4217), two where it is not known. */
function decimalsOf(currency: string | undefined): number {
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
