import type { Field } from '../reading/reading.ts';
import {
  plainTaxNumber,
  plainTelephone,
  receiptNumberLabels,
  registrationLabel,
  taxNumberLabel,
  telephoneLabel,
} from './identifierWords.ts';
import { folded } from './labels.ts';
import { labelledText, textField } from './labelledText.ts';
import type { Row } from './rows.ts';

/** A merchant's numbers stand in its header or at the foot. */
const longestHeader = 20;
const fewestPhoneDigits = 7;
/** ITU-T E.164. */
const mostPhoneDigits = 15;
const fewestTaxDigits = 6;
const fewestRegistrationDigits = 5;

/** The merchant's telephone number as it is printed. */
export function phoneOf(rows: readonly Row[]): Field<string> | undefined {
  const labelled = labelledText(
    rows,
    telephoneLabel,
    (text) => {
      // A stroke parts the area code; elsewhere it parts two numbers.
      const number = /^(?:0\d{2,4} ?\/ ?(?=\d)|\+? ?\(?(?=\d))\d[\d ()-]*(?:\.\d[\d ()-]*)*\d/.exec(text)?.[0];
      const digits = digitsIn(number);
      return digits >= fewestPhoneDigits && digits <= mostPhoneDigits ? number : undefined;
    },
    0.92,
  );
  return labelled ?? plainField(rows.slice(0, longestHeader), plainTelephone, 0.8);
}

/** Under which the merchant pays tax, as it is printed. */
export function taxNumberOf(rows: readonly Row[]): Field<string> | undefined {
  const labelled = labelledText(
    rows,
    taxNumberLabel,
    (text) => {
      const number =
        /^\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z][A-Z\d]|^(?:[A-Z]{1,3}[ -]?)?\d[\d ./-]*\d(?: ?(?:RT|TQ) ?\d{4}|[A-Z]\d{2}|-?[A-Z](?![A-Z]))?/.exec(
          text,
        )?.[0];
      return digitsIn(number) >= fewestTaxDigits ? number : undefined;
    },
    0.93,
  );
  return labelled ?? plainField(rows, plainTaxNumber, 0.93);
}

/** What is told by its form alone. */
function plainField(rows: readonly Row[], form: RegExp, confidence: number): Field<string> | undefined {
  for (const row of rows) {
    const match = form.exec(folded(row.text));
    if (match !== null) return textField(match[0], row, match.index, match[0].length, confidence);
  }
  return undefined;
}

/** Under which the merchant is registered as a firm, as it is printed: labelled, or behind or below its name. */
export function registrationNumberOf(rows: readonly Row[], named: readonly Row[]): Field<string> | undefined {
  const labelled = labelledText(
    rows.slice(0, longestHeader),
    registrationLabel,
    (text) => {
      const number = /^(?:[A-Z]{1,3}[ -]?)?\d[\d .]*\d(?: ?- ?(?:\d{4}|[A-Z\d])(?![A-Z\d])|[A-Z](?![A-Z\d]))?/.exec(
        text,
      )?.[0];
      return digitsIn(number) >= fewestRegistrationDigits ? number : undefined;
    },
    0.93,
  );
  if (labelled !== undefined) return labelled;
  const last = named.at(-1)?.index;
  const around = last === undefined ? [] : [...named, ...rows.slice(last + 1, last + 2)];
  for (const row of around) {
    const match = /(?<![\dA-Z])(?:[A-Z]{1,3})?\d{5,12} ?- ?[A-Z](?![\dA-Z])/.exec(folded(row.text));
    if (match !== null) return textField(match[0], row, match.index, match[0].length, 0.9);
  }
  return undefined;
}

/** The number of the receipt itself; what is called so comes before what may be another paper's. */
export function receiptNumberOf(rows: readonly Row[]): Field<string> | undefined {
  for (const [index, label] of receiptNumberLabels.entries()) {
    const found = labelledText(rows, label, numberOfPaper, 0.92 - 0.1 * index);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * A series may stand before it, which Portugal parts with a stroke: `FS 1/23345`, `RE 2024 0815`. Groups of digits are
 * one number where they fill their cell, unless the last may be a time or a date: `0412 00123 889`, but `0412 1405`.
 */
const numberForm = new RegExp(
  '^(?:(?!N[OR])[A-Z]{2} (?=[A-Z\\d]+\\/\\d|\\d{3,}(?: \\d{3,})*(?:\\t|$)))?' +
    '[A-Z\\d]+(?:[-/_][A-Z\\d]+|- ?\\d+| \\/ (?:\\d+|[A-Z])(?![A-Z\\d/.:-]))*' +
    '(?:(?:(?<=^[A-Z]{2} \\d+)(?: \\d{3,})+' +
    '|(?<=^\\d+)(?: (?!(?:(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?|20\\d\\d[01]\\d[0-3]\\d)(?:\\t|$))\\d{3,})+)(?=\\t|$))?',
);

/** Letters, digits and what joins them, at least one of them a digit, and neither a date nor an amount. */
function numberOfPaper(text: string): string | undefined {
  const number = numberForm.exec(text)?.[0];
  if (number === undefined || !/\d.*\d/.test(number)) return undefined;
  const isDate = /^(?:\d{1,2}[-/]\d{1,2}[-/](?:\d{2}|\d{4})|\d{4}[-/]\d{1,2}[-/]\d{1,2})$/.test(number);
  return isDate || /^[.,:]\d/.test(text.slice(number.length)) ? undefined : number;
}

function digitsIn(text: string | undefined): number {
  return (text ?? '').replace(/\D/g, '').length;
}
