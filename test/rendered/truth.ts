import type { Context } from './context.ts';
import type { Sheet } from './paper.ts';
import { clock } from './writing.ts';

/** One thing bought, as far as it is printed. */
interface TrueItem {
  readonly description?: string;
  readonly quantity?: number;
  readonly unit?: string;
  readonly unitPrice?: number;
  readonly discount?: number;
  readonly total?: number;
}

interface TrueTax {
  /** In percent. */
  readonly rate?: number;
  /** What it is charged on, itself not in it. */
  readonly base?: number;
  readonly amount?: number;
}

interface TruePayment {
  readonly method?: string;
  readonly amount?: number;
  readonly lastDigits?: string;
}

/**
 * What a receipt says, in the forms of `Receipt`: amounts in units of the currency. What it does not print is absent.
 */
export interface Truth {
  readonly merchant?: string;
  readonly address?: string;
  readonly country: string;
  readonly phone?: string;
  readonly registrationNumber?: string;
  readonly taxNumber?: string;
  readonly receiptType?: string;
  readonly receiptNumber?: string;
  readonly date?: string;
  readonly time?: string;
  readonly currency: string;
  readonly subtotal?: number;
  readonly discount?: number;
  readonly service?: number;
  readonly totalTax?: number;
  readonly tip?: number;
  readonly rounding?: number;
  readonly total?: number;
  readonly paid?: number;
  readonly change?: number;
  readonly items: readonly TrueItem[];
  readonly taxes: readonly TrueTax[];
  readonly payments: readonly TruePayment[];
}

/** The unit of what is counted, where one is printed. */
export const pieces = 'un';

const typeOf = { meal: 'Meal', fuel: 'Gas', parking: 'Parking', hotel: 'Hotel', groceries: undefined, work: undefined };

/** All that the sale would have to tell, less what the sheet leaves out. */
export function truthOf({ merchant, sale, writing, receiptNumber }: Context, sheet: Sheet): Truth {
  const told = new Set(sheet.rows.flatMap((row) => row.cells.flatMap((cell) => cell.tells)));
  // Prices of a litre have a decimal more than the currency.
  const units = (smallest: number) => Math.round(smallest * 10) / 10 ** (writing.country.decimals + 1);
  const { at, items, taxes, payments } = sale;
  const hours = clock({ ...writing, country: { ...writing.country, twelveHours: false } }, at);
  const facts = {
    merchant: merchant.name,
    address: `${merchant.street} ${merchant.town}`,
    phone: merchant.phone,
    registrationNumber: merchant.registration?.number,
    taxNumber: merchant.taxNumber?.number,
    receiptType: typeOf[sale.trade],
    receiptNumber,
    date: at.toISOString().slice(0, 10),
    time: hours,
    ...{ subtotal: units(sale.goods), discount: units(sale.discount), service: units(sale.service) },
    ...{ tip: units(sale.tip), rounding: units(sale.rounding), total: units(sale.total), change: units(sale.change) },
  };
  const only = <T extends object>(all: T, path: string): Partial<T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => told.has(path + name))) as Partial<T>;
  const some = <T extends object>(list: readonly T[], path: string): readonly Partial<T>[] =>
    list.map((one, index) => only(one, `${path}.${index}.`)).filter((one) => Object.keys(one).length > 0);
  const allAmounts = (list: 'taxes' | 'payments') =>
    sale[list].every((_, index) => told.has(`${list}.${index}.amount`));
  const sum = (all: readonly { readonly amount: number }[]) =>
    units(all.reduce((most, { amount }) => most + amount, 0));
  return {
    ...(only(facts, '') as Partial<Truth>),
    ...(taxes.length > 0 && allAmounts('taxes') && { totalTax: sum(taxes) }),
    ...(payments.length > 0 && allAmounts('payments') && { paid: sum(payments) }),
    country: writing.country.code,
    currency: writing.country.currency,
    items: some(
      items.map(({ description, quantity, unit, unitPrice, discount, total }) => ({
        ...{ description, quantity, unit: unit ?? pieces, unitPrice: units(unitPrice), total: units(total) },
        ...(discount !== undefined && { discount: units(discount) }),
      })),
      'items',
    ),
    taxes: some(
      taxes.map(({ rate, base, amount }) => ({ rate, base: units(base), amount: units(amount) })),
      'taxes',
    ),
    payments: some(
      payments.map((payment) => ({ ...payment, amount: units(payment.amount) })),
      'payments',
    ),
  };
}
