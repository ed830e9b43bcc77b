import type { Check, Receipt } from '../model.ts';
import { cents } from './amounts.ts';
import type { Breakdown } from './breakdown.ts';

/** The additions that the receipt's own figures allow to be tried. */
export function checksOf(receipt: Omit<Receipt, 'checks'>, breakdown: Breakdown): readonly Check[] {
  const { items, subtotal, tax, rounding, total, paid, change } = receipt;
  const checks: Check[] = [];
  const prices = items.flatMap((item) => (item.total ? [item.total.value] : []));
  const goods = [subtotal, total].flatMap((field) => (field ? [field.value] : []));
  const [firstSum] = goods;
  if (firstSum !== undefined && prices.length > 0) {
    const sum = prices.reduce((all, price) => all + cents(price), 0);
    checks.push(addition('items', prices, goods.find((value) => cents(value) === sum) ?? firstSum));
  }
  if (subtotal && tax && total) {
    const { service, discount, adds } = breakdown;
    const terms = [
      subtotal.value,
      ...(service ? [service.amount.value] : []),
      ...(adds === 'taxIncluded' ? [] : [tax.value]),
      ...(discount ? [-Math.abs(discount.amount.value)] : []),
      ...(rounding && rounding.value !== 0 ? [rounding.value] : []),
    ];
    checks.push(addition('subtotalAndTax', terms, total.value));
  }
  if (paid && change && total) checks.push(addition('paidAndChange', [total.value, change.value], paid.value));
  return checks;
}

function addition(name: Check['name'], terms: readonly number[], sum: number): Check {
  const holds = terms.reduce((all, term) => all + cents(term), 0) === cents(sum);
  const [first = 0, ...others] = terms;
  const left = others.reduce(
    (text, term) => `${text} ${term < 0 ? '−' : '+'} ${Math.abs(term).toFixed(2)}`,
    first.toFixed(2),
  );
  return { name, holds, arithmetic: `${left} ${holds ? '=' : '≠'} ${sum.toFixed(2)}` };
}
