import * as v from 'valibot';
import type { Receipt } from '../reading/reading.ts';

const box = v.tuple([v.number(), v.number(), v.number(), v.number()]);

function field<T extends string | number>(value: v.GenericSchema<T>) {
  return v.object({
    value,
    confidence: v.number(),
    evidence: v.array(v.object({ text: v.string(), box })),
    corrected: v.exactOptional(v.literal(true)),
  });
}

const text = v.exactOptional(field(v.string()));
const number = v.exactOptional(field(v.number()));

/** What `Receipt` looks like as data. */
export const receiptSchema: v.GenericSchema<unknown, Receipt> = v.object({
  merchant: text,
  address: text,
  country: text,
  phone: text,
  registrationNumber: text,
  taxNumber: text,
  receiptType: text,
  receiptNumber: text,
  date: text,
  time: text,
  currency: text,
  items: v.array(
    v.object({
      description: field(v.string()),
      quantity: number,
      unit: text,
      unitPrice: number,
      discount: number,
      total: number,
    }),
  ),
  subtotal: number,
  discount: number,
  service: number,
  // Of a kept reading that is older than this list.
  charges: v.optional(v.array(v.object({ description: field(v.string()), amount: number })), []),
  taxes: v.array(v.object({ rate: number, base: number, amount: number })),
  totalTax: number,
  tip: number,
  rounding: number,
  total: number,
  payments: v.array(v.object({ method: text, amount: number, lastDigits: text })),
  paid: number,
  change: number,
  checks: v.array(
    v.object({
      name: v.picklist([
        'items',
        'taxes',
        'taxRate',
        'subtotalAndTax',
        'paidAndChange',
        'dateNotInFuture',
        'oneReceipt',
      ]),
      holds: v.boolean(),
      arithmetic: v.string(),
    }),
  ),
});
