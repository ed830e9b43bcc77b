import type { Field } from '../model.ts';
import { currencyCodes, currencyCountries } from './currencies.ts';
import { folded } from './labels.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** The currency as its code, sign or abbreviation says, else as the country in the address does. */
export function currencyOf(rows: readonly Row[]): Field<string> | undefined {
  const votes = new Map<string, { count: number; row: Row; start: number; end: number }>();
  for (const row of rows) {
    const text = folded(row.text);
    for (const [code, expression] of currencyCodes) {
      const match = expression.exec(text);
      if (match === null) continue;
      const vote = votes.get(code);
      if (vote) vote.count++;
      else votes.set(code, { count: 1, row, start: match.index, end: match.index + match[0].length });
    }
  }
  const [first] = [...votes].sort(([, a], [, b]) => b.count - a.count);
  if (first !== undefined) {
    const [value, { count, row, start, end }] = first;
    const confidence = Math.min(0.97, 0.8 + count * 0.05) * engineConfidence(row);
    return { value, confidence: Math.round(confidence * 100) / 100, evidence: evidenceAt(row, start, end) };
  }
  for (const row of rows) {
    const text = folded(row.text);
    const known = currencyCountries.find(([, expression]) => expression.test(text));
    if (known) return { value: known[0], confidence: 0.6, evidence: evidenceAt(row) };
  }
  return undefined;
}
