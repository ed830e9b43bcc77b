import { cents, type Amount } from './amounts.ts';
import { kindOf } from './figureKinds.ts';
import { firstSumOf, type Figure } from './figures.ts';
import type { Goods, GoodsRow, ItemRows } from './goods.ts';
import { contact, courtesy, dateOrTime, journal, taxNumber, title } from './headerWords.ts';
import { withDiscounts, withTakenOff } from './itemDiscounts.ts';
import { withoutRepeated, withoutSum } from './itemSums.ts';
import { folded, labelOf, lettersIn, type LabelReader } from './labels.ts';
import { measureIn, measureOfColumns, measureOver, unitPriceOf, units, wordsBehind, type Measure } from './measures.ts';
import type { Row } from './rows.ts';

/** Shortest description, in letters. */
const shortestWords = 3;
/** Words of the head in front of a cell, or of what they name. */
const headings = new RegExp(
  `(?:^|\\t)\\W*(?:${title.source}|${journal.source})|(?:${title.source}|${journal.source})[^\\t]{0,12}[:#]`,
);
/** What one of something costs: `RATE/LTR`, `Price per litre`. */
const ofOneUnit = new RegExp(`(?:/|(?<!\\p{L})PER) ?(?:${units}|GAL(?:LONS?)?)(?!\\p{L})`, 'iu');
/** How far a taxi went: behind them stands a price only with its currency. */
const distanceUnits: ReadonlySet<string> = new Set(['MILES', 'KILOMETERS', 'KILOMETRES', 'KM']);
/** So far, or what that costs. */
const distances: ReadonlySet<string> = new Set(['MILEAGE', 'DISTANCE']);
/** Without another word they take something off. */
const takingOff: ReadonlySet<string> = new Set(['LESS', 'MINUS', 'ABZUGLICH', 'MOINS', 'MENOS', 'MENO']);
/** In German it is cash, too, which is as much as the sum at least, or has change below it. */
const barOfHotel = 'BAR';
/** The heads of columns. */
const columnConcepts: ReadonlySet<string> = new Set(['count', 'price', 'description', 'amount', 'total', 'discount']);

/**
 * The items' rows from top to bottom, and what is taken off between them; what else stands there is left out.
 *
 * @param whole The receipt's total, which ends the items where no label of a sum does.
 */
export function goodsOf(
  rows: readonly Row[],
  figures: readonly Figure[],
  whole: Amount | undefined,
  read: LabelReader,
): Goods {
  const columnHead = rows[headIndexOf(rows, figures)];
  const named = firstSumOf(figures)?.amount ?? whole;
  const sold = goodsRowsOf(rows, figures, whole)
    .filter((row) => !isCash(row, figures, named))
    .flatMap((row) => goodsRowOf(row, read) ?? []);
  const all = withTakenOff(withoutDistance(sold, named), read);
  const goods = all.filter(({ discount }) => discount === undefined);
  // Some print the price first and what it is for below.
  const below = goods[0]?.hasWords === false && goods.at(-1)?.total === undefined && !goods.at(-1)?.measure;
  const found = goods.flatMap((here, index): readonly ItemRows[] => {
    const { row, total, hasWords } = here;
    const [before, after] = [goods[index - 1], goods[index + 1]];
    if (total === undefined || (!below && isPriceInName(here, after))) return [];
    const beside = below ? after : before;
    const described = hasWords ? row : isName(beside, here) ? beside?.row : isShortName(row) ? row : undefined;
    if (described === undefined) return [];
    const alone = [after, before].flatMap((one) => (one?.total === undefined ? (one?.measure ?? []) : []));
    const told = [row, described].flatMap((one) => [measureIn(one) ?? [], measureOfColumns(one, total) ?? []].flat());
    const measures = [...told, ...alone];
    return [{ described, priced: row, total, measures, ...(columnHead && { columnHead }) }];
  });
  const fuel = pumpedIn(rows);
  const others = found.filter(
    (item) => !fuel.some(({ priced, measures }) => priced === item.priced || measures[0]?.row === item.described),
  );
  const { items, discounts } = withDiscounts(withoutSum(others, named, read), all);
  const reduced = discounts.reduce((sum, { amount }) => sum + Math.abs(cents(amount.value)), 0);
  return { items: withoutRepeated([...fuel, ...items], named, reduced, read), discounts };
}

/** Whether a row is what another one's price is for. */
function isName(words: GoodsRow | undefined, priced: GoodsRow): boolean {
  return words?.hasWords === true && (words.total === undefined || isPriceInName(words, priced));
}

/** `7 UP`, where no longer name stands beside it. */
function isShortName({ text }: Row): boolean {
  return /^\d{0,2} ?(?!KG|GM|LB|OZ|PC|EA|UN|ST|RM|RP|RS)\p{L}{2}(?:\t|$)/u.test(text);
}

/** `SUSHI 2.80` above `2 x 2.80   5.60`: the row below is proved to be the price, and is for nothing else. */
function isPriceInName({ hasWords, total }: GoodsRow, next: GoodsRow | undefined): boolean {
  if (!hasWords || total === undefined || next?.total === undefined || next.measure === undefined) return false;
  return total.value !== next.total.value && unitPriceOf(next.measure, next.total) !== undefined;
}

/**
 * Fuel: how much and at which price stand below each other, what it is above them or between, and what that comes to
 * there or below, under any label.
 */
function pumpedIn(rows: readonly Row[]): readonly ItemRows[] {
  return rows.flatMap((row, index): readonly ItemRows[] => {
    const [above, next, second] = [rows[index - 1], rows[index + 1], rows[index + 2]];
    const measure = next && measureOver(row, next);
    const around = measure ? undefined : second && measureOver(row, second);
    return [...pumped(above, measure, rows.slice(index + 2)), ...pumped(next, around, rows.slice(index + 1))];
  });
}

function pumped(described: Row | undefined, measure: Measure | undefined, rows: readonly Row[]): readonly ItemRows[] {
  if (described === undefined || measure === undefined) return [];
  const priced = rows.find(({ amounts }) => amounts.some((one) => unitPriceOf(measure, one)));
  const total = priced?.amounts.find((one) => unitPriceOf(measure, one));
  return priced && total ? [{ described, priced, total, measures: [measure] }] : [];
}

/** The rows between the heads of the columns and the first sum. */
function goodsRowsOf(rows: readonly Row[], figures: readonly Figure[], whole: Amount | undefined): readonly Row[] {
  const head = headIndexOf(rows, figures);
  const foot = figures.filter(({ kind, labelRow }) => kind !== 'unlabelled' && labelRow.index > head);
  const sum = foot.find(({ kind }) => isSum(kind));
  const after = sum ?? foot.find(({ kind }) => kind === 'tax' || kind === 'paid');
  if (after === undefined) return [];
  const end = after.labelRow.index;
  const wholes = sum ? [] : rows.slice(head + 1, end).filter((row) => holdsOnly(row, whole));
  // A lone item costs as much as the whole.
  const sumRow = wholes.findLast(({ index }) => rows.slice(head + 1, index).some(isPriced));
  const above = rows.slice(0, sumRow?.index ?? end);
  const firstPriced = above.findIndex((row, index) => index > head && isPriced(row));
  if (firstPriced < 0) return [];
  const start = head >= 0 ? head + 1 : above.slice(0, firstPriced).findLastIndex(isOfHead) + 1;
  return above.slice(start);
}

/** Below the sums stands the table of taxes, which has columns, too. */
function headIndexOf(rows: readonly Row[], figures: readonly Figure[]): number {
  return rows.slice(0, firstSumOf(figures)?.labelRow.index).findIndex(isColumnHead);
}

function isPriced({ amounts }: Row): boolean {
  return amounts.some(({ exact }) => exact);
}

function holdsOnly({ amounts: [only, ...others] }: Row, amount: Amount | undefined): boolean {
  return others.length === 0 && only !== undefined && only.value === amount?.value;
}

function goodsRowOf(row: Row, read: LabelReader): GoodsRow | undefined {
  const label = read(row.text);
  const named = nameOf(row);
  if (label.concepts.includes('price') && ofOneUnit.test(row.text)) return undefined;
  const kind = kindOf(label);
  const last = row.amounts.findLast((amount) => amount.exact);
  const multiplied = measureIn(row);
  // Charges and payments may be multiplied, too; a rounding never is, and several covers are sold.
  const covers = kind === 'service' ? (multiplied?.quantity.value ?? 0) : 0;
  const isCover = covers > 1 && Number.isInteger(covers);
  const mayBeSold = label.unknown > 0 || kind === 'rounding' || isCover;
  const isProved =
    mayBeSold && multiplied !== undefined && last !== undefined && unitPriceOf(multiplied, last) !== undefined;
  // Charges and the like stand among the items, payments don't; a description may hold one of their words by chance.
  const mostUnknown = kind === 'paid' || kind === 'change' || last === undefined ? 0 : 1;
  if (takingOff.has(named) && last) return { row, total: undefined, hasWords: false, discount: last };
  if (kind !== undefined && label.unknown <= mostUnknown && !isProved && named !== barOfHotel) {
    return kind === 'discount' && last ? { row, total: undefined, hasWords: false, discount: last } : undefined;
  }
  const measure = loneMeasure(row);
  if (measure !== undefined) {
    const total = row.amounts.findLast(({ exact, start }) => exact && start >= measure.end);
    return { row, total, hasWords: false, measure };
  }
  const total = row.amounts.findLast((amount) => amount.exact && !isUnitPrice(row.text, amount));
  if (lettersIn(row.text) < shortestWords && total === undefined) return undefined;
  const words = (multiplied && wordsBehind(multiplied)?.value) ?? row.text.slice(0, row.amounts[0]?.start);
  return { row, total, hasWords: lettersIn(words) >= shortestWords };
}

/** The letters before a row's first amount. */
function nameOf(row: Row): string {
  return folded(row.text.slice(0, row.amounts[0]?.start)).replace(/[^A-Z]/g, '');
}

function isCash(row: Row, figures: readonly Figure[], sum: Amount | undefined): boolean {
  if (nameOf(row) !== barOfHotel) return false;
  const last = firstSumOf(figures)?.labelRow.index ?? Infinity;
  const hasChange = figures.some(
    ({ kind, labelRow: { index } }) => kind === 'change' && index > row.index && index < last,
  );
  return hasChange || (sum !== undefined && row.amounts.some(({ value }) => cents(value) >= cents(sum.value)));
}

/** Without how far a taxi went; what may be its price stays, unless the goods cost more than the sum with it. */
function withoutDistance(goods: readonly GoodsRow[], sum: Amount | undefined): readonly GoodsRow[] {
  const all = goods.reduce((so, { total }) => so + cents(total?.value ?? 0), 0);
  const isTooMuch = sum !== undefined && all > cents(sum.value);
  return goods.filter(({ row, total }) => {
    const name = nameOf(row);
    if (distanceUnits.has(name)) return total?.mark !== undefined;
    return !distances.has(name) || (total !== undefined && !isTooMuch);
  });
}

/** The measure of a row that has no words besides. */
function loneMeasure(row: Row): Measure | undefined {
  const last = row.amounts.findLast(({ exact }) => exact);
  const columns = last && measureOfColumns(row, last);
  const measure = measureIn(row) ?? (last && columns && unitPriceOf(columns, last) ? columns : undefined);
  if (measure === undefined) return undefined;
  const behind = row.text.slice(measure.end).replace(/\p{Sc}|(?<!\p{L})\p{Lu}{1,3}(?!\p{L})/gu, '');
  return lettersIn(row.text.slice(0, measure.start) + behind) < shortestWords ? measure : undefined;
}

function isSum(kind: Figure['kind']): boolean {
  return kind === 'total' || kind === 'subtotal' || kind === 'count';
}

function isColumnHead(row: Row): boolean {
  const { concepts } = labelOf(row.text);
  const columns = new Set(concepts.filter((concept) => columnConcepts.has(concept)));
  // `Total Qty: 12` tells a number itself.
  return columns.size >= 2 && row.amounts.length === 0 && !/:\s*\d+$/.test(row.text);
}

/**
 * Whether the row is of the receipt's head: a word of it begins a cell or names what follows; goods may have it in
 * their names.
 */
function isOfHead(row: Row): boolean {
  const text = folded(row.text);
  return [headings, courtesy, contact, taxNumber, dateOrTime].some((words) => words.test(text));
}

function isUnitPrice(text: string, amount: Amount): boolean {
  return (
    /@\s*(?:RM|\$|€)?\s*$/.test(text.slice(0, amount.start + 1)) || text.slice(0, amount.start).trimEnd().endsWith('@')
  );
}
