import type { Field } from '../reading/reading.ts';
import { folded } from './labels.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** What stands between a label and its value; an area code in brackets is the value's. */
const gap = /^(?:[\s.:#=)\]-]|[([](?!\d{2,4}\)))*/;

/**
 * The first value right of a label, or on the row below where the label stands alone.
 *
 * @param label Matches the label's words in upper case without diacritics.
 * @param value Matches the value, at its beginning; undefined where what stands there is none.
 */
export function labelledText(
  rows: readonly Row[],
  label: RegExp,
  value: (text: string) => string | undefined,
  confidence: number,
): Field<string> | undefined {
  for (const [index, row] of rows.entries()) {
    const text = folded(row.text);
    for (const match of withLetters(text).matchAll(new RegExp(label.source, 'g'))) {
      const end = match.index + match[0].length;
      const below = text.slice(end).replace(gap, '') === '' ? rows[index + 1] : undefined;
      const found = textAt(row, end, value, confidence) ?? (below && textAt(below, 0, value, confidence - 0.2));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `PH0NE`, `N0:`, `0RG.NR` and `BIL1` with the letter that they have. */
function withLetters(text: string): string {
  return text.replace(/(?<=[A-Z])0(?!\d)|(?<![A-Z\d.,])0(?=RG\W?NR)/g, 'O').replace(/(?<=[A-Z]{2})1(?![A-Z\d])/g, 'L');
}

function textAt(
  row: Row,
  from: number,
  value: (text: string) => string | undefined,
  confidence: number,
): Field<string> | undefined {
  const rest = folded(row.text).slice(from);
  const start = from + (gap.exec(rest)?.[0].length ?? 0);
  const found = value(folded(row.text).slice(start));
  return found === undefined ? undefined : textField(found, row, start, found.length, confidence);
}

/** A field whose value is what stands at that place. */
export function textField(value: string, row: Row, start: number, length: number, confidence: number): Field<string> {
  return {
    value: value.trim(),
    confidence: Math.round(confidence * engineConfidence(row) * 100) / 100,
    evidence: evidenceAt(row, start, start + length),
  };
}
