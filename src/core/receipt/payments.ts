import type { Field, ReceiptPayment } from '../model.ts';
import { absolute, fieldIn, ofFigure, optional } from './fields.ts';
import type { Figure } from './figures.ts';
import { folded, withoutMasks } from './labels.ts';
import { paymentMethods } from './labelWords.ts';
import type { Row } from './rows.ts';

/** How it was paid, as the receipt names it. */
interface Named {
  readonly row: Row;
  readonly method: Field<string>;
  readonly lastDigits: Field<string> | undefined;
}

/**
 * How it was paid: each amount that was handed over with the method beside it, else the method that stands below
 * the goods.
 *
 * @param foot The first sum; without one, methods are looked for in the lower part of the receipt.
 */
export function paymentsOf(
  rows: readonly Row[],
  paid: readonly Figure[],
  foot: Figure | undefined,
): readonly ReceiptPayment[] {
  const named = rows.slice(foot?.labelRow.index ?? Math.floor(rows.length / 3)).flatMap(methodIn);
  const hiddenCards = rows.flatMap((row) => lastDigitsIn(row) ?? []);
  const payments = paid.map((figure): ReceiptPayment => {
    const beside = named.find(({ row }) => row === figure.labelRow || row === figure.row);
    return {
      ...optional('method', beside?.method),
      amount: absolute(ofFigure(figure, 0.8)),
      ...optional('lastDigits', beside?.lastDigits),
    };
  });
  const [only, ...others] = payments.length > 0 ? payments : [{}];
  if (only === undefined || others.length > 0) return payments;
  const beside = named.findLast(({ row }) => row.amounts.length > 0) ?? named.at(-1);
  const whole = {
    ...optional('method', only.method ?? beside?.method),
    ...optional('amount', only.amount),
    ...optional('lastDigits', only.lastDigits ?? hiddenCards[0]),
  };
  return Object.keys(whole).length > 0 ? [whole] : [];
}

function methodIn(row: Row): readonly Named[] {
  const text = withoutMasks(folded(row.text));
  const sure = row.amounts.length > 0 ? 0.9 : 0.6;
  for (const [name, expression] of paymentMethods) {
    const match = expression.exec(text);
    if (match === null) continue;
    const place = { start: match.index, end: match.index + match[0].length };
    return [{ row, method: fieldIn(row, name, place, sure), lastDigits: lastDigitsIn(row) }];
  }
  return [];
}

/** The last digits of a card's number, the others hidden: `XXXXXXXXXXXX1234`, `**** **** **** 1234`. */
function lastDigitsIn(row: Row): Field<string> | undefined {
  const match = /(?:[X*#•][ -]?){4,}(?<digits>\d{4})(?![\d/.:-])/.exec(folded(row.text));
  const value = match?.groups?.['digits'];
  if (match === null || value === undefined) return undefined;
  const end = match.index + match[0].length;
  return fieldIn(row, value, { start: end - value.length, end }, 0.9);
}
