import { cents, type Amount } from './amounts.ts';
import { longMonths, months } from './dateWords.ts';
import { optional } from './fields.ts';
import type { Figure } from './figures.ts';
import type { Row } from './rows.ts';

/** So many rows in turn whose last amount is what is owed by then are no chance. */
const fewestKept = 3;
/** As few where each is on its day and nothing is owed at the end: a night and its payment. */
const fewestPaid = 2;

/** An account's rows, as of a hotel's bill. */
interface Account {
  /** The page's rows without the column of balances. */
  readonly rows: readonly Row[];
  /** What was owed when nothing had been paid; absent where charges follow a payment. */
  readonly owed?: Figure;
}

const aTotal = { kind: 'total', final: false, unknown: 0, inSummary: false } as const;
/** With the day in front. */
const onItsDay = new RegExp(
  `^\\d{1,4}(?:[-/.]\\d{1,2}(?!\\d)|[-/. ]{0,2}(?:${[...longMonths, ...months.flat()].join('|')})(?![A-Z]))`,
  'i',
);

interface Entry {
  readonly row: Row;
  /** In cents; a payment is negative. */
  readonly added: number;
  readonly balance: Amount;
}

/**
 * The rows without what is owed by then behind each charge: `Room 120.00 120.00`, `Bar 8.00 128.00`,
 * `Room 120.00 248.00`.
 */
export function withoutBalances(rows: readonly Row[]): Account {
  const entries = entriesOf(rows);
  const isPaidAtOnce = entries.at(-1)?.balance.value === 0 && entries.every(({ row }) => onItsDay.test(row.text));
  if (entries.length < (isPaidAtOnce ? fewestPaid : fewestKept)) return { rows, ...optional('owed', settledIn(rows)) };
  const paidAt = entries.findIndex(({ added }) => added < 0);
  const payments = paidAt < 0 ? [] : entries.slice(paidAt);
  const owed = entries.at(entries.length - payments.length - 1);
  if (!isKept(entries, rows)) return { rows };
  const cut = new Map(entries.map(({ row, balance }) => [row, upTo(row, balance)]));
  const all = rows.map((row) => cut.get(row) ?? row);
  if (owed === undefined || owed.added < 0 || payments.some(({ added }) => added > 0)) return { rows: all };
  // The charge beside it is one of the goods, which end below.
  const labelRow = { ...owed.row, index: owed.row.index + 1 };
  const figure = { row: owed.row, labelRow, amount: owed.balance };
  return { rows: all, owed: { ...aTotal, ...figure } };
}

/**
 * What an account comes to is paid or stands by itself, too; counts of goods at one price add up by chance:
 * `5.00 5.00`, `5.00 10.00`.
 */
function isKept(entries: readonly Entry[], rows: readonly Row[]): boolean {
  const most = Math.max(...entries.map(({ balance }) => cents(balance.value)));
  const kept = new Set(entries.map(({ row }) => row));
  return (
    entries.at(-1)?.balance.value === 0 ||
    entries.some(({ added }) => added === -most) ||
    rows.some((row) => !kept.has(row) && row.amounts.some(({ value }) => cents(value) === most))
  );
}

/** Without balances, the payment that comes to all the charges above it, each on its day. */
function settledIn(rows: readonly Row[]): Figure | undefined {
  let sum = 0;
  for (const row of rows) {
    const [amount, ...others] = row.amounts.filter(({ exact }) => exact);
    if (amount === undefined || others.length > 0 || !onItsDay.test(row.text)) {
      sum = 0;
    } else if (sum > 0 && Math.abs(cents(amount.value)) === sum && amount.value < 0) {
      return { ...aTotal, row, labelRow: row, amount: { ...amount, value: -amount.value } };
    } else sum += cents(amount.value);
  }
  return undefined;
}

/** The rows that keep the account, from its first charge on; none where one of the rows between keeps it wrong. */
function entriesOf(rows: readonly Row[]): readonly Entry[] {
  const entries: Entry[] = [];
  let before = 0;
  for (const row of rows) {
    const [amount, balance] = row.amounts.filter(({ exact }) => exact).slice(-2);
    if (amount === undefined || balance === undefined) continue;
    const [size, after] = [Math.abs(cents(amount.value)), cents(balance.value)];
    const added = after - before;
    if (size === 0 || Math.abs(added) !== size) {
      if (entries.length >= fewestKept) break;
      entries.length = 0;
      before = 0;
      continue;
    }
    entries.push({ row, added, balance });
    before = after;
  }
  return entries;
}

function upTo(row: Row, { start }: Amount): Row {
  const text = row.text.slice(0, start).trimEnd();
  const cells = row.cells
    .filter((cell) => cell.start < text.length)
    .map((cell) => ({ ...cell, end: Math.min(cell.end, text.length) }));
  return { ...row, text, cells, amounts: row.amounts.filter((amount) => amount.end <= text.length) };
}
