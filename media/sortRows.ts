import type { Row } from '../src/shared/protocol.ts';
import { fileName } from './fileName.ts';
import { stateOf } from './rowState.ts';

/** What the table can be sorted by. */
export type SortKey = 'file' | 'merchant' | 'date' | 'total' | 'currency' | 'tax' | 'state';

export interface SortOrder {
  readonly key: SortKey;
  readonly direction: 'ascending' | 'descending';
}

/** What wants a look first. */
const states = ['failed', 'skipped', 'cancelled', 'doubtful', 'read', 'accepted'] as const;

/** The rows in that order, equal ones as they were; those without a value come last in either direction. */
export function sortedRows(rows: readonly Row[], { key, direction }: SortOrder): readonly Row[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const sign = direction === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: valueOf(row, key) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b)));
    })
    .map(({ row }) => row);
}

function valueOf(row: Row, key: SortKey): string | number | undefined {
  if (key === 'file') return fileName(row.file);
  return key === 'state' ? states.indexOf(stateOf(row)) : row[key];
}
