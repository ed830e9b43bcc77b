import type { Field, Receipt } from '../../src/core/reading/reading.ts';
import { similarity } from '../../bench/scoreReceipt.ts';
import type { Truth } from './truth.ts';

/** How often a field is printed, how often one is shown, and how often what is shown is what is printed. */
interface Tally {
  readonly told: number;
  readonly shown: number;
  readonly right: number;
}

export const scoredFields = [
  'merchant',
  'address',
  'country',
  'phone',
  'registrationNumber',
  'taxNumber',
  'receiptType',
  'receiptNumber',
  'date',
  'time',
  'currency',
  'subtotal',
  'discount',
  'service',
  'tip',
  'totalTax',
  'rounding',
  'total',
  'paid',
  'change',
  'items.description',
  'items.quantity',
  'items.unit',
  'items.unitPrice',
  'items.discount',
  'items.total',
  'taxes.rate',
  'taxes.base',
  'taxes.amount',
  'payments.method',
  'payments.amount',
  'payments.lastDigits',
] as const;

export type ScoredField = (typeof scoredFields)[number];

export type Tallies = Readonly<Record<ScoredField, Tally>>;

type Value = string | number;
type Values = Readonly<Record<string, Value | undefined>>;
type Fields = Readonly<Record<string, Field<Value> | undefined>>;

const lists = ['items', 'taxes', 'payments'] as const;
/** How alike addresses have to be: a house's number may be wrong, a street may not. */
const alikeAddresses = 0.9;
/** Half of the last decimal that any number has. */
const nearest = 0.0005;

/** What is printed of a field, and what was read. */
interface Comparison {
  readonly name: ScoredField;
  readonly told: Value | undefined;
  readonly field: Field<Value> | undefined;
}

/** Compares what was read with what is printed; items, taxes and payments pair by pair. */
export function scoreOf(receipt: Receipt, truth: Truth): Tallies {
  const tallies = new Map<ScoredField, Tally>();
  for (const { name, told, field } of comparisonsOf(receipt, truth)) {
    tallies.set(name, sumOf(tallies.get(name), tallyOf(name, told, field?.value)));
  }
  return Object.fromEntries(scoredFields.map((name) => [name, tallies.get(name) ?? none])) as Tallies;
}

/** What was shown with which confidence, and whether it is what is printed. */
export function judgedFields(
  receipt: Receipt,
  truth: Truth,
): readonly { readonly name: ScoredField; readonly confidence: number; readonly right: boolean }[] {
  return comparisonsOf(receipt, truth).flatMap(({ name, told, field }) =>
    field ? [{ name, confidence: field.confidence, right: tallyOf(name, told, field.value).right === 1 }] : [],
  );
}

function comparisonsOf(receipt: Receipt, truth: Truth): readonly Comparison[] {
  const whole = scoredFields.filter((name) => !name.includes('.'));
  return [
    ...compared(whole, '', truth as unknown as Values, receipt as unknown as Fields),
    ...lists.flatMap((list) => {
      const names = scoredFields.filter((name) => name.startsWith(list));
      const pairs = pairsOf(list, truth[list] as readonly Values[], receipt[list] as unknown as readonly Fields[]);
      return pairs.flatMap(([told, read]) => compared(names, `${list}.`, told, read));
    }),
  ];
}

function compared(names: readonly ScoredField[], prefix: string, told: Values, read: Fields): readonly Comparison[] {
  return names.map((name) => {
    const part = name.slice(prefix.length);
    return { name, told: told[part], field: read[part] };
  });
}

const none: Tally = { told: 0, shown: 0, right: 0 };

function tallyOf(name: ScoredField, told: Value | undefined, shown: Value | undefined): Tally {
  const right = told !== undefined && shown !== undefined && areSame(name, told, shown);
  return { told: Number(told !== undefined), shown: Number(shown !== undefined), right: Number(right) };
}

export function sumOf(a: Tally = none, b: Tally = none): Tally {
  return { told: a.told + b.told, shown: a.shown + b.shown, right: a.right + b.right };
}

/** Field by field. */
export function totalOf(all: readonly Tallies[]): Tallies {
  return Object.fromEntries(
    scoredFields.map((name) => [name, all.map((one) => one[name]).reduce(sumOf, none)]),
  ) as unknown as Tallies;
}

/**
 * Harmonic mean of the parts that are right of what is printed and of what is shown: 1 when all is right and no more is
 * shown.
 */
export function f1({ told, shown, right }: Tally): number {
  return told + shown === 0 ? 1 : (2 * right) / (told + shown);
}

/** Each printed one with the read one that has most in common with it; the rest alone. */
function pairsOf(
  list: string,
  told: readonly Values[],
  read: readonly Fields[],
): readonly (readonly [told: Values, read: Fields])[] {
  const rest = [...read];
  const pairs = told.map((one): readonly [Values, Fields] => {
    const common = rest.map(
      (other) =>
        Object.keys(one).filter(
          (part) => tallyOf(`${list}.${part}` as ScoredField, one[part], other[part]?.value).right,
        ).length,
    );
    const best = common.indexOf(Math.max(1, ...common));
    return [one, best < 0 ? {} : (rest.splice(best, 1)[0] ?? {})];
  });
  return [...pairs, ...rest.map((other): readonly [Values, Fields] => [{}, other])];
}

function areSame(name: ScoredField, told: Value, shown: Value): boolean {
  if (typeof told === 'number' || typeof shown === 'number') return Math.abs(Number(told) - Number(shown)) < nearest;
  switch (name) {
    case 'phone':
      return told.replace(/\D/g, '') === shown.replace(/\D/g, '');
    case 'address':
      return similarity(folded(told), folded(shown)) >= alikeAddresses;
    default:
      return folded(told) === folded(shown);
  }
}

/** Only letters and digits, in capitals without diacritics. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .toUpperCase()
    .replace(/Ł/g, 'L')
    .replace(/[^A-Z0-9]/g, '');
}
