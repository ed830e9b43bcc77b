import type { HeaderRow } from './header.ts';
import type { Row } from './rows.ts';

/** The address in one line, and the rows it stands on. */
export interface FoundAddress {
  readonly value: string;
  readonly rows: readonly Row[];
  /** 0 to 1. */
  readonly confidence: number;
}

/** The rows of the address below the merchant's name, joined; registration numbers between them are left out. */
export function addressOf(header: readonly HeaderRow[], from: number): FoundAddress | undefined {
  const below = header.slice(from);
  const first = below.findIndex((row) => row.role === 'address');
  if (first < 0) return undefined;
  const rows: Row[] = [];
  for (const { row, role } of below.slice(first)) {
    if (role === 'registration') continue;
    if (role !== 'address' && role !== 'text') break;
    rows.push(row);
  }
  const value = rows.map((row) => row.text.replace(/\t/g, ' ').replace(/[\s,.]+$/, '')).join(', ');
  return { value, rows, confidence: 0.8 };
}
