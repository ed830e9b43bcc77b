import type { Field } from '../model.ts';
import { folded } from './labels.ts';
import { paymentMethods } from './labelWords.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** How it was paid: the method beside an amount, else the one that stands in the lower half. */
export function paymentMethodOf(rows: readonly Row[]): Field<string> | undefined {
  let weaker: Field<string> | undefined;
  for (const row of rows.slice(Math.floor(rows.length / 3)).toReversed()) {
    const text = folded(row.text);
    for (const [value, expression] of paymentMethods) {
      const match = expression.exec(text);
      if (match === null) continue;
      const beside = row.amounts.length > 0;
      const confidence = Math.round((beside ? 0.9 : 0.6) * engineConfidence(row) * 100) / 100;
      const field = { value, confidence, evidence: evidenceAt(row, match.index, match.index + match[0].length) };
      if (beside) return field;
      weaker ??= field;
    }
  }
  return weaker;
}

/** The last digits of the card's number, the others hidden: `XXXXXXXXXXXX1234`, `**** **** **** 1234`. */
export function cardLastDigitsOf(rows: readonly Row[]): Field<string> | undefined {
  for (const row of rows) {
    const match = /(?:[X*#•][ -]?){4,}(?<digits>\d{4})(?![\d/.:-])/.exec(folded(row.text));
    const value = match?.groups?.['digits'];
    if (match === null || value === undefined) continue;
    const end = match.index + match[0].length;
    return {
      value,
      confidence: Math.round(0.9 * engineConfidence(row) * 100) / 100,
      evidence: evidenceAt(row, end - value.length, end),
    };
  }
  return undefined;
}
