import type { Field } from '../reading/reading.ts';
import { cents } from './amounts.ts';
import type { Figure } from './figures.ts';
import { engineConfidence, evidenceAt, type Row } from './rows.ts';

/** A field read from a part of a row; what the engine doubts, the field doubts. */
export function fieldIn<T>(
  row: Row,
  value: T,
  part: { readonly start: number; readonly end: number },
  confidence: number,
): Field<T> {
  return {
    value,
    confidence: rounded(confidence * engineConfidence(row)),
    evidence: evidenceAt(row, part.start, part.end),
  };
}

export function ofFigure({ amount, row }: Figure, confidence: number): Field<number> {
  return fieldIn(row, amount.value, amount, confidence);
}

/** A field read from whole rows. */
export function overRows(found: {
  readonly value: string;
  readonly rows: readonly Row[];
  readonly confidence: number;
}): Field<string> {
  const engine = Math.min(1, ...found.rows.map(engineConfidence));
  return {
    value: found.value,
    confidence: rounded(found.confidence * engine),
    evidence: found.rows.flatMap((row) => evidenceAt(row)),
  };
}

/** Several amounts in one, with the evidence of each; undefined of none. */
export function sumOf([first, ...others]: readonly Field<number>[]): Field<number> | undefined {
  return others.reduce(
    (sum, { value, confidence, evidence }) =>
      sum && {
        value: (cents(sum.value) + cents(value)) / 100,
        confidence: Math.min(sum.confidence, confidence),
        evidence: [...sum.evidence, ...evidence],
      },
    first,
  );
}

/** What goes over the counter is printed with a minus by some. */
export function absolute(amount: Field<number>): Field<number> {
  return { ...amount, value: Math.abs(amount.value) };
}

/** A property that is left out when there is no value. */
export function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
}

/** To whole hundredths. */
export function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100;
}
