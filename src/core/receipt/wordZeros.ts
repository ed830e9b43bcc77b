/** Latin letters and zeros, beside neither another figure nor the point of an amount: `5.00SR`. */
const word = /(?<![\p{L}\d]|\d[.,:/-])[\p{Script=Latin}0]{3,}(?![\p{L}\d]|[.,:/-]\d)/gu;
/** `R0MA` and `SUM0`; in `RM0` and at the front, as in `0KG` and `0SUGAR`, it may be a zero. */
const zeros = /(?<=(?<inside>\p{L}))0+(?=\p{L})|(?<=\p{L}{2}(?<last>\p{L}))0(?!0)/gu;

/** The text, as long as it was, with an O in words in which an engine read a zero. */
export function withoutWordZeros(text: string): string {
  return text.replace(word, (one) => one.replace(zeros, letterO));
}

function letterO(match: string, ...rest: readonly unknown[]): string {
  const { inside, last } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
  return (/\p{Ll}/u.test(inside ?? last ?? '') ? 'o' : 'O').repeat(match.length);
}

/** A number of four figures and more, two of them sure, with an O in it: `60o002`. */
const number = /(?<![\p{L}\d.,])(?=\d*[oO])\d(?=[\doO]*\d)[\doO]{3,}(?![\p{L}\d]|[.,]\w)/gu;

/** The text, as long as it was, with a zero in numbers in which an engine read an O. */
export function withNumberZeros(text: string): string {
  return text.replace(number, (one) => one.replace(/o/gi, '0'));
}
