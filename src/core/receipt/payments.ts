import type { Field, ReceiptPayment } from '../reading/reading.ts';
import { absolute, fieldIn, ofFigure, optional } from './fields.ts';
import type { Figure } from './figures.ts';
import { folded, withoutMasks } from './labels.ts';
import { paymentMethods, type PaymentMethod } from './paymentWords.ts';
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
  const shown = named.find(({ lastDigits }) => lastDigits !== undefined)?.lastDigits;
  // What is hidden above the goods is rather a customer's number.
  const [hidden] = [...rows.slice(foot?.labelRow.index), ...rows].flatMap((row) => lastDigitsIn(row) ?? []);
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
  const paidAmount = only.amount?.value;
  // Beside another amount stands what was taken off, or a balance.
  const telling = named.filter(
    ({ row: { amounts } }) =>
      paidAmount === undefined || amounts.length === 0 || amounts.some(({ value }) => Math.abs(value) === paidAmount),
  );
  const beside = telling.findLast(({ row }) => row.amounts.length > 0) ?? telling.at(-1);
  const method = only.method ?? beside?.method;
  const isCash = method?.value === 'Cash';
  const whole = {
    ...optional('method', method),
    ...optional('amount', only.amount),
    ...optional('lastDigits', only.lastDigits ?? (isCash ? undefined : (shown ?? hidden))),
  };
  return Object.keys(whole).length > 0 ? [whole] : [];
}

/** Papers, not ways of paying: `CASH BILL`, `CREDIT NOTE`. */
const notPaper = '(?! ?(?:BILL|SALES?|INV|RECEIPT|MEMO|NOTE|IER|&|AND|COUNTER))';
/** Without an amount it tells the rules of the shop: `NO CASH REFUND`. */
const notRule = '(?! ?REFUND)';

const methodExpressions = paymentMethods.map(({ name, printed, besideAmount }: PaymentMethod) => ({
  name,
  anywhere: anyOf(printed, notRule),
  besideAmount: anyOf([...printed, ...besideAmount]),
}));

/** Engines lose spaces, and some print a hyphen for them. */
function anyOf(phrases: readonly string[], notBefore = ''): RegExp {
  const words = phrases.map((phrase) => folded(phrase).replaceAll(' ', "[ '-]?"));
  return words.length === 0 ? /(?!)/ : new RegExp(`(?<![A-Z])(?:${words.join('|')})(?![A-Z])${notPaper}${notBefore}`);
}

function methodIn(row: Row): readonly Named[] {
  const text = withoutMasks(folded(row.text));
  const hasAmount = row.amounts.length > 0;
  for (const { name, anywhere, besideAmount } of methodExpressions) {
    const match = (hasAmount ? besideAmount : anywhere).exec(text);
    if (match === null || (name === 'Card' && ofCustomer.test(text))) continue;
    const place = { start: match.index, end: match.index + match[0].length };
    return [{ row, method: fieldIn(row, name, place, hasAmount ? 0.9 : 0.6), lastDigits: shownDigits(row, place.end) }];
  }
  return [];
}

/**
 * Those of the card that the row names, the others hidden or left out: `VISA 4242`, `DEBIT xx4410`, `*7725 VISA`,
 * `CARD ENDING IN 4471`.
 */
function shownDigits(row: Row, nameEnd: number): Field<string> | undefined {
  const text = folded(row.text);
  const marked = /(?:(?:^|(?<![A-Z\d]))[X*#•]{1,3}|(?<![A-Z])ENDING(?: IN)?:? )(?<digits>\d{4})(?![\d/.,:-])/.exec(
    text,
  );
  const behind = /^ (?<digits>\d{4})(?![\d/.,:-])/.exec(text.slice(nameEnd));
  return (
    lastDigitsIn(row) ??
    (marked ? digitsAt(row, marked) : undefined) ??
    (behind ? digitsAt(row, behind, nameEnd) : undefined)
  );
}

/** Cards of customers pay nothing, and have hidden digits, too. */
const ofCustomer = /(?<![A-Z])(?:MEMBER|LOYALTY|CLUB|CUSTOMER|REWARDS?|POINTS|BONUS|FIDELITE|EXTRA ?CARE)/;

/** The last digits of a card's number, the others hidden: `XXXXXXXXXXXX1234`, `**** **** **** 1234`. */
function lastDigitsIn(row: Row): Field<string> | undefined {
  const text = folded(row.text);
  const match = ofCustomer.test(text) ? null : /(?:[X*#•][ -]?){4,}(?<digits>\d{4})(?![\d/.:-])/.exec(text);
  return match ? digitsAt(row, match) : undefined;
}

function digitsAt(row: Row, match: RegExpExecArray, from = 0): Field<string> | undefined {
  const value = match.groups?.['digits'] ?? '';
  const end = from + match.index + match[0].length;
  const place = { start: end - value.length, end };
  // Where amounts have no cents, four digits may be one.
  const isAmount = row.amounts.some((amount) => amount.start < place.end && amount.end > place.start);
  return isAmount ? undefined : fieldIn(row, value, place, 0.9);
}
