import { formatValue } from '../src/core/receipt/receiptFields.ts';
import type { Row } from '../src/shared/protocol.ts';

/** How a picture stands: not read, read, read with a sum that does not hold, or accepted by a person. */
type RowState = 'failed' | 'skipped' | 'cancelled' | 'doubtful' | 'read' | 'accepted';

export function stateOf({ status, accepted, checks }: Row): RowState {
  if (status !== 'read') return status;
  if (accepted) return 'accepted';
  return checks !== undefined && checks.held < checks.tried ? 'doubtful' : 'read';
}

const signs: Readonly<Record<RowState, string>> = {
  failed: '!',
  skipped: '–',
  cancelled: '⊘',
  doubtful: '⚠',
  read: '○',
  accepted: '✓',
};

/** The state as a sign that needs no colour. */
export function signOf(row: Row): string {
  return signs[stateOf(row)];
}

/** An amount as it is written in its currency; undefined where there is none. */
export function amountOf(value: number | undefined, currency: string | undefined): string | undefined {
  return value === undefined ? undefined : formatValue('amount', value, currency);
}
