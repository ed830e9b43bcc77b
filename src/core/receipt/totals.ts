import { amountsIn, cents } from './amounts.ts';
import type { Figure } from './figures.ts';
import type { Row } from './rows.ts';

/** The figures of a receipt's foot, each the best of its kind. */
export interface Totals {
  readonly total?: Scored;
  readonly subtotal?: Figure;
  readonly tax?: Figure;
  readonly rounding?: Figure;
  readonly paid?: Figure;
  readonly change?: Figure;
}

/** A total with how sure its cues make it, 0 to 1. */
export interface Scored {
  readonly figure: Figure;
  readonly confidence: number;
}

const byLabel: Readonly<Partial<Record<Figure['kind'], number>>> = {
  total: 5,
  subtotal: 2.5,
  paid: 1.5,
  rounding: 1,
  unlabelled: 0.5,
};
/** What a score must reach for near certainty. */
const sure = 9;

export function totalsOf(rows: readonly Row[], figures: readonly Figure[]): Totals {
  const rounding = figures.findLast((figure) => figure.kind === 'rounding' && Math.abs(figure.amount.value) <= 0.05);
  const change = figures.findLast((figure) => figure.kind === 'change');
  const paid = figures.findLast((figure) => figure.kind === 'paid' && figure.amount.value > 0);
  const total = bestTotal(rows, figures, { rounding, change, paid });
  return {
    ...(total === undefined ? {} : { total }),
    ...(rounding === undefined ? {} : { rounding }),
    ...(change === undefined ? {} : { change }),
    ...(paid === undefined ? {} : { paid }),
    ...parts(figures, total?.figure, rounding),
  };
}

interface Beside {
  readonly rounding: Figure | undefined;
  readonly change: Figure | undefined;
  readonly paid: Figure | undefined;
}

function bestTotal(rows: readonly Row[], figures: readonly Figure[], beside: Beside): Scored | undefined {
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (const value of new Set(amountsIn(row.text).map((amount) => cents(amount.value)))) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const sums = figures.filter(({ kind }) => kind === 'total' || kind === 'subtotal').map(centsOf);
  const taxes = figures.filter(({ kind }) => kind === 'tax').map(centsOf);
  const rounded = beside.rounding === undefined ? 0 : centsOf(beside.rounding);
  let best: { figure: Figure; score: number } | undefined;
  for (const figure of figures) {
    const base = byLabel[figure.kind];
    if (base === undefined || figure === beside.rounding) continue;
    const value = centsOf(figure);
    let score =
      base +
      (figure.final ? 1 : 0) -
      (figure.inSummary ? 4 : 0) -
      (figure.amount.exact ? 0 : 1.5) -
      0.6 * figure.unknown;
    if (value === 0) score -= 4;
    if (beside.paid && beside.change && centsOf(beside.paid) - Math.abs(centsOf(beside.change)) === value) score += 3;
    if (rounded !== 0 && value % 5 === 0 && sums.includes(value - rounded)) score += 2;
    if (taxes.some((tax) => tax !== 0 && sums.includes(value - tax - rounded))) score += 2;
    score += Math.min(1.5, ((counts.get(value) ?? 1) - 1) * 0.5);
    score += figure.row.index / Math.max(1, rows.length);
    if (best === undefined || score > best.score) best = { figure, score };
  }
  if (best === undefined) return undefined;
  return { figure: best.figure, confidence: Math.max(0.1, Math.min(0.99, best.score / sure)) };
}

/** Subtotal and tax: those that add up to the total if any do, else the last before it. */
function parts(
  figures: readonly Figure[],
  total: Figure | undefined,
  rounding: Figure | undefined,
): Pick<Totals, 'subtotal' | 'tax'> {
  const subtotals = figures.filter((figure) => figure.kind === 'subtotal' && figure !== total);
  const taxes = figures.filter((figure) => figure.kind === 'tax' && figure !== total && isTaxSized(figure, total));
  if (total !== undefined) {
    const wanted = centsOf(total) - (rounding === undefined ? 0 : centsOf(rounding));
    for (const subtotal of subtotals) {
      const tax = taxes.find((figure) => centsOf(figure) + centsOf(subtotal) === wanted);
      if (tax !== undefined) return { subtotal, tax };
    }
  }
  const subtotal = subtotals.find((figure) => !figure.inSummary);
  const tax = taxes[0];
  return { ...(subtotal === undefined ? {} : { subtotal }), ...(tax === undefined ? {} : { tax }) };
}

/** No sales tax takes more than a third of what is paid. */
function isTaxSized(tax: Figure, total: Figure | undefined): boolean {
  return total === undefined || Math.abs(tax.amount.value) <= Math.abs(total.amount.value) / 3;
}

function centsOf(figure: Figure): number {
  return cents(figure.amount.value);
}
