import type { Check, Field, Receipt, ReceiptTax } from '../reading/reading.ts';
import { cents } from './amounts.ts';
import { formatValue } from './receiptFields.ts';
import { isTaxOn } from './taxLines.ts';
import { latestToday } from './today.ts';

/** What the receipt's own figures and date allow to be tried; `now` is in milliseconds since 1970. */
export function checksOf(receipt: Omit<Receipt, 'checks'>, now?: number): readonly Check[] {
  const { subtotal, totalTax, total, paid, change, date } = receipt;
  const money = moneyOf(receipt);
  const checks: Check[] = [];
  const items = itemsCheck(receipt, money);
  if (items !== undefined) checks.push(items);
  checks.push(...taxChecks(receipt, money));
  const added = [...chargesOf(receipt), receipt.tip, receipt.rounding];
  const others = [...added, negative(receipt.discount)];
  // Without a tax, a subtotal that is the total tells nothing.
  if (subtotal && total && (totalTax !== undefined || subtotal.value !== total.value)) {
    const sum = (first: readonly (Field<number> | undefined)[], some: readonly (Field<number> | undefined)[]) =>
      addition('subtotalAndTax', valuesOf([...first, ...some]), total.value, money);
    checks.push(
      likelier([
        sum([subtotal, totalTax], others),
        // The subtotal includes the tax.
        sum([subtotal], others),
        // It has left the discount out.
        sum([subtotal, totalTax], added),
        sum([subtotal], added),
      ]),
    );
  }
  if (paid && change && total) {
    checks.push(
      likelier([
        addition('paidAndChange', [total.value, change.value], paid.value, money),
        // The total is the one before rounding.
        addition('paidAndChange', [total.value, ...valuesOf([receipt.rounding]), change.value], paid.value, money),
      ]),
    );
  }
  if (date) checks.push(dateCheck(date.value, now));
  return checks;
}

/** Whether sums contradict the total and none bears it out: neither one of them nor a payment of as much. */
export function contradictTotal(checks: readonly Check[], receipt: Omit<Receipt, 'checks'>): boolean {
  const { total, paid, change } = receipt;
  const sums = checks.filter(({ name }) => name === 'items' || name === 'subtotalAndTax' || name === 'paidAndChange');
  // The total may itself be what was paid.
  const isElsewhere = String(paid?.evidence[0]?.box) !== String(total?.evidence[0]?.box);
  const isPaid = paid && total && !change && isElsewhere && cents(paid.value) === cents(total.value);
  const ending = total && `= ${moneyOf(receipt)(total.value)}`;
  // Items that are the subtotal say nothing of a total to which it does not lead.
  const isBorneOut = sums.some(
    ({ name, holds, arithmetic }) => holds && (name !== 'items' || arithmetic.endsWith(ending ?? '')),
  );
  return sums.length > 0 && !isBorneOut && isPaid !== true;
}

/** Whether the date has not come yet. */
export function contradictDate(checks: readonly Check[]): boolean {
  return checks.some(({ name, holds }) => name === 'dateNotInFuture' && !holds);
}

/** Items add up to the subtotal or total, or to the total with what is added to them and taken off. */
function itemsCheck(receipt: Omit<Receipt, 'checks'>, money: Money): Check | undefined {
  const { items, subtotal, discount, totalTax, tip, rounding, total } = receipt;
  const charges = chargesOf(receipt);
  const totals = items.flatMap((item) => valuesOf([item.total]));
  const prices = items.flatMap((item) => [...valuesOf([item.total]), ...valuesOf([negative(item.discount)])]);
  const goods = subtotal ?? total;
  if (!goods || prices.length === 0) return undefined;
  const sum = (others: readonly (Field<number> | undefined)[], whole: Field<number>) =>
    addition('items', [...prices, ...valuesOf(others)], whole.value, money);
  return likelier([
    sum([], goods),
    // What is taken off stands among the items.
    sum([negative(discount)], goods),
    // Some print what is left after an item's discount.
    addition('items', totals, goods.value, money),
    ...(total
      ? [
          sum([], total),
          sum([rounding], total),
          // Where the prices include the tax, it is not added.
          sum([...charges, tip, negative(discount), rounding], total),
          sum([...charges, totalTax, tip, negative(discount), rounding], total),
        ]
      : []),
  ]);
}

function chargesOf({ service, charges }: Omit<Receipt, 'checks'>): readonly (Field<number> | undefined)[] {
  return [service, ...charges.map(({ amount }) => amount)];
}

/** Taxes add up to their sum, and each is its base's part. */
function taxChecks({ taxes, totalTax }: Omit<Receipt, 'checks'>, money: Money): readonly Check[] {
  const amounts = taxes.flatMap(({ amount }) => (amount ? [amount.value] : []));
  return [
    ...(totalTax && amounts.length > 1 ? [addition('taxes', amounts, totalTax.value, money)] : []),
    ...taxes.flatMap((tax) => rateCheck(tax, money) ?? []),
  ];
}

function rateCheck({ rate, base, amount }: ReceiptTax, money: Money): Check | undefined {
  if (!rate || !base || !amount) return undefined;
  const holds = isTaxOn(base.value, rate.value, amount.value);
  const sign = holds ? '=' : '≠';
  const arithmetic = `${money(base.value)} × ${rate.value} % ${sign} ${money(amount.value)}`;
  return { name: 'taxRate', holds, arithmetic };
}

function dateCheck(date: string, now: number | undefined): Check {
  const today = latestToday(now);
  const holds = date <= today;
  return { name: 'dateNotInFuture', holds, arithmetic: `${date} ${holds ? '≤' : '>'} today` };
}

/** The first way that holds, else the first. */
function likelier(ways: readonly [Check, ...Check[]]): Check {
  return ways.find(({ holds }) => holds) ?? ways[0];
}

function negative(field: Field<number> | undefined): Field<number> | undefined {
  return field && { ...field, value: -field.value };
}

/** Of those that are there and are not nothing. */
function valuesOf(fields: readonly (Field<number> | undefined)[]): readonly number[] {
  return fields.flatMap((field) => (field === undefined || field.value === 0 ? [] : [field.value]));
}

/** How an amount is written. */
type Money = (value: number) => string;

function moneyOf({ currency }: Omit<Receipt, 'checks'>): Money {
  return (value) => formatValue('amount', value, currency?.value);
}

function addition(name: Check['name'], terms: readonly number[], sum: number, money: Money): Check {
  const holds = terms.reduce((all, term) => all + cents(term), 0) === cents(sum);
  const [first = 0, ...others] = terms;
  const left = others.reduce((text, term) => `${text} ${term < 0 ? '−' : '+'} ${money(Math.abs(term))}`, money(first));
  return { name, holds, arithmetic: `${left} ${holds ? '=' : '≠'} ${money(sum)}` };
}
