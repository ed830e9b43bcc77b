import type { Check, Field, Receipt, ReceiptItem, ReceiptTax } from '../reading/reading.ts';
import { cents } from './amounts.ts';
import { rounded } from './fields.ts';
import { isTaxOn } from './taxLines.ts';

/** Part of the doubt that a sum takes away from the amounts in it. */
const proven = 0.75;
/**
 * So many times as sure is it that a row is an item whose amount is proven; its letters stay as doubtful as they were.
 */
const provenRow = 1.3;
/** Part of the confidence that stays where the sum does not hold: one of its amounts is wrong, or one is missing. */
const contradicted = 0.8;

type Found = Omit<Receipt, 'checks'>;

/**
 * The receipt with its values as sure as its sums make them: a check that holds bears out what it is made of, one that
 * does not makes it doubtful.
 */
export function weighed(found: Found, checks: readonly Check[]): Found {
  const verdicts = new Map(checks.map(({ name, holds }) => [name, holds]));
  const sums = verdicts.get('subtotalAndTax') ?? verdicts.get('items');
  const [items, paid] = [verdicts.get('items'), verdicts.get('paidAndChange') ?? isDue(found)];
  return {
    ...found,
    ...weighedFields(found, ['subtotal', 'discount', 'service', 'tip'], sums),
    ...weighedFields(found, ['paid', 'change'], paid),
    items: found.items.map((item) => weighedItem(item, items)),
    charges: found.charges.map((charge) => ({ ...charge, ...weighedFields(charge, ['amount'], sums) })),
    taxes: found.taxes.map(weighedTax),
    payments: found.payments.map((payment) => ({ ...payment, ...weighedFields(payment, ['amount'], paid) })),
  };
}

/**
 * Whether what was paid is the total, or it and a tip, told at another place. Any other amount tells nothing: the row
 * of the change may be missing, or a part have been paid before.
 */
function isDue({ total, tip, paid, change }: Found): true | undefined {
  if (!total || !paid || change || String(paid.evidence[0]?.box) === String(total.evidence[0]?.box)) return undefined;
  const due = [cents(total.value), cents(total.value) + cents(tip?.value ?? 0)];
  return due.includes(cents(paid.value)) || undefined;
}

function weighedItem(item: ReceiptItem, isWhole: boolean | undefined): ReceiptItem {
  const { quantity, unitPrice, total, description } = item;
  const product = quantity && unitPrice && cents(quantity.value * unitPrice.value);
  const isProduct = total !== undefined && product === cents(total.value);
  return {
    ...item,
    ...weighedFields(item, ['discount'], isWhole),
    ...weighedFields(item, ['quantity', 'unitPrice'], isProduct && isWhole === true ? true : undefined),
    // What is multiplied right is no other number, even where another item is missing.
    ...weighedFields(item, ['total'], isProduct && isWhole === false ? undefined : isWhole),
    description: isWhole === true ? ofProvenRow(description) : description,
  };
}

function weighedTax(tax: ReceiptTax): ReceiptTax {
  const { rate, base, amount } = tax;
  if (!rate || !base || !amount) return tax;
  return { ...tax, ...weighedFields(tax, ['rate', 'base', 'amount'], isTaxOn(base.value, rate.value, amount.value)) };
}

/** Those of the fields that are there; as they are where nothing tells. */
function weighedFields<T extends object>(of: T, names: readonly (keyof T)[], holds: boolean | undefined): Partial<T> {
  if (holds === undefined) return {};
  const fields = names.flatMap((name) => {
    const field = of[name] as Field<number> | undefined;
    return field === undefined ? [] : [[name, holds ? surer(field) : lessSure(field)] as const];
  });
  return Object.fromEntries(fields) as Partial<T>;
}

function ofProvenRow(field: Field<string>): Field<string> {
  return { ...field, confidence: rounded(Math.min(1, field.confidence * provenRow)) };
}

function surer<T>(field: Field<T>): Field<T> {
  return { ...field, confidence: rounded(1 - (1 - field.confidence) * (1 - proven)) };
}

function lessSure<T>(field: Field<T>): Field<T> {
  return { ...field, confidence: rounded(field.confidence * contradicted) };
}
