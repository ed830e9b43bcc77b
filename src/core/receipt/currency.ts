import type { Field } from '../reading/reading.ts';
import { currencyByCountry } from './countries.ts';
import { currencyCodes, currencyRegions, sharedMarks } from './currencies.ts';
import { folded } from './labels.ts';
import { textField } from './labelledText.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** The currency as its code, sign or abbreviation says, else as the country does. */
export function currencyOf(rows: readonly Row[], country: Field<string> | undefined): Field<string> | undefined {
  const local = country && currencyByCountry[country.value];
  return markedCurrency(rows, local) ?? sharedCurrency(rows, local) ?? regionalCurrency(rows, country, local);
}

/** The currency whose marks stand on most rows, of two the country's own. */
function markedCurrency(rows: readonly Row[], local: string | undefined): Field<string> | undefined {
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
  const [first] = [...votes].sort(
    ([codeA, a], [codeB, b]) => b.count - a.count || Number(codeB === local) - Number(codeA === local),
  );
  if (first !== undefined) {
    const [value, { count, row, start, end }] = first;
    const confidence = Math.min(0.97, 0.8 + count * 0.05) * engineConfidence(row);
    return { value, confidence: Math.round(confidence * 100) / 100, evidence: evidenceAt(row, start, end) };
  }
  return undefined;
}

/** `$` and the like are the country's own, and nobody's where that has none. */
function sharedCurrency(rows: readonly Row[], local: string | undefined): Field<string> | undefined {
  for (const row of rows) {
    for (const [expression, codes] of sharedMarks) {
      const match = expression.exec(folded(row.text));
      if (match === null || local === undefined || !codes.includes(local)) continue;
      return textField(local, row, match.index, match[0].length, 0.92);
    }
  }
  return undefined;
}

function regionalCurrency(
  rows: readonly Row[],
  country: Field<string> | undefined,
  local: string | undefined,
): Field<string> | undefined {
  if (country && local !== undefined) return { value: local, confidence: 0.6, evidence: country.evidence };
  for (const row of rows) {
    const text = folded(row.text);
    const known = currencyRegions.find(([, expression]) => expression.test(text));
    if (known) return { value: known[0], confidence: 0.6, evidence: evidenceAt(row) };
  }
  return undefined;
}
