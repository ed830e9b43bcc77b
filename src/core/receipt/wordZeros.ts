/** Latin letters and zeros, beside neither another figure nor the point of an amount: `5.00SR`. */
const word = /(?<![\p{L}\d]|\d[.,:/-])[\p{Script=Latin}0]{3,}(?![\p{L}\d]|[.,:/-]\d)/gu;
/** `R0MA`, `SUM0` and `0saka`; in `RM0`, `0KG` and `0pcs` it is a zero. */
const zeros = /(?<=(?<inside>\p{L}))0+(?=\p{L})|(?<=\p{L}{2}(?<last>\p{L}))0(?!0)|(?<!0)0(?=\p{Ll}{4}|\p{Lu}{4})/gu;
/** A number and what is counted, or what goods have none of: `0POINTS`, `0SUGAR`. */
const counted = new RegExp(
  '^0(?:SUGAR|ZUCKER|SUCRE|AZ[UÚ]CAR|A[CÇ][UÚ]CAR|ZUCCHERI|KCAL|CALOR|KALOR|CARB|ALCO|ALKO|TRANS|SALT|GLUTEN|LACTO|LAKTO|ADDED' +
    '|POINT|PUNKT|PUNT|ITEM|PIECE|UNIT|DAYS|HOURS|NIGHT|LIT[RE]|GRAM|PERCENT)',
  'iu',
);

/** The text, as long as it was, with an O in words in which an engine read a zero. */
export function withoutWordZeros(text: string): string {
  return text.replace(word, (one) => (counted.test(one) ? one : one.replace(zeros, letterO)));
}

function letterO(match: string, ...rest: readonly unknown[]): string {
  const { inside, last } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
  return (/\p{Ll}/u.test(inside ?? last ?? '') ? 'o' : 'O').repeat(match.length);
}
