import type { Country } from './countries.ts';
import { goodsOf } from './goods.ts';
import type { Random } from './random.ts';
import type { Language } from './words.ts';

/** What is sold: it decides which layouts can print it. */
export type Trade = 'groceries' | 'meal' | 'fuel' | 'parking' | 'hotel' | 'work';

export interface SoldItem {
  readonly description: string;
  /** Whole, but for weights and litres. */
  readonly quantity: number;
  readonly unit?: 'kg' | 'l';
  /** In the smallest unit of the currency; of fuel with a decimal. */
  readonly unitPrice: number;
  /** Taken off its total. */
  readonly discount?: number;
  /** As it is printed, the discount in it. */
  readonly total: number;
  /** Index in the sale's taxes. */
  readonly tax: number;
}

interface Tax {
  readonly name: string;
  /** In percent. */
  readonly rate: number;
  /** What it is charged on, itself not in it. */
  readonly base: number;
  readonly amount: number;
}

export interface Payment {
  /** As Porter calls it: `Cash`, `Visa`. */
  readonly method: string;
  /** What was handed over. */
  readonly amount: number;
  readonly lastDigits?: string;
}

/** A sale whose arithmetic holds; money in the smallest unit of the currency. */
export interface Sale {
  readonly trade: Trade;
  readonly items: readonly SoldItem[];
  /** Of the items, as they are printed. */
  readonly goods: number;
  /** Taken off the goods; 0 for none. */
  readonly discount: number;
  readonly service: number;
  /** In percent of the goods. */
  readonly serviceRate: number;
  /** None where the merchant charges none. */
  readonly taxes: readonly Tax[];
  /** The taxes come on top; else they are in the prices. */
  readonly taxAdded: boolean;
  readonly tip: number;
  readonly rounding: number;
  readonly total: number;
  readonly payments: readonly Payment[];
  readonly change: number;
  /** When it was sold, as if in UTC. */
  readonly at: Date;
}

/** Prices of things beside that of a meal. */
const priceOf: Readonly<Record<Trade, readonly [from: number, to: number]>> = {
  groceries: [0.1, 0.9],
  meal: [0.25, 2],
  fuel: [0.12, 0.14],
  parking: [0.2, 1.5],
  hotel: [1, 12],
  work: [1, 30],
};

const cards = ['Visa', 'Mastercard', 'Debit card'] as const;

export function saleOf(
  random: Random,
  country: Country,
  language: Language,
  { trade, reducesItems }: { readonly trade: Trade; readonly reducesItems: boolean },
): Sale {
  // Firms calculate without the tax.
  const added = country.tax.added || trade === 'work';
  const taxed = !added || random.chance(0.85);
  const rates = added ? [random.pick(country.tax.rates)] : random.some(country.tax.rates, random.integer(1, 2));
  const sold = itemsOf(random, country, language, trade, taxed ? rates.length : 1);
  const used = rates.filter((_, index) => sold.some((item) => item.tax === index));
  const items = sold.map((item, index) => ({
    ...item,
    // Below the last one it might be of all.
    ...(reducesItems &&
      index < sold.length - 1 &&
      random.chance(0.08) && { discount: reductionOf(random, country, item) }),
    tax: used.indexOf(rates[item.tax] ?? 0),
  }));
  const goods = sum(items.map(paidFor));
  const oneRate = used.length === 1;
  const discount =
    oneRate && trade !== 'fuel' && trade !== 'parking' && random.chance(0.2)
      ? toStep((goods * random.integer(1, 4)) / 20, country.priceStep)
      : 0;
  const serves = trade === 'meal' && oneRate && added && !['US', 'CA'].includes(country.code) && random.chance(0.5);
  const serviceRate = serves ? random.pick([5, 10]) : 0;
  const service = Math.round(((goods - discount) * serviceRate) / 100);
  const taxes = taxed ? taxesOf(random, { ...country.tax, added }, items, used, service - discount) : [];
  const due = goods - discount + service + (added ? sum(taxes.map((tax) => tax.amount)) : 0);
  const tipped = trade === 'meal' && random.chance(country.code === 'US' || country.code === 'CA' ? 0.6 : 0.15);
  const tip = tipped ? toStep((due * random.pick([10, 15, 18, 20])) / 100, country.priceStep) : 0;
  const byCash = random.chance(0.5);
  const step = byCash && trade !== 'work' ? country.cashStep : 1;
  const total = Math.round((due + tip) / step) * step;
  const payments = byCash ? [cashFor(random, country, total)] : cardsFor(random, total, trade);
  return {
    ...{ trade, items, goods, discount, service, serviceRate, taxes, taxAdded: added, tip, total, payments },
    rounding: total - due - tip,
    change: sum(payments.map((payment) => payment.amount)) - total,
    at: new Date(
      Date.UTC(random.integer(2017, 2025), random.integer(0, 11), random.integer(1, 28), random.integer(7, 21)) +
        random.integer(0, 3599) * 1000,
    ),
  };
}

function itemsOf(
  random: Random,
  country: Country,
  language: Language,
  trade: Trade,
  taxes: number,
): readonly SoldItem[] {
  const lists = goodsOf[language];
  const { decimals, priceLevel, priceStep } = country;
  const meal = priceLevel * 10 ** decimals;
  const price = () => Math.max(priceStep, toStep(meal * random.between(...priceOf[trade]), priceStep));
  const tax = () => random.integer(0, taxes - 1);
  switch (trade) {
    case 'fuel': {
      const quantity = random.integer(800, 6500) / 100;
      // Of a litre, to a tenth of the smallest unit where the currency has cents.
      const unitPrice = decimals === 0 ? price() : Math.round(meal * random.between(...priceOf.fuel) * 10) / 10;
      const total = Math.round(quantity * unitPrice);
      return [{ description: random.pick(lists.fuels), quantity, unit: 'l', unitPrice, total, tax: 0 }];
    }
    case 'parking': {
      const unitPrice = price();
      return [{ description: random.pick(lists.carParks), quantity: 1, unitPrice, total: unitPrice, tax: 0 }];
    }
    case 'hotel': {
      const [room = '', ...extras] = lists.lodging;
      const nights = random.integer(1, 5);
      const night = toStep(meal * random.between(5, 12), priceStep);
      const more = random.some(extras, random.integer(0, 2)).map((description) => {
        const unitPrice = price();
        return { description, quantity: nights, unitPrice, total: unitPrice * nights, tax: tax() };
      });
      return [{ description: room, quantity: nights, unitPrice: night, total: night * nights, tax: 0 }, ...more];
    }
    default: {
      const list = trade === 'groceries' ? lists.groceries : trade === 'meal' ? lists.meals : lists.work;
      const most = trade === 'groceries' ? 9 : trade === 'meal' ? 6 : 4;
      return random.some(list, random.integer(1, most)).map((description) => {
        const unitPrice = price();
        if (trade === 'groceries' && decimals === 2 && random.chance(0.08)) {
          const quantity = random.integer(120, 1900) / 1000;
          const total = Math.max(1, Math.round(quantity * unitPrice));
          return { description, quantity, unit: 'kg', unitPrice, total, tax: tax() };
        }
        const quantity = random.chance(0.35) ? random.integer(2, 6) : 1;
        return { description, quantity, unitPrice, total: unitPrice * quantity, tax: tax() };
      });
    }
  }
}

/** One a rate that is in use, in its order; what is charged besides the items belongs to the first. */
function taxesOf(
  random: Random,
  { names, added, parts }: Country['tax'],
  items: readonly SoldItem[],
  rates: readonly number[],
  besides: number,
): readonly Tax[] {
  const name = random.pick(names);
  return rates.flatMap((rate, index): Tax[] => {
    const sold = sum(items.filter((item) => item.tax === index).map(paidFor)) + (index === 0 ? besides : 0);
    const share = rate / (parts?.length ?? 1);
    return (parts ?? [name]).map((part) => {
      const amount = Math.round(added ? (sold * share) / 100 : (sold * share) / (100 + share));
      return { name: part, rate: share, base: added ? sold : sold - amount, amount };
    });
  });
}

/** A little more than is due, in notes, or just what is due. */
function cashFor(random: Random, { notes, decimals }: Country, total: number): Payment {
  const step = random.pick(notes) * 10 ** decimals;
  const amount = random.chance(0.15) ? total : Math.ceil(total / step) * step;
  return { method: 'Cash', amount };
}

function cardsFor(random: Random, total: number, trade: Trade): readonly Payment[] {
  const digits = random.chance(0.6) ? { lastDigits: random.filled('####') } : {};
  const card = { method: random.pick(cards), ...digits };
  if (trade !== 'groceries' || !random.chance(0.1)) return [{ ...card, amount: total }];
  const first = Math.round(total / 2);
  return [
    { method: 'Cash', amount: first },
    { ...card, amount: total - first },
  ];
}

/** A fifth to a half. */
function reductionOf(random: Random, { priceStep }: Country, { total }: SoldItem): number {
  return Math.max(1, toStep(total * random.between(0.2, 0.5), priceStep));
}

function paidFor({ total, discount = 0 }: SoldItem): number {
  return total - discount;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function toStep(value: number, step: number): number {
  return Math.round(value / step) * step;
}
