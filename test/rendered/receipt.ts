import { countries } from './countries.ts';
import type { Context } from './context.ts';
import { layouts, type Layout } from './layouts.ts';
import { merchantOf } from './merchant.ts';
import { Paper, PaperTooNarrow, type Sheet } from './paper.ts';
import { Random } from './random.ts';
import { saleOf } from './sale.ts';
import { truthOf, type Truth } from './truth.ts';
import { writingOf } from './writing.ts';

/** An invented receipt, and what it says. */
export interface RenderedReceipt {
  readonly seed: number;
  readonly country: string;
  readonly layout: string;
  readonly sheet: Sheet;
  readonly truth: Truth;
}

const widest = 120;

/** The receipt of a number: the same number gives the same receipt. Numbers in a row go through all countries. */
export function renderedReceipt(seed: number): RenderedReceipt {
  const random = new Random(seed);
  const country = countries[seed % countries.length];
  if (country === undefined) throw new Error('The seed is a whole number from 0 on');
  const layout = random.pick(layoutsIn(country.code));
  const writing = writingOf(random, country);
  const trade = random.pick(layout.trades);
  const merchant = merchantOf(random, country, writing.language, trade);
  const sale = saleOf(random, country, writing.language, { trade, reducesItems: layout.reducesItems === true });
  const receiptNumber = random.filled(random.pick(['######', 'R######', '#####', '##-####', '@@#####', '########']));
  const context = { writing, merchant, sale, receiptNumber };
  const printed = printedBy(layout, context, random.integer(0, 8), seed);
  return {
    seed,
    country: country.code,
    layout: layout.name,
    sheet: printed.paper.sheet,
    truth: truthOf(printed, printed.paper.sheet),
  };
}

/** Whether rules are mended without looking at this receipt, so that its score tells what they do to unseen ones. */
export function isHeldOut(seed: number): boolean {
  return Math.floor(seed / countries.length) % 2 === 1;
}

/** A country's own layouts come up three times as often as what is printed everywhere. */
function layoutsIn(country: string): readonly Layout[] {
  return layouts.flatMap((layout) => {
    if (layout.countries === undefined) return [layout];
    return layout.countries.includes(country) ? [layout, layout, layout] : [];
  });
}

/** On the narrowest paper that all of it fits on; the choices on the way are the same on each. */
function printedBy(layout: Layout, context: Omit<Context, 'paper' | 'random'>, spare: number, seed: number): Context {
  for (let columns = layout.columns + spare; columns <= widest; columns += 2) {
    const printed = { ...context, random: new Random(seed + 0x10000), paper: new Paper(columns) };
    try {
      layout.put(printed);
      return printed;
    } catch (error) {
      if (!(error instanceof PaperTooNarrow)) throw error;
    }
  }
  throw new Error(`Receipt ${seed} is too wide for any paper`);
}
