import type { Amount } from './amounts.ts';
import { kindOf, type FigureKind } from './figureKinds.ts';
import type { Label, LabelReader } from './labels.ts';
import type { Row } from './rows.ts';
import { taxLineOf } from './taxLines.ts';

/** An amount with the label before it, or above or below where the page is skewed. */
export interface Figure {
  readonly kind: FigureKind;
  /** Of a total: whether its label says that it is the last one (grand, net, payable, after rounding). */
  readonly final: boolean;
  /** Words of its label that no list knows. */
  readonly unknown: number;
  readonly row: Row;
  /** The row that holds the label; often the same. */
  readonly labelRow: Row;
  readonly amount: Amount;
  /** Whether it stands in the table of taxes at the foot, whose sums are partial. */
  readonly inSummary: boolean;
}

/** A label with the amounts right of it, up to the next label. */
interface Piece {
  readonly label: Label;
  readonly amounts: readonly Amount[];
}

const fewestColumns = 3;
/** Rows farther apart than this many heights don't belong together. */
const nextRowReach = 2.2;

/** Where nothing else can stand behind the label. */
const amountKinds: ReadonlySet<FigureKind> = new Set(['total', 'subtotal', 'paid', 'change']);
const damaged = '(?:(?:\\p{Sc}|R[MNH]) ?)?(?<number>[\\dA-Zgql|]{1,4}[.,] ?[\\dA-Zgql|]{2})$';
const damagedCell = new RegExp(`(?:^|\\t|[: ](?=\\p{Sc}|R[MNH]))${damaged}`, 'u');
const damagedSum = new RegExp(`(?:^|[\\t: ])${damaged}`, 'u');
const digitsOfLetters: Readonly<Record<string, string>> = {
  ...{ O: '0', Q: '0', D: '0', I: '1', l: '1', '|': '1', Z: '2', A: '4' },
  ...{ S: '5', G: '6', B: '8', g: '9', q: '9' },
};

/**
 * Every labelled amount from top to bottom.
 *
 * @param owed A total that stands among the rows without a label.
 */
export function figuresOf(rows: readonly Row[], labelOf: LabelReader, owed?: Figure): readonly Figure[] {
  const read = rows.map((row) => ({ row, pieces: piecesOf(row, labelOf) }));
  const found: Figure[] = [];
  const taken = new Set<Row>();
  let inSummary = false;
  for (const [index, { row, pieces }] of read.entries()) {
    if (row.index === owed?.labelRow.index) found.push(owed);
    const isHead = isTableHead(row);
    if (pieces.some(({ label, amounts }) => amounts.length === 0 && isSummaryHead(label))) inSummary = true;
    // Below the total a table whose columns name a tax is of taxes.
    if (isHead && labelOf(row.text).concepts.includes('tax') && found.some(isTotal)) inSummary = true;
    for (const { label, amounts } of isHead ? [] : pieces) {
      const kind = kindOf(label) ?? kindBetweenSums(label, amounts.at(-1), found);
      const own =
        (kind === 'tax' ? taxLineOf(row, amounts)?.amount : undefined) ??
        amounts.at(-1) ??
        (kind === 'total' ? withoutPoint(row, rows) : undefined) ??
        (kind !== undefined && amountKinds.has(kind) ? damagedAmount(row.text, isSum(kind)) : undefined);
      if (kind === undefined || (isRefund(label) && found.some(isPositiveTotal))) continue;
      if (own !== undefined) {
        const pays = kind === 'discount' && own.value > 0 && isVoucher(label) && found.some(isTotal);
        found.push({
          kind: pays ? 'paid' : kind,
          final: isFinal(label),
          unknown: label.unknown,
          row,
          labelRow: row,
          amount: own,
          inSummary,
        });
        continue;
      }
      // What is described above its price may have a word of labels.
      if (kind !== 'total' && label.unknown > 0) continue;
      const beside = [read[index + 1], read[index - 1]].find(
        (other) =>
          other !== undefined &&
          !taken.has(other.row) &&
          isBare(other.pieces) &&
          isNear(row, other.row) &&
          // A line of a table of taxes is of no other label.
          (kind === 'tax' || taxLineOf(other.row)?.base === undefined),
      );
      const amount = beside?.pieces[0]?.amounts.at(-1);
      if (beside === undefined || amount === undefined) continue;
      taken.add(beside.row);
      found.push({
        kind,
        final: isFinal(label),
        unknown: label.unknown,
        row: beside.row,
        labelRow: row,
        amount,
        inSummary,
      });
    }
    const [alone] = pieces;
    const amount = alone?.amounts.at(-1);
    if (found.length > 0 && amount !== undefined && isBare(pieces) && !taken.has(row)) {
      found.push({ kind: 'unlabelled', final: false, unknown: 0, row, labelRow: row, amount, inSummary });
    }
  }
  return found;
}

/** `TOTAL 2860` and `TOTAL 28 60` where an engine lost the point, if as much as the goods above it cost. */
function withoutPoint(row: Row, rows: readonly Row[]): Amount | undefined {
  const match = /(?<=[\t :])\d{1,4} ?\d{2}$/.exec(row.text);
  const above = rows.slice(0, row.index).flatMap(({ amounts }) => amounts.filter(({ exact }) => exact));
  if (match === null || above.length === 0) return undefined;
  const value = Number(match[0].replace(' ', '')) / 100;
  if (above.some((amount) => amount.value > value)) return undefined;
  return { value, start: match.index, end: row.text.length, exact: false };
}

/**
 * Behind a label of one: an amount of which an engine took some digits for letters: `TOTAL  64.7D`; `Card ID.05` has
 * none.
 */
function damagedAmount(text: string, ofSum: boolean): Amount | undefined {
  const { number = '' } = (ofSum ? damagedSum : damagedCell).exec(text)?.groups ?? {};
  const digits = Array.from(number, (sign) => digitsOfLetters[sign] ?? sign).join('');
  const isRead = /^\d{1,4}[.,] ?\d{2}$/.test(digits) && number.replace(/\D/g, '').length * 2 >= digits.length - 1;
  if (!isRead) return undefined;
  const end = text.length;
  return { value: Number(digits.replace(/\D/g, '')) / 100, start: end - number.length, end, exact: false };
}

/** The first total or subtotal: above it are the goods. */
export function firstSumOf(figures: readonly Figure[]): Figure | undefined {
  return figures.find(({ kind }) => isSum(kind));
}

/** A row's labels and amounts: `TOTAL SAVING 0.00  TOTAL 25.85` holds two pieces. */
function piecesOf(row: Row, labelOf: LabelReader): readonly Piece[] {
  const tax = row.amounts.length > 1 ? taxLineOf(row) : undefined;
  // The words between may be of a sum: `VAT 6% net amount 100.00  6.00`.
  if (tax?.base !== undefined && labelOf(row.text).concepts.includes('tax')) {
    return [{ label: { concepts: ['tax'], unknown: 0 }, amounts: [tax.amount] }];
  }
  const pieces: { label: Label; amounts: Amount[] }[] = [];
  let from = 0;
  for (const amount of row.amounts) {
    const text = nearestLabel(row.text.slice(from, amount.start));
    const whole = labelOf(text);
    const label = kindOf(whole) === 'count' && amount.exact ? labelOf(withoutCount(text)) : whole;
    const last = pieces.at(-1);
    if (last && label.concepts.length === 0) last.amounts.push(amount);
    else pieces.push({ label, amounts: [amount] });
    from = amount.end;
  }
  return pieces.length > 0 ? pieces : [{ label: labelOf(row.text), amounts: [] }];
}

/** Of `ITEM: 5  TOTAL` the part after the count. */
function nearestLabel(text: string): string {
  const after = /^.*:\s*\d+\t(.*[A-Za-z].*)$/s.exec(text)?.[1];
  return after ?? text;
}

/** Of `TOTAL (3 ITEMS)` the part before the count, which leaves the sum to stand behind it. */
function withoutCount(text: string): string {
  return text.replace(/[\s(]\d+ ?\p{L}[^\d\t]*\s*$/u, '');
}

/** A row of several words apart and no amount names columns, and none of them is the label of what stands below. */
function isTableHead({ cells, amounts }: Row): boolean {
  return cells.length >= fewestColumns && amounts.length === 0;
}

function isBare(pieces: readonly Piece[]): boolean {
  const [only] = pieces;
  return (
    pieces.length === 1 &&
    only !== undefined &&
    only.amounts.length > 0 &&
    only.label.concepts.length === 0 &&
    only.label.unknown === 0
  );
}

function isNear(a: Row, b: Row): boolean {
  return Math.abs(middle(a) - middle(b)) < nextRowReach * Math.max(a.height, b.height);
}

function middle(row: Row): number {
  return (row.box[1] + row.box[3]) / 2;
}

function isSum(kind: FigureKind): boolean {
  return kind === 'total' || kind === 'subtotal';
}

function isTotal({ kind }: Figure): boolean {
  return kind === 'total';
}

/**
 * What stands between the subtotal and the total and has a minus is a discount, whatever it is called:
 * `Staff 10% -0.63`; what has none and a name may be a charge: `Delivery 2.50`. Only the sums tell.
 */
function kindBetweenSums(
  { unknown }: Label,
  amount: Amount | undefined,
  above: readonly Figure[],
): 'discount' | 'charge' | undefined {
  const isBetween = above.some(({ kind }) => kind === 'subtotal') && !above.some(isTotal);
  if (amount === undefined || !isBetween) return undefined;
  if (amount.value < 0) return 'discount';
  return unknown > 0 && amount.exact ? 'charge' : undefined;
}

function isPositiveTotal(figure: Figure): boolean {
  return isTotal(figure) && figure.amount.value > 0;
}

/** Of a credit note it tells how that was paid out; of a sale it is another matter. */
function isRefund({ concepts }: Label): boolean {
  return concepts.includes('refund');
}

/** Above the total, or with a minus, it is a discount; below it pays a part. */
function isVoucher({ concepts }: Label): boolean {
  return concepts.includes('voucher');
}

function isSummaryHead({ concepts }: Label): boolean {
  return concepts.includes('summary') && concepts.includes('tax');
}

function isFinal({ concepts }: Label): boolean {
  return concepts.some((concept) => concept === 'final' || concept === 'rounded' || concept === 'rounding');
}
