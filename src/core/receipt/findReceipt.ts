import type { Page, Receipt } from '../reading/reading.ts';
import { uprightPage } from '../reading/turnedPage.ts';
import { cents } from './amounts.ts';
import { halvesOf } from './halves.ts';
import { title } from './headerWords.ts';
import { folded } from './labels.ts';
import { concepts } from './labelWords.ts';
import { isOtherPaper } from './otherPapers.ts';
import { parseReceipt, type ParseOptions } from './parseReceipt.ts';
import { formatValue } from './receiptFields.ts';
import { rowsOf, type Row } from './rows.ts';

/** A total with less confidence is any number. */
const leastTotal = 0.5;
/** A name with less confidence is any heading. */
const leastMerchant = 0.5;
/** The least with which a name stands alone above all else; whatever has it besides a date and a total is a receipt. */
const leastMerchantOfWhole = 0.45;
/** A date with no more is of something else: best before, valid until. */
const anyDate = 0.5;
/**
 * Part of the rows that hold an amount, at least. On labelled receipts it is .12 to .67, in prose and programs mostly
 * below .08.
 */
const leastPriced = 0.1;
/** The same of a piece that tells little else. */
const leastPricedOfPiece = 0.25;
/** A page of more rows shows all of a receipt, or none. */
const mostRowsOfPiece = 12;
/** So many kinds of evidence are on all of a receipt, at least; labelled ones have four or more. */
const leastOfWhole = 3;
/** Longer rows that name a receipt are sentences about one. */
const mostWordsOfTitle = 3;
/** Part of the rows that are of sentences, from which on a page is no piece of a receipt. */
const leastOfProse = 0.3;
/** A row with so many words in small letters is of a sentence. */
const fewestWordsOfSentence = 5;
/** So many are at the head of one, where nothing is said of sums. */
const leastOfHead = 2;

const anyTotal = new RegExp([...concepts.total, ...concepts.final].join('|'));
const likeDate = /\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d|\d\W{0,2}[A-Z]{3,9}\W{0,3}\d\d|[A-Z]{3}\W{0,2}\d{1,2}\W{1,3}\d\d/;

/** The receipt that the page shows, the first of two. Where it shows something else, no field and no item is found. */
export function findReceipt(page: Page, options: ParseOptions = {}): Receipt {
  return firstOfTwo(page, options) ?? receiptOn(page, options) ?? noReceipt;
}

const noReceipt: Receipt = { items: [], charges: [], taxes: [], payments: [], checks: [] };

function receiptOn(page: Page, options: ParseOptions): Receipt | undefined {
  const rows = rowsOf(uprightPage(page));
  const found = parseReceipt(page, options, rows);
  return isOfReceipt(found, rows) && !isOtherPaper(rows, found) ? found : undefined;
}

/** Where two whole receipts lie on a picture, the left or upper one, with a check that tells of the other. */
function firstOfTwo(page: Page, options: ParseOptions): Receipt | undefined {
  for (const halves of halvesOf(page)) {
    if (!halves.every(mayBeWhole)) continue;
    const [first, second] = halves.map((half) => receiptOn(half, options));
    if (first === undefined || second === undefined || ![first, second].every(isWhole)) continue;
    if (isOneSale(first, second) || addsUpOn(page, first, second)) continue;
    // There may be more than two.
    const firstOfMore = firstOfTwo(halves[0], options);
    if (firstOfMore !== undefined) return firstOfMore;
    const arithmetic = [first, second].map(writtenTotal).join('; ');
    return { ...first, checks: [...first.checks, { name: 'oneReceipt', holds: false, arithmetic }] };
  }
  return undefined;
}

/** Whether they are copies, or a receipt and the slip of the card that paid for it. */
function isOneSale(first: Receipt, second: Receipt): boolean {
  const [one, other] = [first, second].map(({ merchant, date }) => `${folded(merchant?.value ?? '')} ${date?.value}`);
  return one === other || isSlipOf(first, second) || isSlipOf(second, first);
}

/** Whether it has the receipt's total, or a card's number and perhaps a tip in its total, and none of the goods. */
function isSlipOf(slip: Receipt, { items, total }: Receipt): boolean {
  const isByCard = slip.payments.some(({ lastDigits }) => lastDigits !== undefined);
  return slip.items.length === 0 && items.length > 0 && (isByCard || slip.total?.value === total?.value);
}

/**
 * Whether they are sections of one receipt, as a hotel's rooms and its restaurant: a total of the page is that of both.
 */
function addsUpOn(page: Page, first: Receipt, second: Receipt): boolean {
  const sum = cents((first.total?.value ?? 0) + (second.total?.value ?? 0));
  return rowsOf(uprightPage(page)).some(
    ({ text, amounts }) => anyTotal.test(folded(text)) && amounts.some(({ value }) => cents(value) === sum),
  );
}

function writtenTotal({ total, currency }: Receipt): string {
  return total === undefined ? '' : formatValue('amount', total.value, currency?.value);
}

/** Nearly every cut goes through one receipt: reading both halves of each would take thrice as long. */
function mayBeWhole({ lines }: Page): boolean {
  const texts = lines.map(({ text }) => folded(text));
  return [anyTotal, likeDate].every((expression) => texts.some((text) => expression.test(text)));
}

/** Whether a receipt says who sold, when, and for how much. */
function isWhole({ merchant, date, total }: Receipt): boolean {
  return (
    (merchant?.confidence ?? 0) >= leastMerchantOfWhole &&
    (date?.confidence ?? 0) > anyDate &&
    (total?.confidence ?? 0) >= leastTotal
  );
}

/**
 * Whether what was found makes it a receipt or a piece of one: a letter, a chart or a program holds amounts and dates,
 * too.
 */
function isOfReceipt(found: Receipt, rows: readonly Row[]): boolean {
  const { total, subtotal, items, checks, merchant } = found;
  const priced = rows.filter(({ amounts }) => amounts.length > 0).length / rows.length;
  const isPiece = rows.length <= mostRowsOfPiece && (priced >= leastPricedOfPiece || !isProse(rows));
  const isDated = (found.date?.confidence ?? 0) > anyDate;
  const sale = count([found.receiptNumber, isDated, isTitled(rows)]);
  const firm = count([(merchant?.confidence ?? 0) >= leastMerchant, found.registrationNumber ?? found.taxNumber]);
  const head = firm + sale;
  const hasSum = (total?.confidence ?? 0) >= leastTotal || subtotal !== undefined || items.length > 0;
  // Without a sale, a firm's name and number are of its card or its letters.
  const isHead = head >= (isPiece ? leastOfHead : leastOfWhole) && (sale > 0 || hasSum);
  // A letter's head is like a receipt's, but below it nothing is sold.
  if (isHead && (isPiece || hasSum || priced >= leastPriced || found.payments.length > 0)) return true;
  const byCard = found.payments.some(({ lastDigits }) => lastDigits !== undefined);
  if (!hasSum || (priced < leastPriced && !byCard)) return false;
  // A reduced price bears out a rate, too.
  const addsUp = checks.some(({ name, holds }) => holds && name !== 'dateNotInFuture' && name !== 'taxRate');
  const foot = count([
    total ?? subtotal,
    items.length > 0,
    addsUp,
    found.totalTax,
    byCard || (found.paid ?? found.change),
  ]);
  return head + foot >= leastOfWhole || (isPiece && priced >= leastPricedOfPiece);
}

function isProse(rows: readonly Row[]): boolean {
  const sentences = rows.filter(
    ({ text }) => (text.match(/(?<!\p{L})\p{Ll}+(?!\p{L})/gu) ?? []).length >= fewestWordsOfSentence,
  );
  return sentences.length >= leastOfProse * rows.length;
}

/** Whether a row says that the page is a receipt, and little else. */
function isTitled(rows: readonly Row[]): boolean {
  return rows.some(
    ({ text, amounts }) =>
      amounts.length === 0 && text.split(' ').length <= mostWordsOfTitle && title.test(folded(text)),
  );
}

function count(evidence: readonly unknown[]): number {
  return evidence.filter(Boolean).length;
}
