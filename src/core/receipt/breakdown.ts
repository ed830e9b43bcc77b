import { cents } from './amounts.ts';
import type { Figure, FigureKind } from './figures.ts';

/** What a total is made of. */
export interface Breakdown {
  readonly subtotal?: Figure;
  readonly tax?: Figure;
  /** Added to the subtotal. */
  readonly service?: Figure;
  /** Taken off the subtotal. */
  readonly discount?: Figure;
  /** Whether the parts add up to the total; the tax is then added, or included in the subtotal. */
  readonly adds: 'taxAdded' | 'taxIncluded' | undefined;
}

/** All combinations are tried, so a long list of accounts must not become one. */
const mostOfAKind = 8;

/** The parts that add up to the total if any do, else the likeliest by their labels alone. */
export function breakdownOf(
  figures: readonly Figure[],
  total: Figure | undefined,
  rounding: Figure | undefined,
): Breakdown {
  const of = (kind: FigureKind): readonly Figure[] =>
    figures
      .filter((figure) => figure.kind === kind && figure !== total && figure.amount.value !== 0)
      .slice(-mostOfAKind);
  const subtotals = of('subtotal');
  const taxes = of('tax').filter((figure) => isTaxSized(figure, total));
  const services = [undefined, ...of('service')];
  const discounts = [undefined, ...of('discount')];
  if (total !== undefined) {
    const wanted = centsOf(total) - centsOf(rounding);
    for (const tax of [...taxes, undefined]) {
      for (const subtotal of subtotals) {
        for (const service of services) {
          const discount = discounts.find(
            (one) => centsOf(subtotal) + centsOf(service) + centsOf(tax) - Math.abs(centsOf(one)) === wanted,
          );
          const fits = discount !== undefined || centsOf(subtotal) + centsOf(service) + centsOf(tax) === wanted;
          if (!fits) continue;
          const added = tax !== undefined;
          return present(subtotal, tax ?? taxes[0], service, discount, added ? 'taxAdded' : 'taxIncluded');
        }
      }
    }
  }
  const subtotal = subtotals.find((figure) => !figure.inSummary && (total === undefined || isWithin(figure, total)));
  return present(subtotal, taxes[0], undefined, undefined, undefined);
}

function present(
  subtotal: Figure | undefined,
  tax: Figure | undefined,
  service: Figure | undefined,
  discount: Figure | undefined,
  adds: Breakdown['adds'],
): Breakdown {
  return {
    ...(subtotal === undefined ? {} : { subtotal }),
    ...(tax === undefined ? {} : { tax }),
    ...(service === undefined ? {} : { service }),
    ...(discount === undefined ? {} : { discount }),
    adds,
  };
}

/** No sales tax takes more than a third of what is paid. */
function isTaxSized(tax: Figure, total: Figure | undefined): boolean {
  return total === undefined || Math.abs(tax.amount.value) <= Math.abs(total.amount.value) / 3;
}

/** A subtotal far above the total belongs to something else. */
function isWithin(subtotal: Figure, total: Figure): boolean {
  return Math.abs(subtotal.amount.value) <= 2 * Math.abs(total.amount.value);
}

function centsOf(figure: Figure | undefined): number {
  return figure === undefined ? 0 : cents(figure.amount.value);
}
