import type { Field, Receipt, ReceiptItem } from '../model.ts';
import { Problem } from '../problem.ts';
import { checksOf } from './checks.ts';
import type { FieldKind, FieldPath } from './receiptFields.ts';

/** What a person wrote over what was read, by path; null says that the receipt has no such value. */
export type Corrections = Readonly<Record<string, string | number | null>>;

/**
 * The receipt with the corrections in place of what was read, its sums tried anew. A corrected field is certain and says so; it keeps its
 * evidence, so that a view can still show where it stands.
 */
export function applyCorrections(read: Receipt, corrections: Corrections): Receipt {
  const text = (path: FieldPath, field: Field<string> | undefined) =>
    corrected(field, corrections[path], (value) => typeof value === 'string');
  const number = (path: FieldPath, field: Field<number> | undefined) =>
    corrected(field, corrections[path], (value) => typeof value === 'number');
  const receipt = withoutAbsent<Omit<Receipt, 'checks'>>({
    merchant: text('merchant', read.merchant),
    address: text('address', read.address),
    country: text('country', read.country),
    phone: text('phone', read.phone),
    registrationNumber: text('registrationNumber', read.registrationNumber),
    taxNumber: text('taxNumber', read.taxNumber),
    receiptType: text('receiptType', read.receiptType),
    receiptNumber: text('receiptNumber', read.receiptNumber),
    date: text('date', read.date),
    time: text('time', read.time),
    currency: text('currency', read.currency),
    items: read.items.map((item, index) =>
      withoutAbsent<ReceiptItem>({
        description: text(`items.${index}.description`, item.description) ?? item.description,
        quantity: number(`items.${index}.quantity`, item.quantity),
        unitPrice: number(`items.${index}.unitPrice`, item.unitPrice),
        total: number(`items.${index}.total`, item.total),
      }),
    ),
    subtotal: number('subtotal', read.subtotal),
    discount: number('discount', read.discount),
    service: number('service', read.service),
    tax: number('tax', read.tax),
    tip: number('tip', read.tip),
    rounding: number('rounding', read.rounding),
    total: number('total', read.total),
    paid: number('paid', read.paid),
    change: number('change', read.change),
    paymentMethod: text('paymentMethod', read.paymentMethod),
    cardLastDigits: text('cardLastDigits', read.cardLastDigits),
  });
  return { ...receipt, checks: checksOf(receipt) };
}

function corrected<T>(
  field: Field<T> | undefined,
  correction: Corrections[string] | undefined,
  fits: (value: unknown) => value is T,
): Field<T> | undefined {
  if (correction === null) return undefined;
  if (!fits(correction)) return field;
  return { value: correction, confidence: 1, evidence: field?.evidence ?? [], corrected: true };
}

/** Drops what is undefined: in the model a value that is not there has no key. */
function withoutAbsent<T extends object>(all: { [K in keyof Required<T>]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}

/** What each kind wants to see, for the sentence that refuses anything else. */
const expectations: Readonly<Record<FieldKind, string>> = {
  text: 'some text',
  date: 'a date such as 2026-11-21',
  time: 'a time such as 14:05',
  currency: 'a currency of three letters such as EUR',
  amount: 'an amount such as 9.50',
  quantity: 'a number such as 2',
};

/**
 * What a person typed into a field, as its value; null when they emptied it.
 *
 * @throws Problem `correctionInvalid`.
 */
export function parseCorrection(path: FieldPath, kind: FieldKind, typed: string): string | number | null {
  const text = typed.trim().replace(/\s+/g, ' ');
  // An item without a description is none.
  if (text === '' && !path.endsWith('.description')) return null;
  const value = parsers[kind](text);
  if (value === undefined) throw new Problem('correctionInvalid', { typed: text, expected: expectations[kind] });
  return value;
}

const parsers: Readonly<Record<FieldKind, (text: string) => string | number | undefined>> = {
  text: (text) => (text === '' ? undefined : text),
  date: parseDate,
  time: (text) => {
    const [, hours = '', rest] = /^(\d{1,2})(:[0-5]\d(?::[0-5]\d)?)$/.exec(text) ?? [];
    return rest !== undefined && Number(hours) < 24 ? hours.padStart(2, '0') + rest : undefined;
  },
  currency: (text) => (/^[a-z]{3}$/i.test(text) ? text.toUpperCase() : undefined),
  amount: parseNumber,
  quantity: parseNumber,
};

/** A calendar day that exists, year first, as ISO 8601 writes it. */
function parseDate(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** `9.5`, `1,234.50`, `1.234,50`, `9,5`, with or without a currency before it. */
function parseNumber(text: string): number | undefined {
  const digits = text.replace(/ /g, '').replace(/^[^\d.,-]+/, '');
  if (/^-?\d+(\.\d+)?$/.test(digits)) return Number(digits);
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return Number(digits.replaceAll(',', ''));
  if (/^-?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/.test(digits)) {
    return Number(digits.replaceAll('.', '').replace(',', '.'));
  }
  return undefined;
}
