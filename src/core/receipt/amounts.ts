import { currencyMarks } from './currencies.ts';
import { concepts } from './labelWords.ts';
import { ideographs, isIdeographic, labelOf } from './labels.ts';

/** An amount of money in a row's text. */
export interface Amount {
  /** In units of the currency, to the cent. */
  readonly value: number;
  /** Its place in the text, currency and sign included. */
  readonly start: number;
  readonly end: number;
  /** The mark before or after it, as it stands: `RM`, `€`. */
  readonly mark?: string;
  /** Written as amounts are, with cents; a bare or small number is one only beside a mark or in its place. */
  readonly exact: boolean;
}

/** Engines damage `RM`. */
const mark = `(?:${currencyMarks.map(escaped).join('|')}|R [MNH]|R[NH])`;
/** A digit, or a letter that engines take for one; not at the front, where an S is rather a damaged $. */
const digit = '[0-9OoQIl|SB]';
/** As in India: `1,04,990`. */
const lakhs = '\\d{1,2}(?:,\\d{2})+,\\d{3}';
const whole = `${lakhs}(?= ?\\.)|[0-9OoIl|](?:${digit}{0,2}(?:[,.']${digit}{3})+|${digit}*)`;
const markBehind = '(?:[€£¥₹円元]|(?:EUR|CHF|SEK|PLN|CAD|CNY|JPY|kr|z[łl])(?!\\p{L}))';
const units = 'KG|GM|LBS?|OZ|ML|LTR|LITRES?|CM|MM|KM|AM|PM|INCH';
const pattern = new RegExp(
  `(?<![\\p{L}0-9.,/:#])(?<before>[-+(]?) ?(?<mark>${mark})?[.: ]?(?<sign>-?) ?` +
    `(?<number>(?!\\d+, \\d\\d \\d{1,2}:\\d)(?:${whole}) ?[.,] ?(?!\\d ?L\\b)${digit} ?${digit}|\\d \\d ?[.,] ?\\d ?\\d|[.,]\\d{2})` +
    `(?<after> ?-|\\))?(?: ?(?<markAfter>${markBehind}))?` +
    `(?![0-9%]|[.,:/-]\\d| ?%|G\\b| ?(?:L|${units})\\b)`,
  'giu',
);
/**
 * `£` taken for an `f` or `E` by an engine that doesn't know it, and `Fr.` for `FI.`: only with cents, as `F12` is a
 * code.
 */
const misread =
  /(?<![\p{L}\d.,/:#])(?<before>-?)(?<mark>[fE](?=\d)|F[I1]\.(?= ?[\d']+\.)) ?(?<number>\d[\d.,']*[.,]\d{2})(?![\d%]|[.,:/-]\d)/gu;
const bare = new RegExp(
  `(?<![\\p{L}0-9.,/])(?<mark>${mark}) ?(?<sign>-?)(?<number>\\d{1,6})(?![0-9%A-Za-z]|[.,:/-]\\d|[.,][A-Z\\d]{2}(?![A-Z]))`,
  'giu',
);
/** Before what a tax is charged on: `VAT 23% od 3 604,95`. */
const on = '%? (?:on|von|auf|sur|de|di|su|sobre|op|over|av|od|atas|dari) ';
/** Thousands parted by spaces, only where a cell holds nothing else: else `2 473.30` is a count and a price. */
const spaced = spacedBetween(`^|\\t|${on}`, '[.,]', '\\t|$');
/**
 * Words of sums, taxes and payments: a number before any other price may be of what is sold, `PLAYSTATION 5 549,00`.
 */
const sumWords = [concepts.total, concepts.final, concepts.tax, concepts.paid, concepts.card].flat().join('|');
/**
 * The front of the cell is found before it is looked for words there: else it is done from each letter of a long row.
 */
const inSum = `(?=\\P{N}*?(?<!\\p{L})(?:${sumWords})(?!\\p{L}))(?<![^\\t])[^\\d\\t]* `;
/** With a comma before the cents behind those words, a colon, a cross or before a tax's letter, too. */
const spacedInWords = spacedBetween(`^|\\t|[.:] |[x×*] |${inSum}`, ',', '\\t|$| [A-Z](?:\\t|$)');
/**
 * Without cents, as in yen and rupiah: thousands are parted, or a mark or minus stands beside, or the cell holds
 * nothing else; where that is a number of one or two digits it stands behind the others, or behind a percentage.
 */
const wholeUnits = new RegExp(
  `(?<![\\p{L}\\d.,/:#-])(?<before>[-+(]?)(?:(?<mark>${mark})[. ]*)?(?<sign>-?)` +
    `(?<number>\\d{1,3}(?:[.,]\\d{3})+|${lakhs}` +
    `|(?<=(?:^|\\t|${mark})[. ]*-?)\\d{3,7}|(?<=(?:\\t-|${mark}[. ]*-?|-${mark}[. ]*))\\d{1,2}` +
    '|(?<small>(?<=\\t)\\d{1,2}(?=$)|(?<=%.*\\t)\\d{1,2}(?=\\t)))' +
    `(?<after> ?-|\\))?(?: ?(?<markAfter>${markBehind}))?` +
    `(?![\\d%\\p{L}]|[.,:/-]\\d| ?(?:/ ?)?L\\b)`,
  'giu',
);
const thousands = `(?:\\d{1,3}(?:[.,]\\d{3})+|${lakhs})`;
const product =
  /(?<![\p{L}\d.,])(?<count>\d{1,3}) ?[x×*] ?(?<price>\d{1,3}(?: \d{3})*,\d{2}) (?<whole>\d{1,3}(?: \d{3})+,\d{2})(?![\d.,])/dgiu;
/**
 * Whole crowns and francs: `189:-`, `13 189:-`, `20.-`; a point and a stroke follow numbers of lines and papers, too:
 * `1.- TEA`, `Nr. 4711.-`.
 */
const withoutCents = new RegExp(
  `(?<![\\p{L}\\d.,:/-]|(?<!\\p{L})N[or]\\.? )(?!(?<=^)\\d{1,3}[.,]-\\t)` +
    `(?<before>-?)(?:(?<mark>${mark}) ?)?(?<number>\\d{1,3}(?:[ .]\\d{3})+|\\d{1,6})` +
    `(?::-(?![-\\d])|[.,]-(?: ?(?<markAfter>${markBehind}))?(?= ?(?:\\t|$)))`,
  'giu',
);
const { total, sub, final, tax, paid, card, change } = concepts;
const sumsInIdeographs = [total, sub, final, tax, paid, card, change]
  .flat()
  .filter((word) => isIdeographic.test(word))
  .join('|');
/** Behind their words, as in `合計 886`, which Japanese and Chinese part from a number by a space alone. */
const sumInWords = new RegExp(`(?<=(?:${sumsInIdeographs})[: ] ?)(?<number>\\d{1,7})(?=\\t|$)`, 'gu');
const printedCents = new RegExp(
  `(?<![\\d.,:/-])(?:${thousands}|\\d+)[.,]\\d{2}(?![\\d.,:/%-]| ?%| ?(?:L|${units})\\b)`,
  'i',
);
const partedThousands = new RegExp(`(?<![\\d.,:/-])${thousands}(?![\\d.,:/%-])|[¥￥円]|\\b(?:Rp|JPY|IDR)`);

/** The number is looked for before what stands in front of it. */
function spacedBetween(before: string, point: string, behind: string): RegExp {
  return new RegExp(
    `(?=(?:${mark} ?)?\\d{1,3} \\d{3})(?<=${before})(?:(?<mark>${mark}) ?)?(?<number>\\d{1,3}(?: \\d{3})+${point}\\d{2})(?: ?(?<markAfter>${markBehind}))?(?=${behind})`,
    'giu',
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Whether the amounts of a page's rows have cents: without them thousands are parted or a total is a whole number, and
 * none ends in two digits.
 */
export function hasCents(texts: readonly string[]): boolean {
  return (
    texts.some((text) => printedCents.test(text)) ||
    !texts.some((text) => partedThousands.test(text) || isWholeTotal(text))
  );
}

/** Behind a tab, or behind a Japanese or Chinese word and a space. */
const wholeTotal = new RegExp(`^(.*)(?:\\t|(?<=[${ideographs}]) )\\d{2,7}$`);

function isWholeTotal(text: string): boolean {
  const [, label] = wholeTotal.exec(text) ?? [];
  const { concepts, unknown } = labelOf(label ?? '');
  return unknown === 0 && concepts.includes('total') && !concepts.includes('count') && !concepts.includes('points');
}

/** Every amount in the text, from left to right. A tab parts cells, so no amount goes across one. */
export function amountsIn(text: string, withCents = true): readonly Amount[] {
  const found: Amount[] = [...productsIn(text)];
  for (const expression of withCents
    ? [withoutCents, spaced, spacedInWords, misread, pattern, bare]
    : [withoutCents, wholeUnits, sumInWords]) {
    for (const match of text.matchAll(expression)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (expression === spacedInWords && isCountAndPrice(match.groups?.['number'] ?? '', text.slice(end))) continue;
      const amount = amountOf(match, expression);
      if (amount && !found.some((other) => other.start < end && other.end > start)) found.push(amount);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `3 x 1 499,00 4 497,00`: a price and what so many come to in one cell, where they do. */
function productsIn(text: string): readonly Amount[] {
  return [...text.matchAll(product)].flatMap(({ groups = {}, indices }): readonly Amount[] => {
    const { count, price = '', whole = '' } = groups;
    const [one, all] = [valueOf(price), valueOf(whole)];
    const [first, second] = [indices?.groups?.['price'], indices?.groups?.['whole']];
    if (one === undefined || all === undefined || !first || !second) return [];
    if (Number(count) * cents(one) !== cents(all)) return [];
    return [
      { value: one, start: first[0], end: first[1], exact: true },
      { value: all, start: second[0], end: second[1], exact: true },
    ];
  });
}

/** Those without cents. */
const wholeNumbers: ReadonlySet<RegExp> = new Set([bare, withoutCents, wholeUnits, sumInWords]);

/** `2 150,00` before what they come to. */
function isCountAndPrice(text: string, behind: string): boolean {
  const [count = NaN, price = NaN] = text
    .replace(' ', '\t')
    .split('\t')
    .map((part) => Number(part.replace(/\D/g, '')));
  return amountsIn(behind).some(({ value }) => cents(value) === count * price);
}

function amountOf(match: RegExpMatchArray & { index: number }, expression: RegExp): Amount | undefined {
  const { before = '', sign = '', after = '', number = '', mark: first, markAfter } = match.groups ?? {};
  const value = wholeNumbers.has(expression) ? Number(number.replace(/\D/g, '')) : valueOf(number);
  const next = match.input?.[match.index + match[0].length] ?? '';
  // A letter that passes for a digit, where a word goes on, is the word's: `54, Lorong`, `33.5LRT`.
  if (value === undefined || (/\D$/.test(number) && /\p{L}/u.test(next))) return undefined;
  const negative = before === '-' || sign === '-' || after.trim() === '-' || (before === '(' && after === ')');
  const currency = first ?? markAfter;
  return {
    value: negative ? -value : value,
    start: match.index,
    end: match.index + match[0].trimEnd().length,
    exact: expression !== bare && match.groups?.['small'] === undefined,
    ...(currency === undefined ? {} : { mark: currency }),
  };
}

/**
 * The number that `text` writes, whatever parts its thousands and cents: `24,473.30`, `1.234,56`, `2 9.3 0`, `4O.OO`.
 * Undefined when it has no digit of its own.
 */
export function valueOf(text: string): number | undefined {
  if (!/\d/.test(text)) return undefined;
  const digits = text
    .replace(/[OoQ]/g, '0')
    .replace(/[Il|]/g, '1')
    .replace(/S/gi, '5')
    .replace(/B/gi, '8')
    .replace(/\D/g, '');
  return Number(digits) / 100;
}

/** Amounts are compared as whole cents. */
export function cents(value: number): number {
  return Math.round(value * 100);
}
