import { cents, type Amount } from './amounts.ts';
import { optional } from './fields.ts';
import type { FigureKind } from './figureKinds.ts';
import type { Figure } from './figures.ts';
import { folded } from './labels.ts';
import { taxLineOf } from './taxLines.ts';

/** What a total is made of. */
export interface Breakdown {
  readonly subtotal?: Figure;
  /** What each tax is charged on, where a subtotal is told for every rate. */
  readonly taxed: readonly Figure[];
  /** Added to the subtotal, or included in it. */
  readonly taxes: readonly Figure[];
  /** The sum of the taxes where it is printed beside them. */
  readonly totalTax?: Figure;
  /** Added to the subtotal. */
  readonly service?: Figure;
  readonly tip?: Figure;
  /** What else is added to the subtotal. */
  readonly charges: readonly Figure[];
  /** Taken off the subtotal. */
  readonly discounts: readonly Figure[];
  /** Whether the parts add up to the total; the tax is then added, or included in the subtotal. */
  readonly adds: 'taxAdded' | 'taxIncluded' | undefined;
}

/**
 * What charges and taxes are added to, in cents; the sum of the items, and that of what each tax is charged on, are
 * printed nowhere.
 */
interface Base {
  readonly subtotal?: Figure;
  readonly sum: number;
}

/** All combinations are tried, so a long list of accounts must not become one. */
const mostOfAKind = 8;
const mostCharges = 6;
/** Slips suggest several tips; the one that was given stands last. */
const mostTips = 2;

interface Sums {
  readonly total?: Figure;
  readonly rounding?: Figure;
  /** Of the items; it stands for a subtotal that is not printed. */
  readonly goods: number;
  /** What is taken off the whole among the items. */
  readonly reductions: readonly Figure[];
}

/**
 * The parts that add up to the total if any do, else the likeliest by their labels alone.
 *
 */
export function breakdownOf(figures: readonly Figure[], { total, rounding, goods, reductions }: Sums): Breakdown {
  const of = (kind: FigureKind): readonly Figure[] =>
    figures
      .filter((figure) => figure.kind === kind && figure !== total && figure.amount.value !== 0)
      .slice(-mostOfAKind);
  const named = of('subtotal');
  const taxed = taxedIn(named);
  const subtotals = named.filter((figure) => !taxed.includes(figure));
  // `NET 100.00, VAT 20.00, TOTAL 120.00`: alone, the first would be the total.
  const earlier = of('total').filter(
    ({ amount, row }) => total && row.index < total.row.index && !isSame(amount, total),
  );
  const taxes = of('tax').filter((figure) => isTaxSized(figure, total));
  const tips = of('tip').slice(-mostTips);
  const discounts = [...reductions, ...of('discount').filter(({ row }) => reductions.every((one) => one.row !== row))];
  const reduced = cents(goods) - takenOff(reductions);
  const charges = of('charge').slice(-mostCharges);
  const untaxed = figures.filter(({ kind, amount }) => kind === 'tax' && amount.value === 0);
  if (total !== undefined) {
    const bases: readonly Base[] = [
      ...[...subtotals, ...earlier].map((subtotal) => ({ subtotal, sum: centsOf(subtotal) })),
      ...(taxed.length > 0 ? [{ sum: sumOf(taxed) }] : []),
      ...(goods === 0 ? [] : [{ sum: cents(goods) }]),
    ];
    const wanted = centsOf(total) - centsOf(rounding);
    const takings = someOf(discounts).map((some) => ({ some, cents: takenOff(some) }));
    for (const { charged, added, base, service, tip } of additions(charges, bases, taxes, of('service'), tips)) {
      const { subtotal } = base;
      const sum = base.sum + centsOf(service) + centsOf(tip) + sumOf(charged) + sumOf(added);
      const taken = takings.find((one) => sum - one.cents === wanted)?.some;
      const isMade = service ?? tip ?? charged.length + added.length + (taken?.length ?? 0) > 0;
      // Items alone that are the total make nothing of its other figures, and nor does what stands before a rounding.
      if (taken === undefined || (!isMade && (!subtotal || earlier.includes(subtotal)))) continue;
      const isAdded = added.length > 0;
      // What a printed subtotal has left out already is told, too.
      const earlierTaken = subtotal && reductions.length > 0 && centsOf(subtotal) === reduced ? reductions : [];
      const told = withUntaxed(isAdded ? partsOf(added, taxes) : includedIn(taxes), untaxed);
      return {
        ...{ ...optional('subtotal', subtotal), ...optional('service', service), ...optional('tip', tip) },
        ...{
          charges: charged,
          taxed,
          ...told,
          discounts: [...new Set([...earlierTaken, ...taken])],
          adds: isAdded ? 'taxAdded' : 'taxIncluded',
        },
      };
    }
  }
  const subtotal = subtotals.find(
    (figure) =>
      !figure.inSummary && (total === undefined || isWithin(figure, total) || centsOf(figure) === cents(goods)),
  );
  const [tip] = tips.length === 1 ? tips.filter(({ unknown }) => unknown === 0) : [];
  const told = withUntaxed(includedIn(taxes), untaxed);
  return {
    ...{ ...optional('subtotal', subtotal), ...optional('tip', tip) },
    ...{ charges: [], taxed, ...told, discounts: [], adds: undefined },
  };
}

/** Every way to add the parts up, the plainer before those with more parts; a tax is rather there than not. */
function* additions(
  charges: readonly Figure[],
  bases: readonly Base[],
  taxes: readonly Figure[],
  services: readonly Figure[],
  tips: readonly Figure[],
): Iterable<{
  charged: readonly Figure[];
  added: readonly Figure[];
  base: Base;
  service: Figure | undefined;
  tip: Figure | undefined;
}> {
  for (const charged of subsetsOf(charges)) {
    for (const added of someOf(taxes)) {
      for (const base of bases) {
        for (const service of [undefined, ...services]) {
          for (const tip of [undefined, ...tips]) yield { charged, added, base, service, tip };
        }
      }
    }
  }
}

/** The smaller before the larger. */
function subsetsOf(figures: readonly Figure[]): readonly (readonly Figure[])[] {
  return figures
    .reduce<readonly (readonly Figure[])[]>((all, one) => [...all, ...all.map((some) => [...some, one])], [[]])
    .toSorted((a, b) => a.length - b.length);
}

/** Taxes and discounts count each alone, or all of them (a state's and a city's), or not at all. */
function someOf(figures: readonly Figure[]): readonly (readonly Figure[])[] {
  return [...figures.map((one) => [one]), ...(figures.length > 1 ? [figures] : []), []];
}

/** Subtotals of different rates: `Subtotal (8 %)  268`, `Subtotal (10 %)  5`. */
function taxedIn(subtotals: readonly Figure[]): readonly Figure[] {
  const rated = subtotals.filter((figure) => rateOf(figure) !== undefined);
  return new Set(rated.map(rateOf)).size > 1 ? rated : [];
}

type Taxes = Pick<Breakdown, 'taxes' | 'totalTax'>;

/** A tax that is the sum of all others is their total. */
function partsOf(added: readonly Figure[], all: readonly Figure[]): Taxes {
  const [whole] = added;
  const others = all.filter((figure) => figure !== whole);
  const isSum = whole !== undefined && added.length === 1 && others.length > 1 && sumOf(others) === centsOf(whole);
  return isSum ? { taxes: others, totalTax: whole } : { taxes: added };
}

/** Of taxes that nothing adds, several may say the same: those of different rates, or with their sum, don't. */
function includedIn(taxes: readonly Figure[]): Taxes {
  const summed = taxes.map((whole) => partsOf([whole], taxes)).find(({ totalTax }) => totalTax !== undefined);
  if (summed !== undefined) return summed;
  const rated = taxes.filter((figure) => rateOf(figure) !== undefined);
  const different = new Set(rated.map((figure) => `${rateOf(figure)} ${halfOf(figure)}`));
  return { taxes: different.size === taxes.length ? taxes : taxes.slice(0, 1) };
}

/**
 * A rate by which nothing is charged is told, too; a tax of nothing without a rate is one only where no other stands.
 */
function withUntaxed({ taxes, totalTax }: Taxes, untaxed: readonly Figure[]): Taxes {
  const others = untaxed.filter((figure, index) => {
    const rate = rateOf(figure);
    const before = [...taxes, ...untaxed.slice(0, index)];
    return rate === undefined ? before.length === 0 : before.every((other) => rateOf(other) !== rate);
  });
  const all = [...taxes, ...others].sort((a, b) => a.row.index - b.row.index);
  return { taxes: all, ...(totalTax && { totalTax }) };
}

function rateOf({ row, amount }: Figure): number | undefined {
  return taxLineOf(row, [amount])?.rate?.value;
}

/** India's tax has a half for the country and one for the state, which are as high. */
function halfOf({ row }: Figure): string | undefined {
  return /\b(?:C|S|UT)GST\b/.exec(folded(row.text))?.[0];
}

/** No sales tax takes more than a third of what is paid. */
function isTaxSized(tax: Figure, total: Figure | undefined): boolean {
  return total === undefined || Math.abs(tax.amount.value) <= Math.abs(total.amount.value) / 3;
}

function isSame(amount: Amount, { amount: other }: Figure): boolean {
  return cents(amount.value) === cents(other.value);
}

/** A subtotal far from the total belongs to something else, if it is not that of the items. */
function isWithin(subtotal: Figure, total: Figure): boolean {
  const part = Math.abs(subtotal.amount.value / total.amount.value);
  return part <= 2 && part >= 0.5;
}

function centsOf(figure: Figure | undefined): number {
  return figure === undefined ? 0 : cents(figure.amount.value);
}

function sumOf(figures: readonly Figure[]): number {
  return figures.reduce((sum, one) => sum + centsOf(one), 0);
}

/** Discounts are printed with a minus by some. */
function takenOff(discounts: readonly Figure[]): number {
  return discounts.reduce((sum, one) => sum + Math.abs(centsOf(one)), 0);
}
