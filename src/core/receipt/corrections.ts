import type { Field, Receipt } from '../reading/reading.ts';
import { Problem } from '../problem.ts';
import { checksOf } from './checks.ts';
import { fieldKinds, listKinds, type FieldKind, type FieldPath } from './receiptFields.ts';

/** What a person wrote over what was read, by path; null says that the receipt has no such value. */
export type Corrections = Readonly<Record<string, string | number | null>>;

/**
 * The receipt with the corrections in place of what was read, its sums tried anew. A corrected field is certain and
 * says so; it keeps its evidence, so that a view can still show where it stands.
 */
export function applyCorrections(read: Receipt, corrections: Corrections): Receipt {
  const receipt: Omit<Receipt, 'checks'> = {
    ...corrected(read, fieldKinds, corrections),
    items: read.items.map((item, index) => ({
      ...corrected(item, listKinds.items, corrections, `items.${index}.`),
      description: correctedDescription(item, corrections[`items.${index}.description`]),
    })),
    charges: read.charges.map((charge, index) => ({
      ...corrected(charge, listKinds.charges, corrections, `charges.${index}.`),
      description: correctedDescription(charge, corrections[`charges.${index}.description`]),
    })),
    taxes: read.taxes.map((tax, index) => corrected(tax, listKinds.taxes, corrections, `taxes.${index}.`)),
    payments: read.payments.map((one, index) => corrected(one, listKinds.payments, corrections, `payments.${index}.`)),
  };
  // How many receipts there are is no matter of this one's values.
  const ofPicture = read.checks.filter(({ name }) => name === 'oneReceipt');
  return { ...receipt, checks: [...checksOf(receipt), ...ofPicture] };
}

/** The fields of a receipt, or of one of its parts, whose paths begin with `prefix`. */
function corrected<T extends object>(
  read: T,
  kinds: Partial<Record<keyof T, FieldKind>>,
  corrections: Corrections,
  prefix = '',
): T {
  const fields = Object.entries<FieldKind | undefined>(kinds).map(([name, kind = 'text']) => {
    const field = (read as Readonly<Record<string, Field<string | number> | undefined>>)[name];
    return [name, correctedField(field, kind, corrections[prefix + name])] as const;
  });
  const all: [string, unknown][] = Object.entries({ ...read, ...Object.fromEntries(fields) });
  // In the model a value that is not there has no key.
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as T;
}

/** What has no description is no item and no charge. */
function correctedDescription(
  { description }: { readonly description: Field<string> },
  correction: Corrections[string] | undefined,
): Field<string> {
  return correctedField(description, 'text', correction) ?? description;
}

function correctedField<T extends string | number>(
  field: Field<T> | undefined,
  kind: FieldKind,
  correction: Corrections[string] | undefined,
): Field<T> | undefined {
  if (correction === null) return undefined;
  if (typeof correction !== (isNumber(kind) ? 'number' : 'string')) return field;
  return { value: correction as T, confidence: 1, evidence: field?.evidence ?? [], corrected: true };
}

function isNumber(kind: FieldKind): boolean {
  return kind === 'amount' || kind === 'price' || kind === 'quantity' || kind === 'percent';
}

/** What each kind wants to see, for the sentence that refuses anything else. */
const expectations: Readonly<Record<FieldKind, string>> = {
  text: 'some text',
  date: 'a date such as 2026-11-21',
  time: 'a time such as 14:05',
  currency: 'a currency of three letters such as EUR',
  amount: 'an amount such as 9.50',
  price: 'a price such as 9.50',
  quantity: 'a number such as 2',
  percent: 'a percentage such as 6%',
};

/**
 * What a person typed into a field, as its value; null when they emptied it.
 *
 * @throws Problem `correctionInvalid`.
 */
export function parseCorrection(path: FieldPath, kind: FieldKind, typed: string): string | number | null {
  const text = typed.trim().replace(/\s+/g, ' ');
  // An item or charge without a description is none.
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
  price: parseNumber,
  quantity: parseNumber,
  percent: (text) => parseNumber(text.replace(/ ?%$/, '')),
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
