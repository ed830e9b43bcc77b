import { amountsIn, type Amount } from './amounts.ts';
import { labelOf, type Label } from './labels.ts';
import type { Concept } from './lexicon.ts';
import type { Row } from './rows.ts';

/** What a row's amount is, as its label says. */
export type FigureKind =
  'total' | 'subtotal' | 'tax' | 'rounding' | 'paid' | 'change' | 'discount' | 'service' | 'count' | 'other';

/** An amount with a label beside it, or above or below where the page is skewed. */
export interface Figure {
  readonly kind: FigureKind;
  /** Of a total: whether its label says that it is the last one (grand, net, payable, after rounding). */
  readonly final: boolean;
  readonly row: Row;
  /** The row that holds the label; often the same. */
  readonly labelRow: Row;
  readonly amount: Amount;
  readonly inSummary: boolean;
}

/** Rows farther apart than this many heights don't belong together. */
const nextRowReach = 2.2;

/** Every labelled amount from top to bottom. */
export function figuresOf(rows: readonly Row[]): readonly Figure[] {
  const read = rows.map((row) => ({ row, amounts: amountsIn(row.text), label: labelOf(row.text) }));
  const found: Figure[] = [];
  const taken = new Set<Row>();
  let inSummary = false;
  for (const [index, { row, amounts, label }] of read.entries()) {
    if (isSummaryHead(label)) inSummary = true;
    const kind = kindOf(label);
    if (kind === undefined) continue;
    const own = amounts.at(-1);
    if (own !== undefined) {
      found.push({ kind, final: isFinal(label), row, labelRow: row, amount: own, inSummary });
      continue;
    }
    const beside = [read[index + 1], read[index - 1]].find(
      (other) =>
        other !== undefined &&
        !taken.has(other.row) &&
        other.amounts.length > 0 &&
        isLabelFree(other.label, other.row) &&
        Math.abs(middle(other.row) - middle(row)) < nextRowReach * Math.max(row.height, other.row.height),
    );
    const amount = beside?.amounts.at(-1);
    if (beside === undefined || amount === undefined) continue;
    taken.add(beside.row);
    found.push({ kind, final: isFinal(label), row: beside.row, labelRow: row, amount, inSummary });
  }
  return found;
}

function middle(row: Row): number {
  return (row.box[1] + row.box[3]) / 2;
}

function isLabelFree(label: Label, row: Row): boolean {
  return label.concepts.length === 0 && label.unknown === 0 && row.cells.length <= 2;
}

function isSummaryHead({ concepts }: Label): boolean {
  return concepts.includes('summary') && concepts.includes('tax');
}

function isFinal({ concepts }: Label): boolean {
  return concepts.some((concept) => concept === 'final' || concept === 'rounded' || concept === 'rounding');
}

/** Undefined for a row that says nothing of the kind, an item for one. */
export function kindOf(label: Label): FigureKind | undefined {
  const { concepts } = label;
  const has = (...wanted: readonly Concept[]): boolean => wanted.some((concept) => concepts.includes(concept));
  if (concepts.length === 0 || label.unknown > 2 + concepts.length) return undefined;
  if (has('cashier')) return undefined;
  if (has('change')) return 'change';
  if (has('points')) return 'other';
  if (has('summary')) return 'other';
  const total = has('total') || (has('final') && has('amount', 'tax', 'inclusive')) || isAlone(concepts, 'final');
  if (has('discount'))
    return has('rounded') && total ? 'total' : has('sub') || has('exclusive') ? 'subtotal' : 'discount';
  if (has('count') && !has('inclusive', 'exclusive', 'final', 'sub')) return total || has('sub') ? 'count' : undefined;
  if (has('sub')) return 'subtotal';
  if (total) return kindOfTotal(concepts);
  if (has('rounding')) return 'rounding';
  if (has('service')) return 'service';
  if (has('tax')) return has('exclusive') ? 'subtotal' : 'tax';
  if (has('paid', 'card')) return 'paid';
  if (has('amount')) return 'subtotal';
  return undefined;
}

function isAlone(concepts: readonly Concept[], wanted: Concept): boolean {
  return concepts.every((concept) => concept === wanted);
}

/** `TOTAL GST` and `GST INCLUDED IN TOTAL` are taxes, `TOTAL INCL. GST` is a total. */
function kindOfTotal(concepts: readonly Concept[]): FigureKind {
  const [total, tax] = [concepts.indexOf('total'), concepts.indexOf('tax')];
  const inclusive = concepts.indexOf('inclusive');
  if (concepts.includes('paid') && !concepts.includes('final')) return 'paid';
  if (concepts.includes('exclusive')) return 'subtotal';
  if (tax < 0 || concepts.includes('final')) return 'total';
  if (inclusive < 0) return 'tax';
  return tax < total ? 'tax' : 'total';
}
