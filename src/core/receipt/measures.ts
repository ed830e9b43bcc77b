import type { Amount } from './amounts.ts';
import type { Row } from './rows.ts';

/** A value and its place in a row's text. */
export interface Part<T> {
  readonly value: T;
  readonly start: number;
  readonly end: number;
}

/** So much of something at a price for one: `4 x 1,80`, `0.298 kg @ 6.10`, `21.87 L x 1.947 USD/L`. */
export interface Measure {
  readonly row: Row;
  readonly quantity: Part<number>;
  readonly unit?: Part<string>;
  readonly priceRow: Row;
  /** Every number that it may be: of `5.500` only the total tells whether its point parts thousands. */
  readonly unitPrices: readonly Part<number>[];
  readonly start: number;
  readonly end: number;
}

/** What things are counted and weighed in. */
export const units =
  'KGS?|GR?|GM|LBS?|OZ|LTR|LITRES?|LITERS?|LT|L|ML|M|PCS?|PKTS?|UNITS?|UND|UN|UDS?|STK|STÜCK|ST|SZT|EA|BTL|STUKS?|PI[EÈ]CES?|NOS';
const mark = '(?:\\p{Sc}|R\\$|RM|RP\\.?|RS\\.?|KR|ZL|ZŁ|[A-Z]{3})';
/** `3 St a 4,99`: a letter of its own, as German and Spanish write `à` without its accent. */
const times = '(?:[x×*@à]|(?<= )a(?= \\d))';
/**
 * Two letters that stick to a count may be a damaged unit; what measures a size is none: `1VN x 16,50`, `5CM x 3.50`.
 */
const anyUnit = '(?<=\\d)(?![CMF][MT]|IN)\\p{L}{2}(?= ?[x×*] ?\\d+[.,]\\d{2}(?!\\d))';
const pattern = new RegExp(
  `(?<![\\p{L}\\d.,/-])(?<quantity>\\d{1,4}(?:[.,]\\d{1,3})?) ?(?:(?<unit>(?:${units})(?!(?![x×])\\p{L}))|${anyUnit})?\\.?(?: NETT?O?)?[ \\t]?${times}[ \\t]?` +
    `(?:1 ?(?:${units}) ?\\/ ?)?(?:${mark} ?)?(?<price>\\d{1,3}(?: \\d{3})+[.,]\\d{2}|\\d+(?:[.,]\\d+)*)(?: ?(?<hundredths>[cp])(?= ?\\/)| ?${mark}(?!\\p{L}))?(?: ?\\/ ?\\p{L}{1,3}(?!\\p{L}))?`,
  'diu',
);

/** The whole number of two is the count, whichever stands first: `0,99 x 2`. */
const priceFirst = /^\d+[.,]\d{2} ?[x×*] ?\d{1,3}$/i;

/** In columns no sign parts them: `30,250 LT 5,790`, `38,52 L  1,669 EUR/L`. */
const columns = new RegExp(
  `(?<=^|\\p{L}{3}.*)(?<![\\p{L}\\d.,/-])(?<quantity>\\d{1,4}(?:[.,]\\d{1,3})?)[ \\t]?(?<unit>${units})\\.?[ \\t]` +
    `(?<price>\\d+(?:[.,]\\d+)+)(?: ?${mark} ?\\/ ?(?:${units}))?(?=[ \\t])`,
  'diu',
);
const quantityOnly = new RegExp(
  `(?<![\\p{L}\\d.,/-])(?<quantity>\\d{1,4}[.,]\\d{1,3}) ?(?<unit>${units})(?!\\p{L})`,
  'diu',
);
const priceOfOne = new RegExp(
  `(?<![\\p{L}\\d.,/-])(?:${mark}\\s?)?(?<price>\\d+(?:[.,]\\d+)*)(?:\\s?${mark})?\\s?\\/\\s?(?:${units})(?!\\p{L})`,
  'diu',
);

/** The first measure in a row. */
export function measureIn(row: Row): Measure | undefined {
  return measureBy(pattern, row);
}

/**
 * A quantity, its unit and a price before the total behind each other: only arithmetic tells that they are a measure.
 */
export function measureOfColumns(row: Row, total: Amount): Measure | undefined {
  const measure = measureBy(columns, row);
  return measure?.unitPrices.some(({ start, end }) => start < total.end && end > total.start) ? undefined : measure;
}

/** The words behind a measure at the front of its row, up to what they cost: `2 @ 3.50 SOAP  7.00`. */
export function wordsBehind({ row, start, end }: Measure): Part<string> | undefined {
  if (/\p{L}/u.test(row.text.slice(0, start))) return undefined;
  const next = row.amounts.find((amount) => amount.start >= end);
  const words = row.text.slice(end, next?.start);
  const [lead = ''] = /^[^\p{L}\p{N}(]*/u.exec(words) ?? [];
  const value = words.slice(lead.length).trimEnd();
  const from = end + lead.length;
  return { value, start: from, end: from + value.length };
}

function measureBy(expression: RegExp, row: Row): Measure | undefined {
  const match = expression.exec(row.text);
  const { quantity, unit, price, hundredths } = match?.indices?.groups ?? {};
  if (match === null || quantity === undefined || price === undefined) return undefined;
  const isPriceFirst = priceFirst.test(match[0]);
  const prices = pricesAt(row, isPriceFirst ? quantity : price);
  return {
    row,
    quantity: quantityAt(row, isPriceFirst ? price : quantity),
    ...(unit && { unit: unitAt(row, unit) }),
    priceRow: row,
    // `189.9 c/L`.
    unitPrices: hundredths ? prices.map((one) => ({ ...one, value: one.value / 100 })) : prices,
    start: match.index,
    end: match.index + match[0].length,
  };
}

/**
 * A measure of two rows, as pumps print it: `Litres 21.87 L` above `Price 1.947/L`, or `39.54 LITRE` above
 * `2.230 RM / LITRE`.
 */
export function measureOver(row: Row, next: Row): Measure | undefined {
  const match = quantityOnly.exec(row.text);
  const { quantity, unit } = match?.indices?.groups ?? {};
  const price = priceOfOne.exec(next.text)?.indices?.groups?.['price'];
  if (match === null || quantity === undefined || unit === undefined || price === undefined) return undefined;
  return {
    row,
    quantity: quantityAt(row, quantity),
    unit: unitAt(row, unit),
    priceRow: next,
    unitPrices: pricesAt(next, price),
    start: match.index,
    end: match.index + match[0].length,
  };
}

/** The price by which the quantity comes to the total; weights are rounded, too. */
export function unitPriceOf({ quantity, unitPrices }: Measure, total: Amount): Part<number> | undefined {
  return unitPrices.find(({ value }) => {
    const rounding = Math.max(0.01, quantity.value / 200, value / 2000);
    return Math.abs(quantity.value * value - total.value) <= rounding;
  });
}

type Place = readonly [start: number, end: number];

function quantityAt({ text }: Row, [start, end]: Place): Part<number> {
  return { value: Number(text.slice(start, end).replace(',', '.')), start, end };
}

function unitAt({ text }: Row, [start, end]: Place): Part<string> {
  return { value: text.slice(start, end).toLowerCase(), start, end };
}

function pricesAt({ text }: Row, [start, end]: Place): readonly Part<number>[] {
  return pricesOf(text.slice(start, end)).map((value) => ({ value, start, end }));
}

/** What a number is with its last separator before decimals, and where it may be with all of them parting thousands. */
function pricesOf(text: string): readonly number[] {
  const digits = text.replace(/[., ]/g, '');
  const decimals = /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
  const whole = /^\d{1,3}(?:[.,]\d{3})+$/.test(text) ? [Number(digits)] : [];
  return [Number(digits) / 10 ** decimals, ...whole];
}
