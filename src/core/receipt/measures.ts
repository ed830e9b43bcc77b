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
  /** Every number that it may be: of `5.500` only the total tells whether its point parts thousands. */
  readonly unitPrices: readonly Part<number>[];
  readonly start: number;
  readonly end: number;
}

/** What things are counted and weighed in. */
export const units =
  'KGS?|GR?|GM|LBS?|OZ|LTR|LITRES?|LITERS?|LT|L|ML|M|PCS?|PKTS?|UNITS?|UND|UN|STK|ST|SZT|EA|BTL|STUKS?';
const mark = '(?:\\p{Sc}|R\\$|RM|RP\\.?|RS\\.?|KR|ZL|ZŁ|[A-Z]{3})';
const pattern = new RegExp(
  `(?<![\\p{L}\\d.,/-])(?<quantity>\\d{1,4}(?:[.,]\\d{1,3})?) ?(?<unit>(?:${units})(?!\\p{L}))?\\.? ?[x×*@à][ \\t]?` +
    `(?:${mark} ?)?(?<price>\\d+(?:[.,]\\d+)*)(?: ?${mark}(?!\\p{L}))?(?: ?\\/ ?\\p{L}{1,3}(?!\\p{L}))?`,
  'diu',
);

/** The first measure in a row. */
export function measureIn(row: Row): Measure | undefined {
  const match = pattern.exec(row.text);
  const { quantity, unit, price } = match?.indices?.groups ?? {};
  if (match === null || quantity === undefined || price === undefined) return undefined;
  const [start, end] = price;
  return {
    row,
    quantity: { value: Number(row.text.slice(...quantity).replace(',', '.')), start: quantity[0], end: quantity[1] },
    ...(unit && { unit: { value: row.text.slice(...unit).toLowerCase(), start: unit[0], end: unit[1] } }),
    unitPrices: pricesOf(row.text.slice(start, end)).map((value) => ({ value, start, end })),
    start: match.index,
    end: match.index + match[0].length,
  };
}

/** What a number is with its last separator before decimals, and where it may be with all of them parting thousands. */
function pricesOf(text: string): readonly number[] {
  const digits = text.replace(/[.,]/g, '');
  const decimals = /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
  const whole = /^\d{1,3}(?:[.,]\d{3})+$/.test(text) ? [Number(digits)] : [];
  return [Number(digits) / 10 ** decimals, ...whole];
}
