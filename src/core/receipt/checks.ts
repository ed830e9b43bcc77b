import type { Check, Receipt } from '../model.ts';
import { cents } from './amounts.ts';

/** The additions that the receipt's own figures allow to be tried. */
export function checksOf(receipt: Omit<Receipt, 'checks'>): readonly Check[] {
  const { items, subtotal, tax, total, paid, change } = receipt;
  const checks: Check[] = [];
  const prices = items.flatMap((item) => (item.total ? [item.total.value] : []));
  const goods = subtotal ?? total;
  if (goods && prices.length > 0) {
    // Prices with tax add up to the total where the subtotal is without.
    checks.push(likelier(addition('items', prices, goods.value), addition('items', prices, (total ?? goods).value)));
  }
  if (subtotal && tax && total) {
    const others = [receipt.service?.value, negative(receipt.discount?.value), receipt.rounding?.value];
    const known = others.flatMap((term) => (term === undefined || term === 0 ? [] : [term]));
    checks.push(
      likelier(
        addition('subtotalAndTax', [subtotal.value, tax.value, ...known], total.value),
        // The subtotal includes the tax.
        addition('subtotalAndTax', [subtotal.value, ...known], total.value),
      ),
    );
  }
  if (paid && change && total) checks.push(addition('paidAndChange', [total.value, change.value], paid.value));
  return checks;
}

/** The first way to add up unless only the second one holds. */
function likelier(first: Check, second: Check): Check {
  return !first.holds && second.holds ? second : first;
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
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
