import { cents } from './amounts.ts';
import type { FigureKind } from './figureKinds.ts';
import { firstSumOf, type Figure } from './figures.ts';
import type { Row } from './rows.ts';

/** What a receipt's foot says besides what the total is made of. */
interface Totals {
  readonly total?: Figure;
  /** How sure its cues make the total, 0 to 1. */
  readonly confidence: number;
  readonly rounding?: Figure;
  /** What was handed over, one way after the other. */
  readonly paid: readonly Figure[];
  readonly change?: Figure;
}

/** How much a label says for its amount being the total. */
const byLabel: Readonly<Partial<Record<FigureKind, number>>> = {
  total: 5,
  subtotal: 2.5,
  paid: 1.5,
  rounding: 3,
  unlabelled: 0.5,
};
/** What most countries without the smaller coins round to, in cents. */
const smallestCoin = 5;
/** How much cash and change that come to an amount say for it. */
const byPayment = 3;
/** Cash is rounded to the smallest coin, at most a whole unit; in currencies without cents to a part of all. */
const largestRounding = 0.5;
const largestPart = 0.005;

/** The total by its label, its place and the arithmetic around it; then what goes with it. */
export function totalsOf(rows: readonly Row[], figures: readonly Figure[]): Totals {
  const largest = Math.max(0, ...figures.map(({ amount }) => Math.abs(amount.value)));
  const rounding = figures.findLast(
    ({ kind, amount }) =>
      kind === 'rounding' && Math.abs(amount.value) <= Math.max(largestRounding, largest * largestPart),
  );
  const foot = firstSumOf(figures)?.labelRow.index ?? 0;
  const change = figures.findLast(({ kind, labelRow }) => kind === 'change' && labelRow.index >= foot);
  const payments = figures.filter(
    ({ kind, amount, labelRow }) => kind === 'paid' && amount.value !== 0 && labelRow.index >= foot,
  );
  const best = bestTotal(rows, figures, { rounding, change, payments });
  return {
    confidence: best === undefined ? 0 : confidenceOf(best.score),
    ...(best === undefined ? {} : { total: best.figure }),
    ...(rounding === undefined ? {} : { rounding }),
    ...(change === undefined ? {} : { change }),
    paid: paidOf(payments, best && centsOf(best.figure) + handedBack(change)),
  };
}

/**
 * The rounding with the sign that leads from another sum to the total: its minus may be lost, or be printed for what is
 * added.
 *
 * @param goods Sum of the items.
 */
export function signedRounding(
  { rounding, total }: Totals,
  figures: readonly Figure[],
  goods: number,
): Figure | undefined {
  if (rounding === undefined || total === undefined) return rounding;
  const sums = figures.filter(({ kind }) => kind === 'total' || kind === 'subtotal').map(centsOf);
  const bases = new Set([cents(goods), ...sums]);
  const isBefore = (added: number) => bases.has(centsOf(total) - added);
  const { amount } = rounding;
  if (isBefore(centsOf(rounding)) || !isBefore(-centsOf(rounding))) return rounding;
  return { ...rounding, amount: { ...amount, value: -amount.value } };
}

interface Beside {
  readonly rounding: Figure | undefined;
  readonly change: Figure | undefined;
  readonly payments: readonly Figure[];
}

interface Candidate {
  readonly figure: Figure;
  readonly score: number;
}

function bestTotal(rows: readonly Row[], figures: readonly Figure[], beside: Beside): Candidate | undefined {
  const counts = rowsHolding(rows);
  const proofOf = proofs(rows, figures, beside);
  const left = leftToPay(figures, beside.payments);
  const withTip = withTips(figures);
  const largest = rows
    .flatMap(({ amounts }) => amounts)
    .reduce((a, b) => (Math.abs(b.value) > Math.abs(a) ? b.value : a), 0);
  let best: Candidate | undefined;
  const isBorneOut = (value: number) => proofOf(value) > 0 || counts.has(value);
  const labelled = figures.map((figure) => joined(figure, isBorneOut) ?? figure);
  for (const figure of [...labelled, ...withoutLabel(rows, figures, proofOf)]) {
    const base = byLabel[figure.kind];
    if (base === undefined || figure === beside.rounding) continue;
    const value = centsOf(figure);
    let score = base + (figure.final ? 1 : 0) - 0.6 * figure.unknown + proofOf(value);
    if (figure.inSummary || left.has(figure)) score -= 4;
    if (withTip.has(figure)) score += 3;
    if (!figure.amount.exact) score -= 1.5;
    if (value === 0) score -= 4;
    // Credit notes are negative altogether; else it is change or a discount.
    if (value * largest < 0) score -= 2;
    score += Math.min(1.5, ((counts.get(value) ?? 1) - 1) * 0.5);
    score += figure.row.index / Math.max(1, rows.length);
    if (best === undefined || score > best.score) best = { figure, score };
  }
  return best;
}

/** Totals that are what a part payment leaves of one above: `TOTAL 15.00, GIFT CARD 5.00, BALANCE DUE 10.00`. */
function leftToPay(figures: readonly Figure[], payments: readonly Figure[]): ReadonlySet<Figure> {
  return behind(figures, (total, above) => {
    const between = payments.filter(({ row }) => row.index > above.row.index && row.index < total.row.index);
    const paid = sumOf(between.map(centsOf).map(Math.abs));
    return paid > 0 && centsOf(above) - paid === centsOf(total);
  });
}

/** Totals that are one above and the tip between them. */
function withTips(figures: readonly Figure[]): ReadonlySet<Figure> {
  const tips = figures.filter(({ kind, amount }) => kind === 'tip' && amount.value > 0);
  const found = behind(figures, (total, above) =>
    tips.some(
      (tip) =>
        tip.row.index > above.row.index &&
        tip.row.index < total.row.index &&
        centsOf(above) + centsOf(tip) === centsOf(total),
    ),
  );
  // Several to choose from are no tip that was given.
  return new Set([...found].map(centsOf)).size > 1 ? new Set() : found;
}

/** The totals that follow from one above them. */
function behind(figures: readonly Figure[], follows: (total: Figure, above: Figure) => boolean): ReadonlySet<Figure> {
  const totals = figures.filter(({ kind }) => kind === 'total');
  return new Set(totals.filter((total) => totals.some((above) => follows(total, above))));
}

/** How much the sums around it say for a value, in cents, being the total; 0 where none does. */
function proofs(rows: readonly Row[], figures: readonly Figure[], beside: Beside): (value: number) => number {
  const { rounding, change, payments } = beside;
  const settled = settledBy(rows, beside);
  const inOrder = figures.filter(({ kind }) => kind === 'total' || kind === 'subtotal').map(centsOf);
  const sums = new Set(inOrder);
  const of = (...kinds: readonly FigureKind[]) => figures.filter(({ kind }) => kinds.includes(kind)).map(centsOf);
  const each = of('tax');
  const taxes = new Set([...each, sumOf(each)]);
  const discounts = new Set(of('discount').map(Math.abs));
  const besides = sumOf(of('service', 'tip', 'tax')) - sumOf(of('discount').map(Math.abs));
  const rounded = rounding === undefined ? 0 : centsOf(rounding);
  const handedOver = sumOf(payments.map(centsOf).map(Math.abs));
  const printed = rowsHolding(rows);
  const isRounded = (value: number, isPaid: boolean) =>
    inOrder.some((sum, index) => {
      const off = Math.abs(sum - value);
      if (sum % smallestCoin === 0 || value % smallestCoin !== 0 || off > smallestCoin) return false;
      return isPaid || (printed.has(off) && inOrder.lastIndexOf(value) > index);
    });
  return (value) => {
    let proof = 0;
    if (change && payments.some((paid) => fitsPayment(value, paid, change))) proof += byPayment;
    else if (payments.length > 1 && handedOver - handedBack(change) === value) proof += byPayment;
    else if (settled === value) proof += 2;
    if (isRounded(value, proof > 0)) proof += 2;
    if (rounded !== 0 && value % 5 === 0 && sums.has(value - rounded)) proof += 2;
    if ([...taxes].some((tax) => tax !== 0 && sums.has(value - tax - rounded))) proof += 2;
    else if ([...discounts].some((less) => less !== 0 && sums.has(value + less - rounded))) proof += 2;
    else if (besides !== 0 && sums.has(value - besides - rounded)) proof += 2;
    return proof;
  };
}

/** What cash and change come to, in cents, where only one of them is named: the other stands beside it. */
function settledBy(rows: readonly Row[], { change, payments }: Beside): number | undefined {
  const alone = (index: number): number => {
    const [amount, ...others] = rows[index]?.amounts ?? [];
    return amount === undefined || others.length > 0 ? NaN : Math.abs(cents(amount.value));
  };
  const last = payments.at(-1);
  if (change !== undefined) return last ? undefined : alone(change.labelRow.index - 1) - handedBack(change);
  return last && Math.abs(centsOf(last)) - alone(last.labelRow.index + 1);
}

/** A total of which an engine tore the number: `21 3.00` is no count and an amount where something else says so. */
function joined(figure: Figure, isBorneOut: (value: number) => boolean): Figure | undefined {
  const { row, amount } = figure;
  const [lead] = /(?<![\d.,])[1-9]\d{0,2}\s?$/.exec(row.text.slice(0, amount.start)) ?? [];
  const rest = row.text.slice(amount.start, amount.end);
  if (figure.kind !== 'total' || lead === undefined || !/^\s?\d{0,2}[.,]\d{2}$/.test(rest)) return undefined;
  const whole = Number((lead + rest).replace(/\D/g, ''));
  const start = amount.start - lead.length;
  return isBorneOut(whole)
    ? { ...figure, amount: { value: whole / 100, start, end: amount.end, exact: true } }
    : undefined;
}

/** Amounts whose label no list knows, or takes for another, where the sums around them say that they are the total. */
function withoutLabel(
  rows: readonly Row[],
  figures: readonly Figure[],
  proofOf: (value: number) => number,
): readonly Figure[] {
  const kinds = new Map(figures.map(({ kind, row }) => [row, kind]));
  return rows.flatMap((row): readonly Figure[] => {
    const [amount] = row.amounts.slice(-1);
    const kind = kinds.get(row) ?? 'charge';
    if (amount === undefined || amount.value === 0 || (kind !== 'charge' && kind !== 'tax')) return [];
    const isAlone = row.amounts.length === 1 && kind === 'charge';
    if (proofOf(cents(amount.value)) < (isAlone ? 1 : byPayment)) return [];
    return [{ kind: 'unlabelled', final: false, unknown: 0, row, labelRow: row, amount, inSummary: false }];
  });
}

/** About a third without anything that speaks for it, nearly certain from a score of 8 on. */
function confidenceOf(score: number): number {
  return Math.max(0.1, Math.min(0.98, 0.35 + 0.075 * score));
}

/** Whether what was paid, less the change, is the total. */
function fitsPayment(total: number, paid: Figure, change: Figure | undefined): boolean {
  return Math.abs(centsOf(paid)) - handedBack(change) === total;
}

/** The payment that is what was due with the change, else those that are it together, else the last one. */
function paidOf(payments: readonly Figure[], due: number | undefined): readonly Figure[] {
  const alone = payments.findLast((one) => Math.abs(centsOf(one)) === due) ?? payments.at(-1);
  const together = sumOf(payments.map(centsOf).map(Math.abs));
  return alone === undefined || together === due ? payments : [alone];
}

function handedBack(change: Figure | undefined): number {
  return change === undefined ? 0 : Math.abs(centsOf(change));
}

/** In how many rows each value stands, by cents. */
function rowsHolding(rows: readonly Row[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (const value of new Set(row.amounts.map((amount) => cents(amount.value)))) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function centsOf(figure: Figure): number {
  return cents(figure.amount.value);
}
