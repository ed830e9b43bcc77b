import { longMonths, months } from './dateWords.ts';

/** `24~11-17` is a damaged hyphen. */
const separator = ' ?[-/.,~] ?';
/** As engines read them: letters for digits, some of them beside a digit only. */
const twoDigits = '(?:[0-9OQIL|]{2}|[0-9][SZBGD]|[SZBGD][0-9])';
const dayOrMonth = `(?:${twoDigits}|[0-9OQIL|])`;
const digitOf: Readonly<Record<string, string>> = {
  ...{ O: '0', Q: '0', D: '0', I: '1', L: '1', '|': '1' },
  ...{ Z: '2', S: '5', G: '6', B: '8' },
};
/** What sticks to a word before it is the word's. */
const first = '(?<!\\d)(?:(?<![A-Z])|(?=\\d))';
const longYear = `(?:20|19)\\d\\d|[2Z][0OQD]${twoDigits}`;
/** Without a space: `18-11-1813:58`, `21.04.24-19:22`. */
const timeFollows = '(?=-?[0-2]?\\d:[0-5][\\dO])';
/** With a letter for a digit only where nothing sticks to it: `24-01-I6`. */
const shortYear = `'?(?:\\d\\d(?!\\d| ?[-/.]\\d)|(?:[12][OQIL|]|[OQIL|]\\d)(?![A-Z\\d]| ?[-/.]\\d)|\\d\\d${timeFollows})`;
/** A long year, a month and a day. */
const yearFirst = new RegExp(
  `${first}(?<y>${longYear})${separator}(?<m>${dayOrMonth})${separator}(?<d>${dayOrMonth})(?!\\d)`,
  'g',
);
/**
 * A space within a number: `12/03/20 18`, `0 4/03/2018`; `2 8/04/2018` is rather the 28th, as days have as many digits
 * as months.
 */
const torn = new RegExp(
  `(?<![\\d.,/-]|\\d )(?<a>[0-3]\\d|0 \\d|[1-3] \\d(?= ?[-/.] ?0)) ?(?<s>[-/.]) ?(?<b>[01] ?\\d) ?\\k<s> ?(?<y>2 ?0 ?\\d ?\\d(?=$|\\t| ?\\d{1,2}:\\d)|${longYear}|${shortYear})`,
  'g',
);
/** `2024年3月12日`. */
const yearMonthDay = /(?<!\d)(?<y>20\d\d) ?年 ?(?<m>\d{1,2}) ?月 ?(?<d>\d{1,2}) ?日/g;
/** Both separators alike, else the end of another number is taken for a day: `#19- 21/03/2018`. */
export const numeric = new RegExp(
  `${first}(?<a>${dayOrMonth}) ?(?<s>[-/.,]) ?(?<b>${dayOrMonth}) ?\\k<s> ?(?<y>${longYear}|${shortYear})`,
  'g',
);
/** Where an engine took one separator for another. */
const uneven = new RegExp(
  `(?<!\\d[.,/-])${first}(?<a>${dayOrMonth})${separator}(?<b>${dayOrMonth})${separator}(?<y>${longYear}|${shortYear})`,
  'g',
);
/** None that makes one month of another: MAC and MAG. */
const readAs: Readonly<Record<string, string>> = {
  ...{ O: '0', I: '1', L: '1', A: '4', B: '8', S: '5', T: 'I', U: 'V', N: 'H', R: 'P', P: 'R', E: 'F' },
};
/** Engines tear short words to pieces, and take some letters for others. */
const monthName = months.flatMap((names) => names.map((name) => lettersOf(name).join(' ?'))).join('|');
const shortMonthName = months.flat().join('|');
const monthNames = months.map((names) => names.map((name) => new RegExp(`^${lettersOf(name).join('')}`)));
const dayOfMonth = '(?<!\\d)(?<d>\\d{1,2}|(?<![A-Z\\d])[IL|O]\\d|[1-3][OQIL|])(?:ST|ND|RD|TH|ER|\\.)?';
/** `12 de marzo de 2024`. */
const of = "(?:[-/., ']{0,3}| DEL? )";
/** A colon for the point: before two digits it is rather of a time, `3: MAY 12:30`. */
const dayMonth = new RegExp(`${dayOfMonth}:?${of}(?<name>${monthName})[A-Z]{0,6}${of}(?<y>${longYear})`, 'g');
/** Parts that an engine takes for columns: `12  MAR  2018`. */
const dayMonthInColumns = new RegExp(
  `${dayOfMonth}[\\t ](?<name>${longMonths.join('|')}|${monthName})[\\t ](?<y>${longYear})(?!\\d)`,
  'g',
);
/** Two digits behind any word that begins so are rather of goods: `2 LIPTON 25G`, `1 MARTINI 12.50`. */
const dayMonthShortYear = new RegExp(
  `${dayOfMonth}[-/., ']{0,3}(?<name>${longMonths.join('|')}|${shortMonthName})(?![A-Z])[-/., ']{0,3}(?<y>\\d\\d)(?:(?![A-Z\\d]|[.,]\\d(?!\\d?:))|${timeFollows})`,
  'g',
);
const monthDay = new RegExp(
  `(?<![A-Z])(?<name>${monthName})[A-Z]{0,6}[-/., ']{0,3}(?<d>\\d{1,2})(?:ST|ND|RD|TH)?[-/., ']{1,3}(?<y>(?:20|19)\\d\\d)`,
  'g',
);
/** `MAR 12 '24`; without the apostrophe the year may be cents, unless a time follows: `MAR 12, 24 14:05`. */
const monthDayShortYear = new RegExp(
  `(?<![A-Z])(?<name>${longMonths.join('|')}|${shortMonthName})(?![A-Z])[-/., ]{0,3}(?<d>\\d{1,2})(?:ST|ND|RD|TH)?` +
    "(?:,? ?'|, ?(?=\\d\\d \\d{1,2}:\\d\\d))(?<y>\\d\\d)(?!\\d)",
  'g',
);
/** Where the year may be torn, a time follows: `13 MAY 201 818:26`. */
const dayMonthTornYear = new RegExp(
  `${dayOfMonth}[-/., ']{0,3}(?<name>${monthName})[A-Z]{0,6} ?(?<y>2 ?0 ?[0-4] ?\\d)(?= ?\\d{1,2} ?: ?\\d)`,
  'g',
);
/** `23-032018`; a stroke may have been taken for a one: `18/0312018`. */
const lostSecond =
  /(?<![\d.,/-])(?<a>[0-3]\d)[-./](?<b>[01]\d)(?:(?<=\/\d\d)1(?=\d{4}))?(?<y>20\d\d|\d\d)(?!\d| ?[-/.]\d)/g;
/** `2303/2018`, `18103/2018`. */
const lostFirst = /(?<![\d.,/-])(?<a>[0-3]\d)(?:1(?=\d\d\/))?(?<b>[01]\d)[-./](?<y>20\d\d|\d\d)(?!\d| ?[-/.]\d)/g;
/** `18/12/018`, `18/12/218`: no other digit can be missing. */
const lostInYear = /(?<![\d.,/-])(?<a>[0-3]\d)(?<s>[-/.])(?<b>[01]\d)\k<s>(?<y>[02][12]\d)(?!\d| ?[-/.]\d)/g;
const compact = /(?<!\d)(?<y>20\d\d)(?<m>0[1-9]|1[0-2])(?<d>0[1-9]|[12]\d|3[01])(?!\d)/g;

/** What each may be read as; at the front an O alone, as `10:11 PM` and `10:11 STAFF` are no LIP and LIS. */
function lettersOf(name: string): readonly string[] {
  return Array.from(name, (letter, place) =>
    place > 0 || letter === 'O' ? `[${letter}${readAs[letter] ?? ''}]` : letter,
  );
}

/**
 * A way of writing a date: its groups are a year `y` and two numbers `a` and `b`, or a day `d` and a month `m` or
 * `name`.
 */
interface DateForm {
  readonly expression: RegExp;
  /** What is written so may be something else. */
  readonly isWeak?: true;
  /** It is something else where neither a date's label nor a time stands beside it, and behind other words. */
  readonly isToldBeside?: true;
}

/** From the sure to the less sure. */
export const dateForms: readonly DateForm[] = [
  { expression: yearFirst },
  { expression: yearMonthDay },
  { expression: torn },
  { expression: numeric },
  { expression: dayMonth },
  { expression: dayMonthInColumns },
  { expression: dayMonthTornYear },
  { expression: monthDay },
  { expression: dayMonthShortYear },
  { expression: monthDayShortYear },
  { expression: uneven, isWeak: true },
  { expression: compact, isWeak: true },
  { expression: lostSecond, isWeak: true, isToldBeside: true },
  { expression: lostFirst, isWeak: true, isToldBeside: true },
  { expression: lostInYear, isWeak: true, isToldBeside: true },
];

/** The number that digits are, some of them read as letters. */
export function numberOf(text: string | undefined): number {
  return Number((text ?? '').replace(/\D/g, (sign) => digitOf[sign] ?? ''));
}

/** The month, from 1, that the beginning of a name is, some of its letters damaged; 0 for none. */
export function monthOf(name: string): number {
  const whole = name.replace(/ /g, '');
  return monthNames.findIndex((names) => names.some((known) => known.test(whole))) + 1;
}
