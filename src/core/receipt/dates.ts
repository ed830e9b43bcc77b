import type { Row } from './rows.ts';
import type { DateOrder, LikelyOrder } from './dateOrder.ts';
import { folded } from './labels.ts';
import { dateForms, monthOf, numberOf, numeric } from './dateForms.ts';
import { dateLabels, departure, notTheDate, ofEvent, ofTheDevice, ofTheTill } from './dateWords.ts';
import { latestToday } from './today.ts';

/** Small letters that engines read for a nine; a capital G is rather a six. */
const ninesAsLetters = /(?<=\d)[gq](?=[\d/.-])|(?<![\p{L}])[gq](?=\d?[/.-]\d)/gu;

/** A date that stands on the page. */
export interface FoundDate {
  /** `YYYY-MM-DD`. */
  readonly value: string;
  readonly row: Row;
  readonly start: number;
  readonly end: number;
  /** How much speaks for it being the receipt's; above 0 something does. */
  readonly score: number;
  /** It may be when a show begins. */
  readonly isOfEvent: boolean;
  /** The highest confidence in a date that is written so, 0 to 1. */
  readonly mostSure: number;
}

/** What is older has no text any more, on thermal paper; what is newer is damaged. */
const [oldestYear, newestYear] = [1990, 2049];
const mostSure = 0.98;
/** Years between two readings of a date from which on the newer one is the likelier. */
const longAgo = 5;
/** Nothing but the habit of its country tells that its first number is the year. */
const mostSureOfYearInFront = 0.85;
/** Where a day of one digit stands beside a month of two, the other one may be lost. */
const mostSureOfOneDigit = 0.85;
/** It may be another day as well: nothing tells which of its numbers is the month. */
const mostSureOfEither = 0.55;

/** What the score of another date than the receipt's loses. */
const ofSomethingElse = 4;
/** Scores of dates in front of what was had: below any that stands by itself, above those of something else. */
const entry = -1;
const lastEntry = -0.5;

/**
 * Every date on the page that the calendar knows, the likeliest to be the receipt's own first; `now` is in milliseconds
 * since 1970.
 */
export function datesOf(rows: readonly Row[], likely: LikelyOrder, now?: number): readonly FoundDate[] {
  const order = shownOrder(rows, likely);
  const today = latestToday(now);
  const found = rows.flatMap((row) => datesIn(row, order, today));
  const entries = entriesOf(found);
  const last = [...entries]
    .map(({ value }) => value)
    .sort()
    .at(-1);
  const times = new Map<string, number>();
  for (const date of found) if (!entries.has(date)) times.set(date.value, (times.get(date.value) ?? 0) + 1);
  const scored = (date: FoundDate): number => {
    if (entries.has(date)) return date.value === last ? lastEntry : entry;
    const isOfEvent = date.isOfEvent && found.some((other) => !other.isOfEvent && other.score > 0);
    return date.score + 0.5 * ((times.get(date.value) ?? 1) - 1) - (isOfEvent ? ofSomethingElse : 0);
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

/** The likely order, unless dates say another one: those one of whose numbers is above 12, and no year may be. */
function shownOrder(rows: readonly Row[], likely: LikelyOrder): LikelyOrder {
  const { yearFirst } = likely;
  const leavesDoubt = (match: RegExpMatchArray) => yearFirst !== undefined && mayBeYearFirst(match, yearFirst);
  const shown = orderOf(rows, leavesDoubt);
  return shown === undefined ? likely : { order: shown, isKnown: true };
}

function orderOf(rows: readonly Row[], leavesDoubt: (match: RegExpMatchArray) => boolean): DateOrder | undefined {
  let dayFirst = 0;
  for (const row of rows) {
    for (const match of row.text.matchAll(numeric)) {
      const { groups } = match;
      if (isRatherALot(match) || leavesDoubt(match)) continue;
      const [a, b] = [numberOf(groups?.['a']), numberOf(groups?.['b'])];
      if (a > 12 && a <= 31 && b <= 12) dayFirst++;
      if (b > 12 && b <= 31 && a <= 12) dayFirst--;
    }
  }
  return dayFirst === 0 ? undefined : dayFirst > 0 ? 'dayFirst' : 'monthFirst';
}

function datesIn(row: Row, likely: LikelyOrder, today: string): readonly FoundDate[] {
  const text = folded(row.text.replace(ninesAsLetters, '9'));
  const found: FoundDate[] = [];
  for (const { expression, isWeak, isToldBeside } of dateForms) {
    for (const match of text.matchAll(expression)) {
      const beginsWithYear = yearInFront(match, likely, today);
      const value = beginsWithYear ?? calendarDate(match.groups ?? {}, likely.order);
      const [start, end] = [match.index, match.index + match[0].length];
      if (value === undefined || goesOnBefore(text, start, match.groups?.['s'])) continue;
      if (found.some((other) => other.start < end && other.end > start)) continue;
      const score = scoreOf(text, start, end, isWeak === true || isRatherALot(match));
      const label = labelAt(text, start);
      if (isToldBeside === true && (score <= 0 || label === 'other')) continue;
      const isOfEvent = ofEvent.test(text.slice(0, start));
      const isGuess = isToldBeside === true && label !== 'date';
      const sure = isGuess ? mostSureOfEither : mostSureOf(match, likely, beginsWithYear !== undefined);
      found.push({ value, row, start, end, score, isOfEvent, mostSure: sure });
    }
  }
  return found;
}

/** What the words tell that stand right in front, behind any other number: `DATE: `, `Order `. */
function labelAt(text: string, start: number): 'date' | 'other' | undefined {
  const words = /\p{L}[^\d]*$/u.exec(text.slice(0, start))?.[0];
  if (words === undefined) return undefined;
  return dateLabels.test(words) && !ofTheTill.test(words) ? 'date' : 'other';
}

function mostSureOf(match: RegExpMatchArray, { isKnown, yearFirst }: LikelyOrder, beginsWithYear: boolean): number {
  if (beginsWithYear) return yearFirst === 'usual' ? mostSureOfYearInFront : mostSureOfEither;
  const isEither = !isKnown && mayBeEither(match.groups);
  if (isEither || mayBeYearFirst(match, yearFirst)) return mostSureOfEither;
  return hasOneDigit(match.groups) ? mostSureOfOneDigit : mostSure;
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

/** `6/04/2018`, `06/4/2018`. */
function hasOneDigit(groups: Readonly<Record<string, string | undefined>> | undefined): boolean {
  const pair = [groups?.['a'] ?? '', groups?.['b'] ?? ''].map((part) => part.replace(/ /g, ''));
  return pair.some(({ length }) => length === 1) && pair.some((part) => /^0./.test(part));
}

/**
 * `24-03-12` is as ISO 8601 writes it without the century, or its last number is the year; `24/03/12`, too, in some
 * countries.
 */
function mayBeYearFirst({ groups }: RegExpMatchArray, yearFirst: LikelyOrder['yearFirst']): boolean {
  const [a, b, y = ''] = [groups?.['a'], groups?.['b'], groups?.['y']];
  if (groups?.['s'] === undefined || !/^\d\d$/.test(y) || numberOf(b) > 12) return false;
  if (yearFirst !== undefined) return numberOf(y) <= 31;
  return groups['s'] === '-' && numberOf(a) >= 20 && numberOf(y) <= 31 && numberOf(y) !== numberOf(a);
}

/**
 * The date of `24/03/11` where its first number is the year; below 13 it may as well be a month. A reading that is in
 * the future, or much older than the other one, holds only where that one is none.
 */
function yearInFront(match: RegExpMatchArray, likely: LikelyOrder, today: string): string | undefined {
  const { order, yearFirst } = likely;
  const { a, b = '', y = '' } = match.groups ?? {};
  if (yearFirst === undefined || numberOf(a) <= 12 || !mayBeYearFirst(match, yearFirst)) return undefined;
  const inFront = calendarDate({ y: a, m: b, d: y }, order);
  const behind = calendarDate(match.groups ?? {}, order);
  if (inFront === undefined || behind === undefined) return inFront;
  const [usual, other] = yearFirst === 'usual' ? [inFront, behind] : [behind, inFront];
  const isOther = other <= today && (usual > today || yearOf(other) - yearOf(usual) >= longAgo);
  return (isOther ? other : usual) === inFront ? inFront : undefined;
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

/** The end of a longer row of numbers, as of `10.20.30.40`, is none; `#19-11/05/2018` is one behind a number. */
function goesOnBefore(text: string, start: number, separator: string | undefined): boolean {
  return separator !== undefined && text[start - 1] === separator && /\d/.test(text[start - 2] ?? '');
}

function calendarDate(groups: Readonly<Record<string, string | undefined>>, order: DateOrder): string | undefined {
  const { a, b } = groups;
  const name = groups['name'];
  const digits = numberOf(groups['y']);
  const year = digits < 1000 ? 2000 + (digits % 100) : digits;
  let month = name === undefined ? numberOf(groups['m'] ?? (order === 'dayFirst' ? b : a)) : monthOf(name);
  let day = numberOf(groups['d'] ?? (order === 'dayFirst' ? a : b));
  if (month > 12 && day <= 12 && a !== undefined) [month, day] = [day, month];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && month > 0 && year >= oldestYear && year <= newestYear ? date.toISOString().slice(0, 10) : undefined;
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
  if (notTheDate.test(before)) score -= departure.test(before) ? 3.5 : ofSomethingElse;
  return score;
}
