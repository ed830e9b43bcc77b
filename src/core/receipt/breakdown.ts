import { cents } from './amounts.ts';
import type { Figure, FigureKind } from './figures.ts';
import { taxLineOf } from './taxes.ts';

/** What a total is made of. */
export interface Breakdown {
  readonly subtotal?: Figure;
  /** Added to the subtotal, or included in it. */
  readonly taxes: readonly Figure[];
  /** The sum of the taxes where it is printed beside them. */
  readonly totalTax?: Figure;
  /** Added to the subtotal. */
  readonly service?: Figure;
  readonly tip?: Figure;
  /** Taken off the subtotal. */
  readonly discounts: readonly Figure[];
  /** Whether the parts add up to the total; the tax is then added, or included in the subtotal. */
  readonly adds: 'taxAdded' | 'taxIncluded' | undefined;
}

/** All combinations are tried, so a long list of accounts must not become one. */
const mostOfAKind = 8;
/** Slips suggest several tips; the one that was given stands last. */
const mostTips = 2;

/**
 * The parts that add up to the total if any do, else the likeliest by their labels alone.
 *
 * @param goods Sum of the items, which stands for a subtotal that is not printed.
 */
export function breakdownOf(
  figures: readonly Figure[],
  { total, rounding, goods }: { readonly total?: Figure; readonly rounding?: Figure; readonly goods: number },
): Breakdown {
  const of = (kind: FigureKind): readonly Figure[] =>
    figures
      .filter((figure) => figure.kind === kind && figure !== total && figure.amount.value !== 0)
      .slice(-mostOfAKind);
  const subtotals = of('subtotal');
  const taxes = of('tax').filter((figure) => isTaxSized(figure, total));
  const tips = of('tip').slice(-mostTips);
  const discounts = of('discount');
  if (total !== undefined) {
    const bases = goods === 0 ? subtotals : [...subtotals, undefined];
    const wanted = centsOf(total) - centsOf(rounding);
    for (const { added, subtotal, service, tip } of additions(bases, taxes, of('service'), tips)) {
      const sum = (subtotal ? centsOf(subtotal) : cents(goods)) + centsOf(service) + centsOf(tip) + sumOf(added);
      const taken = someOf(discounts).find((some) => sum - takenOff(some) === wanted);
      // Items alone that are the total make nothing of its other figures.
      if (taken === undefined || (!subtotal && !service && !tip && added.length + taken.length === 0)) continue;
      const isAdded = added.length > 0;
      const adds = isAdded ? 'taxAdded' : 'taxIncluded';
      return present(subtotal, isAdded ? partsOf(added, taxes) : includedIn(taxes), service, tip, taken, adds);
    }
  }
  const subtotal = subtotals.find((figure) => !figure.inSummary && (total === undefined || isWithin(figure, total)));
  const [tip] = tips.length === 1 ? tips.filter(({ unknown }) => unknown === 0) : [];
  return present(subtotal, includedIn(taxes), undefined, tip, [], undefined);
}

/** Every way to add the parts up, the plainer before those with more parts; a tax is rather there than not. */
function* additions(
  subtotals: readonly (Figure | undefined)[],
  taxes: readonly Figure[],
  services: readonly Figure[],
  tips: readonly Figure[],
): Iterable<{
  added: readonly Figure[];
  subtotal: Figure | undefined;
  service: Figure | undefined;
  tip: Figure | undefined;
}> {
  for (const added of someOf(taxes)) {
    for (const subtotal of subtotals) {
      for (const service of [undefined, ...services]) {
        for (const tip of [undefined, ...tips]) yield { added, subtotal, service, tip };
      }
    }
  }
}

/** Taxes and discounts count each alone, or all of them (a state's and a city's), or not at all. */
function someOf(figures: readonly Figure[]): readonly (readonly Figure[])[] {
  return [...figures.map((one) => [one]), ...(figures.length > 1 ? [figures] : []), []];
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
  const rates = new Set(taxes.map((figure) => taxLineOf(figure.row, [figure.amount])?.rate?.value));
  return { taxes: rates.size === taxes.length && !rates.has(undefined) ? taxes : taxes.slice(0, 1) };
}

function present(
  subtotal: Figure | undefined,
  taxes: Taxes,
  service: Figure | undefined,
  tip: Figure | undefined,
  discounts: readonly Figure[],
  adds: Breakdown['adds'],
): Breakdown {
  return {
    ...(subtotal === undefined ? {} : { subtotal }),
    ...(service === undefined ? {} : { service }),
    ...(tip === undefined ? {} : { tip }),
    ...taxes,
    discounts,
    adds,
  };
}

/** No sales tax takes more than a third of what is paid. */
function isTaxSized(tax: Figure, total: Figure | undefined): boolean {
  return total === undefined || Math.abs(tax.amount.value) <= Math.abs(total.amount.value) / 3;
}

/** A subtotal far from the total belongs to something else. */
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
