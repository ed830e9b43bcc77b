import type { Field, Receipt } from '../reading/reading.ts';

/**
 * What may stand in a field, which is how a person's correction is checked and how a value is written. A `price` of one
 * may have more decimals than its currency: a litre of fuel.
 */
export type FieldKind = 'text' | 'date' | 'time' | 'currency' | 'amount' | 'price' | 'quantity' | 'percent';

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
  totalTax: 'amount',
  tip: 'amount',
  rounding: 'amount',
  total: 'amount',
  paid: 'amount',
  change: 'amount',
} as const satisfies Partial<Record<keyof Receipt, FieldKind>>;

/** The fields of what a receipt has several of, in the order that people read them. */
export const listKinds = {
  items: {
    description: 'text',
    quantity: 'quantity',
    unit: 'text',
    unitPrice: 'price',
    discount: 'amount',
    total: 'amount',
  },
  charges: { description: 'text', amount: 'amount' },
  taxes: { rate: 'percent', base: 'amount', amount: 'amount' },
  payments: { method: 'text', amount: 'amount', lastDigits: 'text' },
} as const satisfies {
  readonly [L in 'items' | 'charges' | 'taxes' | 'payments']: Record<keyof Receipt[L][number], FieldKind>;
};

export type FieldName = keyof typeof fieldKinds;
export type ListName = keyof typeof listKinds;
type ListFieldName<L extends ListName> = L extends ListName ? keyof (typeof listKinds)[L] & string : never;

/** Names one field of a receipt: `total`, `items.0.description`, `taxes.1.rate`. */
export type FieldPath = FieldName | { [L in ListName]: `${L}.${number}.${ListFieldName<L>}` }[ListName];

/** One place of a receipt that can hold a value. */
export interface Slot {
  readonly path: FieldPath;
  readonly kind: FieldKind;
  /** Absent: nothing was read there. */
  readonly field: Field<string | number> | undefined;
}

export const fieldNames = Object.keys(fieldKinds) as readonly FieldName[];
export const listNames = Object.keys(listKinds) as readonly ListName[];

/** The names of the fields of each item, charge, tax or payment. */
export function listFieldNames<L extends ListName>(list: L): readonly ListFieldName<L>[] {
  return Object.keys(listKinds[list]) as ListFieldName<L>[];
}

/** Every place of the receipt, filled or not: its own fields first, then each item's, charge's, tax's and payment's. */
export function slotsOf(receipt: Receipt): readonly Slot[] {
  return [
    ...fieldNames.map((name): Slot => ({ path: name, kind: fieldKinds[name], field: receipt[name] })),
    ...listNames.flatMap((list) => receipt[list].flatMap((part, index) => slotsOfPart(list, index, part))),
  ];
}

function slotsOfPart(list: ListName, index: number, part: Receipt[ListName][number]): readonly Slot[] {
  const fields: Readonly<Record<string, Field<string | number> | undefined>> = { ...part };
  return Object.entries<FieldKind>(listKinds[list]).map(([name, kind]) => ({
    path: `${list}.${index}.${name}` as FieldPath,
    kind,
    field: fields[name],
  }));
}

/** Whether a receipt was found, or a person wrote one: something stands in it. */
export function isReceipt(receipt: Receipt): boolean {
  return slotsOf(receipt).some(({ field }) => field !== undefined);
}

/** A value as a person writes it: `9.50`, `1200` in a currency without decimals, `6%`, `2026-11-21`. */
export function formatValue(kind: FieldKind, value: string | number, currency: string | undefined): string {
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'percent':
      return `${value}%`;
    case 'amount':
      return value.toFixed(decimalsOf(currency));
    case 'price':
      return value.toFixed(Math.max(decimalsOf(currency), decimalsIn(value)));
    default:
      return String(value);
  }
}

/** Of the number itself, up to four. */
function decimalsIn(value: number): number {
  return String(Number(value.toFixed(4))).split('.')[1]?.length ?? 0;
}

/** Decimals of the currency (ISO 4217), two where it is not known. */
function decimalsOf(currency: string | undefined): number {
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
