import type { Check, Receipt } from '../model.ts';
import { cents } from './amounts.ts';

/** The additions that the receipt's own figures allow to be tried. */
export function checksOf(receipt: Omit<Receipt, 'checks'>): readonly Check[] {
  const { items, subtotal, tax, rounding, total, paid, change } = receipt;
  const checks: Check[] = [];
  const totals = items.flatMap((item) => (item.total ? [item.total.value] : []));
  const goods = subtotal ?? total;
  if (goods && totals.length > 0 && totals.length === items.length) {
    checks.push(addition('items', totals, goods.value));
  }
  if (subtotal && tax && total) {
    checks.push(
      addition('subtotalAndTax', [subtotal.value, tax.value, ...(rounding ? [rounding.value] : [])], total.value),
    );
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
