import { head } from './blocks/head.ts';
import { invoice } from './blocks/invoice.ts';
import { codedGoods, countedGoods, cupomGoods, paragonGoods, plainGoods, tabledGoods } from './blocks/goods.ts';
import { occasion, seats } from './blocks/occasion.ts';
import { payment } from './blocks/payment.ts';
import { fuelGoods, hotelGoods, parkingGoods } from './blocks/special.ts';
import { includedTaxes, sums, type TaxForm } from './blocks/sums.ts';
import { label, type Context } from './context.ts';
import { print } from './paper.ts';
import type { Trade } from './sale.ts';

/** A way to set a receipt. */
export interface Layout {
  readonly name: string;
  readonly trades: readonly Trade[];
  /** The only countries that print so; all where none are named. */
  readonly countries?: readonly string[];
  /** Width of the narrowest paper, in characters. */
  readonly columns: number;
  /** Prints what is taken off single items. */
  readonly reducesItems?: true;
  readonly put: (context: Context) => void;
}

const shops: readonly Trade[] = ['groceries', 'meal'];

export const layouts: readonly Layout[] = [
  {
    ...till('countBelow', shops, ['lines', 'none'], (context) =>
      plainGoods(context, { above: false, lettered: false }),
    ),
    reducesItems: true,
  },
  till('countAbove', shops, ['lines', 'summary'], (context) => plainGoods(context, { above: true, lettered: false })),
  {
    ...till('taxLetters', ['groceries'], ['table'], (context) => plainGoods(context, { above: false, lettered: true })),
    reducesItems: true,
    countries: ['DE', 'CH', 'FR', 'NL', 'SE', 'PT', 'ES', 'IT', 'GB', 'MY'],
  },
  till('columns', [...shops, 'work'], ['lines', 'table', 'summary'], (context) =>
    tabledGoods(context, { wide: false }),
  ),
  till('counted', ['meal'], ['lines', 'table'], (context) => {
    seats(context);
    countedGoods(context);
  }),
  { ...till('coded', ['groceries'], ['summary', 'lines'], codedGoods), reducesItems: true },
  { ...till('cupom', shops, ['lines'], cupomGoods), countries: ['BR'] },
  { ...till('paragon', shops, ['paragon'], paragonGoods), countries: ['PL'] },
  till('fuel', ['fuel'], ['lines', 'table'], fuelGoods),
  till('parking', ['parking'], ['lines', 'none'], parkingGoods),
  till('hotel', ['hotel'], ['table', 'lines'], hotelGoods),
  { name: 'invoice', trades: ['work'], columns: 74, put: invoice },
  { name: 'slip', trades: ['meal', 'fuel', 'groceries'], columns: 32, put: slip },
];

/** What a till prints: head, goods, sums, payment, taxes and a greeting, on narrow paper. */
function till(
  name: string,
  trades: readonly Trade[],
  taxForms: readonly TaxForm[],
  goods: (context: Context) => void,
): Layout {
  return {
    name,
    trades,
    columns: 34,
    put(context) {
      const { random, paper } = context;
      const ruled = random.chance(0.6);
      const sign = random.pick(['-', '=', '*', '_']);
      const rule = () => (ruled ? paper.rule(sign) : paper.space());
      head(context);
      const occasionFirst = random.chance(0.7);
      if (occasionFirst) occasion(context);
      rule();
      goods(context);
      rule();
      sums(context);
      const form = random.pick(taxForms);
      const taxesFirst = random.chance(0.5);
      if (taxesFirst) includedTaxes(context, form);
      payment(context);
      if (!taxesFirst) includedTaxes(context, form);
      if (!occasionFirst) {
        paper.space();
        occasion(context);
      }
      farewell(context);
    },
  };
}

/** What a card's terminal prints: no goods. */
function slip(context: Context): void {
  head(context);
  occasion(context);
  context.paper.space();
  sums(context);
  payment(context);
  context.paper.left(print(`AID: A0000000${context.random.filled('######')}`));
  context.paper.left(print(`AUTH ${context.random.filled('######')}`));
  farewell(context);
}

function farewell(context: Context): void {
  const { paper, random } = context;
  paper.space();
  if (random.chance(0.8)) paper.centre(print(label(context, 'thanks')));
  if (random.chance(0.2)) paper.centre(print(random.filled('#############')));
}
