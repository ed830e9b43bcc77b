import { cents, type Amount } from './amounts.ts';
import { currencyMarks } from './currencies.ts';
import { units, type Part } from './measures.ts';
import type { Row } from './rows.ts';

type Place = Pick<Part<number>, 'start' | 'end'>;

/** Things that are counted, not weighed: `2 St. BREAD`. */
const countBefore = /^(?<count>[1-9]\d?) (?:ST|STK|STCK|PCS?|EA|UN|UND|SZT|STUKS?)\.? (?=\p{L}{3})/iu;
/** `TEA x2`, `TEA (2)`; larger ones are rather what is in a pack, and these may be. */
const countBehind = /(?<=\p{L}{2}[ \t])(?:[x×] ?(?<times>[1-9])|\((?:[x×] ?)?(?<inside>[1-9]) ?[x×]?\))[ \t]*$/iu;
const labelledCount =
  /(?<=\p{L}{2}[ \t]\(?)(?:QTY|QUANTITY|MENGE|ANZAHL|QTE|CANT|QTD|AANTAL|ANTAL)[.:]{0,2} ?(?<count>[1-9]\d?)\)?[ \t]*$/iu;

interface CountInName extends Part<number> {
  /** 0 to 1. */
  readonly confidence: number;
}

/** How many a name tells of, if so many may cost that much together; its place is all that tells it. */
export function countInName(row: Row, total: Amount): CountInName | undefined {
  const name = row.text.slice(0, row.amounts[0]?.start);
  for (const expression of [countBefore, countBehind, labelledCount]) {
    const match = expression.exec(name);
    const { count, times, inside } = match?.groups ?? {};
    const value = Number(count ?? times ?? inside);
    if (match === null || cents(total.value) % value !== 0) continue;
    const mayBePack = expression === countBehind && row.text[match.index - 1] === ' ';
    return { value, start: match.index, end: match.index + match[0].length, confidence: mayBePack ? 0.5 : 0.7 };
  }
  return undefined;
}

/**
 * The words of the row up to its first column of numbers, or a measure, without codes and a count before them.
 *
 * @param counted Whether a count stands before the words, in their cell.
 * @param told A measure or count that stands in it, too.
 * @param taxCodes Letters that the receipt's taxes have: one before or behind the name is none of its words.
 */
export function descriptionOf(
  row: Row,
  counted: boolean,
  told: Place | undefined,
  taxCodes: ReadonlySet<string>,
): Part<string> {
  const from = told && told.start > 0 ? told.start : row.text.length;
  const firstAmount = Math.min(from, row.amounts[0]?.start ?? row.text.length);
  const start =
    (told?.start === 0 ? countBefore : counted ? /^\d{1,3} ?[xX×]? / : numbersBefore).exec(row.text)?.[0].length ?? 0;
  const code = /^(?:\d[\d-]{4,}[ \t])?[^\p{L}\d(]*/u.exec(row.text.slice(start))?.[0].length ?? 0;
  const lead = start + code + (taxCodeBefore(row.text.slice(start + code), taxCodes)?.length ?? 0);
  const words = row.text.slice(lead, firstAmount);
  const value = withoutNumbers(words)
    .replace(/\t/g, ' ')
    .replace(/(?:[\s:@*(-]| à)+$/, '');
  const [, named = value, last = ''] = /^(.*\p{L}{3}.*) ([A-Z])$/u.exec(value) ?? [];
  const name = taxCodes.has(last) ? named : value;
  return { value: name, start: lead, end: Math.min(firstAmount, lead + name.length) };
}

function taxCodeBefore(text: string, taxCodes: ReadonlySet<string>): string | undefined {
  const [before, letter = ''] = /^([A-Z])[ \t](?=\p{L}{3})/u.exec(text) ?? [];
  return taxCodes.has(letter) ? before : undefined;
}

/**
 * Cells of numbers, the day of a night, a line's number (`1. TEA`, `001 TEA`), also before a code: `1)9557892102639 `.
 */
const numbersBefore = new RegExp(
  `^(?:\\d{1,3}(?:[.,]\\d{1,3})?(?: ?(?:${units}|x))?\\t)+|^\\d{1,3}(?:[.)] ?| )(?=\\d[\\d-]{4,}[ \\t])` +
    '|^(?:0\\d{1,2}|\\d{1,2}[.)]) (?=\\p{L})|^\\d{2}[/.]\\d{2}(?:[/.]\\d{2,4})?[ \\t]+(?=\\p{L})',
  'iu',
);

/** A cell of a number, or the signs of one, at the end. */
const lastNumber = new RegExp(`(?:\\t *[*@x#-]? ?\\d*(?:[.,]\\d*)? ?(?:[x@*]|(?<=\\d ?)(?:${units}))?| [*@x-]+)$`, 'i');

/** Behind a name: a column of tax rates or codes, and a barcode with one. */
const lastCode = /\t\d{1,2}(?:[.,]\d{1,2})? ?%$|\t(?:[A-KN-RT-Z]|[SZ]R|NF|TX)$|(?<=\p{L} )\d{8,14}(?: ?[A-Z]{1,2})?$/u;

const anyUnit = new RegExp(`(?<!\\p{L})(?:${units})(?!\\p{L})`, 'giu');

/** Before a price: `PARKING 4 x`. */
const timesBefore = /(?<=\p{L}{3})[ \t]\d{1,3} ?[x×] ?$/iu;
/** The currency in a cell of its own before a price. */
const currencyBefore = new RegExp(`\\t(?:${currencyMarks.filter((mark) => /^\w+$/.test(mark)).join('|')})\\s*$`);

/** Strips them one by one: an expression that repeats them takes exponential time, as it can part them in many ways. */
function withoutNumbers(words: string): string {
  let rest = words.replace(currencyBefore, '').replace(timesBefore, '');
  while (lastNumber.test(rest) || lastCode.test(rest)) rest = rest.replace(lastNumber, '').replace(lastCode, '');
  return rest;
}

/** Whether nothing but signs and units stands between the place, behind a name, and the amounts. */
export function isBehindName({ text, amounts }: Row, { start, end }: Place): boolean {
  const next = amounts.find((amount) => amount.start >= end)?.start ?? text.length;
  const behind = text.slice(end, next);
  // In `PENCIL 2B` it does not end.
  if (/^(?!x)\p{L}/iu.test(behind) || !/\p{L}{3}/u.test(text.slice(0, start))) return false;
  return !/\p{L}{2}/u.test(behind.replace(anyUnit, ''));
}
