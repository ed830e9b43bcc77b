/** What a sum is made of; currency as ISO 4217, amounts in units of it. */
interface Amounts {
  readonly currency?: string;
  readonly total?: number;
  readonly tax?: number;
}

/** What all receipts in one currency come to, in units of it. */
interface CurrencyTotal {
  /** ISO 4217; undefined: they tell none. */
  readonly currency: string | undefined;
  /** How many have a total. */
  readonly receipts: number;
  readonly total: number;
  /** Undefined: none tells a tax. */
  readonly tax: number | undefined;
}

/**
 * The totals by currency, in the order of their codes, those of no known currency last. A receipt without a total is in
 * none.
 */
export function currencyTotals(receipts: readonly Amounts[]): readonly CurrencyTotal[] {
  const byCurrency = new Map<string | undefined, Amounts[]>();
  for (const receipt of receipts) {
    if (receipt.total === undefined) continue;
    const members = byCurrency.get(receipt.currency);
    if (members) members.push(receipt);
    else byCurrency.set(receipt.currency, [receipt]);
  }
  return [...byCurrency]
    .map(([currency, members]) => {
      const taxes = members.flatMap(({ tax }) => tax ?? []);
      return {
        currency,
        receipts: members.length,
        total: sum(members.flatMap(({ total }) => total ?? [])),
        tax: taxes.length === 0 ? undefined : sum(taxes),
      };
    })
    .sort((a, b) => ((a.currency ?? '\uFFFF') < (b.currency ?? '\uFFFF') ? -1 : 1));
}

/** Exact to a thousandth, the smallest unit of any currency (ISO 4217). */
function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + Math.round(amount * 1000), 0) / 1000;
}
