import type { Row } from './rows.ts';
import type { DateOrder, LikelyOrder } from './dateOrder.ts';
import { folded } from './labels.ts';
import { dateLabels, departure, longMonths, months, notTheDate, ofTheDevice } from './dateWords.ts';

/** A date that stands on the page. */
export interface FoundDate {
  /** `YYYY-MM-DD`. */
  readonly value: string;
  readonly row: Row;
  readonly start: number;
  readonly end: number;
  /** How much speaks for it being the receipt's; above 0 something does. */
  readonly score: number;
  /** Whether it may be another day as well: nothing tells which of its numbers is the month. */
  readonly isAmbiguous: boolean;
}

const separator = ' ?[-/.,] ?';
/** As engines read them: letters for digits, some of them beside a digit only. */
const twoDigits = '(?:[0-9OQIL|]{2}|[0-9][SZBG]|[SZBG][0-9])';
const dayOrMonth = `(?:${twoDigits}|[0-9OQIL|])`;
const digitOf: Readonly<Record<string, string>> = {
  ...{ O: '0', Q: '0', I: '1', L: '1', '|': '1' },
  ...{ Z: '2', S: '5', G: '6', B: '8' },
};
/** What sticks to a word before it is the word's. */
const first = '(?<!\\d)(?:(?<![A-Z])|(?=\\d))';
const longYear = `(?:20|19)\\d\\d|[2Z][0OQ]${twoDigits}`;
/** Without a space: `18-11-1813:58`. */
const timeFollows = '(?=[0-2]?\\d:[0-5][\\dO])';
/** With a letter for a digit only where nothing sticks to it: `24-01-I6`. */
const shortYear = `'?(?:\\d\\d(?!\\d| ?[-/.]\\d)|(?:[12][OQIL|]|[OQIL|]\\d)(?![A-Z\\d]| ?[-/.]\\d)|\\d\\d${timeFollows})`;
const yearFirst = new RegExp(
  `${first}(?<y>${longYear})${separator}(?<m>${dayOrMonth})${separator}(?<d>${dayOrMonth})(?!\\d)`,
  'g',
);
/** A space within a number: `12/03/20 18`, `0 4/03/2018`; `2 8/04/2018` is rather the 28th, as days have as many digits as months. */
const torn = new RegExp(
  `(?<![\\d.,/-]|\\d )(?<a>[0-3]\\d|0 \\d|[1-3] \\d(?= ?[-/.] ?0)) ?(?<s>[-/.]) ?(?<b>[01] ?\\d) ?\\k<s> ?(?<y>2 ?0 ?\\d ?\\d(?=$|\\t| ?\\d{1,2}:\\d)|${longYear}|${shortYear})`,
  'g',
);
/** `2024年3月12日`. */
const yearMonthDay = /(?<!\d)(?<y>20\d\d) ?年 ?(?<m>\d{1,2}) ?月 ?(?<d>\d{1,2}) ?日/g;
/** Both separators alike, else the end of another number is taken for a day: `#19- 21/03/2018`. */
const numeric = new RegExp(
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
const compact = /(?<!\d)(?<y>20\d\d)(?<m>0[1-9]|1[0-2])(?<d>0[1-9]|[12]\d|3[01])(?!\d)/g;

/** What each may be read as; at the front an O alone, as `10:11 PM` and `10:11 STAFF` are no LIP and LIS. */
function lettersOf(name: string): readonly string[] {
  return Array.from(name, (letter, place) =>
    place > 0 || letter === 'O' ? `[${letter}${readAs[letter] ?? ''}]` : letter,
  );
}

/** Scores of dates in front of what was had: below any that stands by itself, above those of something else. */
const entry = -1;
const lastEntry = -0.5;

/** Every date on the page that the calendar knows, the likeliest to be the receipt's own first. */
export function datesOf(rows: readonly Row[], likely: LikelyOrder): readonly FoundDate[] {
  const shown = orderOf(rows);
  const found = rows.flatMap((row) => datesIn(row, shown === undefined ? likely : { order: shown, isKnown: true }));
  const entries = entriesOf(found);
  const last = [...entries]
    .map(({ value }) => value)
    .sort()
    .at(-1);
  const times = new Map<string, number>();
  for (const date of found) if (!entries.has(date)) times.set(date.value, (times.get(date.value) ?? 0) + 1);
  const scored = (date: FoundDate): number => {
    if (entries.has(date)) return date.value === last ? lastEntry : entry;
    return date.score + 0.5 * ((times.get(date.value) ?? 1) - 1);
  };
  return found.map((date) => ({ ...date, score: scored(date) })).sort((a, b) => b.score - a.score);
}

/** Dates in front of what was had on that day, as on the bill of a hotel: two days at least. */
function entriesOf(found: readonly FoundDate[]): ReadonlySet<FoundDate> {
  const entries = found.filter(
    ({ row, start, end }) =>
      !/[\p{L}\d]/u.test(row.text.slice(0, start)) &&
      /\p{L}{3}/u.test(row.text.slice(end)) &&
      row.amounts.some((amount) => amount.start >= end),
  );
  return new Set(new Set(entries.map(({ value }) => value)).size > 1 ? entries : []);
}

/** What dates that leave no doubt say, one of whose numbers is above 12. */
function orderOf(rows: readonly Row[]): DateOrder | undefined {
  let dayFirst = 0;
  for (const row of rows) {
    for (const match of row.text.matchAll(numeric)) {
      const { groups } = match;
      if (isRatherALot(match)) continue;
      const [a, b] = [numberOf(groups?.['a']), numberOf(groups?.['b'])];
      if (a > 12 && a <= 31 && b <= 12) dayFirst++;
      if (b > 12 && b <= 31 && a <= 12) dayFirst--;
    }
  }
  return dayFirst === 0 ? undefined : dayFirst > 0 ? 'dayFirst' : 'monthFirst';
}

function datesIn(row: Row, { order, isKnown }: LikelyOrder): readonly FoundDate[] {
  const text = folded(row.text);
  const found: FoundDate[] = [];
  for (const expression of [
    yearFirst,
    yearMonthDay,
    torn,
    numeric,
    dayMonth,
    dayMonthInColumns,
    monthDay,
    dayMonthShortYear,
    monthDayShortYear,
    uneven,
    compact,
  ]) {
    for (const match of text.matchAll(expression)) {
      const value = calendarDate(match.groups ?? {}, order);
      const [start, end] = [match.index, match.index + match[0].length];
      if (value === undefined || goesOnBefore(text, start, match.groups?.['s'])) continue;
      if (found.some((other) => other.start < end && other.end > start)) continue;
      const isWeak = expression === compact || expression === uneven || isRatherALot(match);
      const isAmbiguous = (!isKnown && mayBeEither(match.groups)) || mayBeYearFirst(match);
      found.push({ value, row, start, end, score: scoreOf(text, start, end, isWeak), isAmbiguous });
    }
  }
  return found;
}

/** Houses and lots have letters in their numbers, too, and no long year: `NO. 2B-1-10`. */
function isRatherALot({ groups }: RegExpMatchArray): boolean {
  const { a = '', b = '', y = '' } = groups ?? {};
  return /[SZBGL]/.test(a + b) && y.length < 4;
}

function mayBeEither(groups: Readonly<Record<string, string | undefined>> | undefined): boolean {
  const [a, b] = [numberOf(groups?.['a']), numberOf(groups?.['b'])];
  return a !== b && a > 0 && b > 0 && Math.max(a, b) <= 12;
}

/** `24-03-12` is as ISO 8601 writes it without the century, or its last number is the year. */
function mayBeYearFirst({ groups }: RegExpMatchArray): boolean {
  const [a, b, y = ''] = [groups?.['a'], groups?.['b'], groups?.['y']];
  return (
    groups?.['s'] === '-' && /^\d\d$/.test(y) && numberOf(b) <= 12 && numberOf(a) >= 20 && numberOf(y) < numberOf(a)
  );
}

/** The end of a longer row of numbers, as of `10.20.30.40`, is none; `#19-11/05/2018` is one behind a number. */
function goesOnBefore(text: string, start: number, separator: string | undefined): boolean {
  return separator !== undefined && text[start - 1] === separator && /\d/.test(text[start - 2] ?? '');
}

function calendarDate(groups: Readonly<Record<string, string | undefined>>, order: DateOrder): string | undefined {
  const { a, b } = groups;
  const name = groups['name']?.replace(/ /g, '');
  let year = numberOf(groups['y']);
  if (year < 100) year += year < 80 ? 2000 : 1900;
  let month =
    name === undefined
      ? numberOf(groups['m'] ?? (order === 'dayFirst' ? b : a))
      : monthNames.findIndex((names) => names.some((known) => known.test(name))) + 1;
  let day = numberOf(groups['d'] ?? (order === 'dayFirst' ? a : b));
  if (month > 12 && day <= 12 && a !== undefined) [month, day] = [day, month];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && month > 0 ? date.toISOString().slice(0, 10) : undefined;
}

function numberOf(text: string | undefined): number {
  return Number((text ?? '').replace(/\D/g, (sign) => digitOf[sign] ?? ''));
}

function scoreOf(text: string, start: number, end: number, isWeak: boolean): number {
  const before = text.slice(0, start);
  let score = isWeak ? -0.5 : 0.5;
  if (dateLabels.test(before)) score += 2;
  if (
    /^\D{0,12}?[\dIL|]{1,2}[:.][\dO]{2}/.test(text.slice(end)) ||
    /\d{1,2}:\d\d(?::\d\d)?\s*(?:[AP]M)?[\s-]*$/.test(before)
  )
    score += 1;
  if (ofTheDevice.test(before)) score -= 0.5;
  if (notTheDate.test(before)) score -= departure.test(before) ? 3.5 : 4;
  return score;
}
