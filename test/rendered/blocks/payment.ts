import { cased, label, money, type Context } from '../context.ts';
import { print } from '../paper.ts';
import type { Payment } from '../sale.ts';

/** What was handed over, by which means, and what came back. */
export function payment(context: Context): void {
  const { paper, random, sale } = context;
  for (const [index, one] of sale.payments.entries()) {
    const facts = [`payments.${index}.method`, `payments.${index}.amount`];
    const words = methodOf(context, one);
    const { lastDigits } = one;
    if (lastDigits === undefined) {
      paper.pair(print(words), money(context, one.amount, ...facts));
      continue;
    }
    const hidden = `${random.pick(['************', 'XXXXXXXXXXXX', '**** **** **** ', '####'])}${lastDigits}`;
    const digits = `payments.${index}.lastDigits`;
    if (random.chance(0.5) && words.length + hidden.length + 12 < paper.columns) {
      paper.pair(print(`${words} ${hidden}`, digits), money(context, one.amount, ...facts));
    } else {
      paper.pair(print(words), money(context, one.amount, ...facts));
      paper.left(print(hidden, digits));
    }
  }
  const byCash = sale.payments.every(({ method }) => method === 'Cash');
  if (byCash && (sale.change > 0 || random.chance(0.5))) {
    paper.pair(print(label(context, 'change')), money(context, sale.change, 'change'));
  }
}

function methodOf(context: Context, { method }: Payment): string {
  switch (method) {
    case 'Cash':
      return label(context, 'cash');
    case 'Debit card':
      return label(context, 'debit');
    default:
      return context.random.chance(0.5) ? method.toUpperCase() : cased(context, method);
  }
}
