import type { Receipt } from '../../../../src/core/reading/reading.ts';

/** The receipt's fields as their values alone, without its checks. */
export function plain(receipt: Receipt): Readonly<Record<string, unknown>> {
  return valuesOf(Object.fromEntries(Object.entries(receipt).filter(([name]) => name !== 'checks')));
}

function valuesOf(part: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, valueOf(field)]));
}

function valueOf(field: unknown): unknown {
  if (Array.isArray(field)) return field.map((one: object) => valuesOf(one));
  return (field as { readonly value: unknown }).value;
}
