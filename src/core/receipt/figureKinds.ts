import type { Label } from './labels.ts';
import type { Concept } from './labelWords.ts';

/**
 * What an amount is, as its label says, or its place: a `charge` is called anything; `unlabelled` ones stand alone on
 * their row, below the first sum.
 */
export type FigureKind =
  | 'total'
  | 'subtotal'
  | 'tax'
  | 'rounding'
  | 'paid'
  | 'change'
  | 'discount'
  | 'service'
  | 'tip'
  | 'charge'
  | 'count'
  | 'other'
  | 'unlabelled';

/** Undefined for a row that says nothing of the kind, an item for one. */
export function kindOf(label: Label): FigureKind | undefined {
  const { concepts } = label;
  const has = (...wanted: readonly Concept[]): boolean => wanted.some((concept) => concepts.includes(concept));
  if (concepts.length === 0 || label.unknown > 2 + concepts.length) return undefined;
  if (has('cashier')) return undefined;
  if (has('refund')) return has('paid', 'card') ? 'paid' : undefined;
  if (has('change')) return 'change';
  if (has('points')) return has('final') ? 'total' : 'other';
  if (has('summary')) return 'other';
  const total =
    has('total') ||
    (has('final') && has('amount', 'inclusive')) ||
    (has('amount') && has('inclusive')) ||
    (has('rounded') && has('rounding')) ||
    (label.unknown === 0 && isAlone(concepts, 'final')) ||
    isAmountToPay(concepts);
  if (has('discount', 'voucher'))
    return has('rounded') && total ? 'total' : has('sub') || has('exclusive') ? 'subtotal' : 'discount';
  if (has('count') && !has('tax', 'inclusive', 'exclusive', 'final', 'sub'))
    return total || has('sub') ? 'count' : undefined;
  if (has('sub')) return 'subtotal';
  if (total) return kindOfTotal(concepts);
  if (has('rounding')) return 'rounding';
  if (has('tip')) return 'tip';
  if (has('service')) return 'service';
  if (has('tax')) return has('exclusive') ? 'subtotal' : 'tax';
  if (has('paid', 'card')) return 'paid';
  if (has('amount') || (label.unknown === 0 && isAlone(concepts, 'exclusive'))) return 'subtotal';
  return undefined;
}

/** `AMOUNT TO BE PAID`; a `PAID AMOUNT` is what was handed over. */
function isAmountToPay(concepts: readonly Concept[]): boolean {
  return concepts[0] === 'amount' && concepts[1] === 'paid';
}

function isAlone(concepts: readonly Concept[], wanted: Concept): boolean {
  return concepts.every((concept) => concept === wanted);
}

/** `TOTAL GST` and `GST INCLUDED IN TOTAL` are taxes, `TOTAL INCL. GST` is a total. */
function kindOfTotal(concepts: readonly Concept[]): FigureKind {
  const [total, tax] = [concepts.indexOf('total'), concepts.indexOf('tax')];
  const areNeighbours = concepts.some(
    (concept, index) => concept === 'total' && [concepts[index - 1], concepts[index + 1]].includes('tax'),
  );
  const inclusive = concepts.indexOf('inclusive');
  const isDue = isAmountToPay(concepts) || concepts.includes('inclusive') || concepts.includes('final');
  if (concepts.includes('paid') && !isDue) return 'paid';
  if (concepts.includes('exclusive')) return 'subtotal';
  if (tax < 0 || concepts.includes('final')) return 'total';
  if (inclusive < 0) return areNeighbours ? 'tax' : 'total';
  return tax < total ? 'tax' : 'total';
}
