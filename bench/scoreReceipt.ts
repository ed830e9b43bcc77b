import type { Receipt } from '../src/core/reading/reading.ts';
import type { LabelledReceipt } from './labelledReceipts.ts';
import type { Shown } from './reliability.ts';

/** What is scored; `~` means "much alike" instead of equal. */
export const scoredFields = ['total', 'date', 'merchant', 'merchant~', 'address~'] as const;

export type ScoredField = (typeof scoredFields)[number];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Whether each field that has a label is right. Total: equal to the cent. Date: the same day. Merchant: the same
 * letters and figures; merchant~ and address~: alike by 0.9 and 0.8 after the same folding.
 */
export function scoreReceipt(
  receipt: Receipt | undefined,
  { company, date, address, total }: LabelledReceipt['key'],
): Partial<Record<ScoredField, boolean>> {
  const merchant = fold(receipt?.merchant?.value);
  const cents = total === undefined ? undefined : labelledCents(total);
  const day = date === undefined ? undefined : labelledDay(date);
  return {
    ...(cents === undefined ? {} : { total: Math.round((receipt?.total?.value ?? NaN) * 100) === cents }),
    ...(day === undefined ? {} : { date: receipt?.date?.value === day }),
    ...(company === undefined
      ? {}
      : { merchant: merchant === fold(company), 'merchant~': similarity(merchant, fold(company)) >= 0.9 }),
    ...(address === undefined ? {} : { 'address~': similarity(fold(receipt?.address?.value), fold(address)) >= 0.8 }),
  };
}

/** Each value that a receipt shows, and the score that judges it: a name or address is right when it is much alike. */
const judges = { total: 'total', date: 'date', merchant: 'merchant~', address: 'address~' } as const;

/** The values shown on receipts, field by field. */
export function judgedFields(
  all: readonly { readonly receipt: Receipt; readonly scores: ReturnType<typeof scoreReceipt> }[],
): Readonly<Record<string, readonly Shown[]>> {
  const shown = (name: keyof typeof judges) =>
    all.flatMap(({ receipt, scores }): Shown[] => {
      const [field, right] = [receipt[name], scores[judges[name]]];
      return field === undefined || right === undefined ? [] : [{ confidence: field.confidence, right }];
    });
  return { total: shown('total'), date: shown('date'), merchant: shown('merchant'), address: shown('address') };
}

/** Only letters and figures, in capitals. */
function fold(text: string | undefined): string {
  return (text ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** The last amount in a label like `RM 1,234.50`. */
function labelledCents(text: string): number | undefined {
  const amount = text.match(/\d[\d,]*\.?\d*/g)?.at(-1);
  return amount === undefined ? undefined : Math.round(Number(amount.replaceAll(',', '')) * 100);
}

/** `YYYY-MM-DD` of a label in any of the forms that labels have, day first where figures leave it open. */
export function labelledDay(text: string): string | undefined {
  const yearFirst = /(?<y>\d{4})[\s/.-]+(?<m>\d{1,2})[\s/.-]+(?<d>\d{1,2})(?!\d)/;
  const dayFirst = /(?<d>\d{1,2})\s*[/.-]\s*(?<m>\d{1,2})\s*[/.-]\s*(?<y>\d{4}|\d{2})(?!\d)/;
  const dayAndName = /(?<d>\d{1,2})[\s/.,'-]*(?<m>[a-z]{3})[a-z]*[\s/.,'-]*(?<y>\d{4}|\d{2})(?!\d)/i;
  const nameAndDay = /(?<m>[a-z]{3})[a-z]*[\s/.,'-]*(?<d>\d{1,2})[\s/.,'-]+(?<y>\d{4})/i;
  const unbroken = /(?<!\d)(?<y>20\d{2})(?<m>\d{2})(?<d>\d{2})(?!\d)/;
  for (const form of [yearFirst, dayFirst, dayAndName, nameAndDay, unbroken]) {
    const { y = '', m = '', d = '' } = form.exec(text)?.groups ?? {};
    const named = months.indexOf(m.toLowerCase()) + 1;
    const month = named > 0 ? named : Number(m);
    if (y === '' || Number.isNaN(month)) continue;
    const [first, second] = month > 12 && Number(d) <= 12 ? [Number(d), month] : [month, Number(d)];
    return `${y.padStart(4, '20')}-${String(first).padStart(2, '0')}-${String(second).padStart(2, '0')}`;
  }
  return undefined;
}

/** Twice the characters in common over all, by the longest matching blocks (Ratcliff and Obershelp 1988). */
export function similarity(a: string, b: string): number {
  return a === b ? 1 : (2 * inCommon(a, b)) / (a.length + b.length);
}

function inCommon(a: string, b: string): number {
  let [longest, endA, endB] = [0, 0, 0];
  // Length of the common run that ends at each character of b and at the current one of a.
  let runs = new Uint16Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 0; j < b.length; j++) {
      if (a[i] !== b[j]) continue;
      const run = (runs[j] ?? 0) + 1;
      next[j + 1] = run;
      if (run > longest) [longest, endA, endB] = [run, i + 1, j + 1];
    }
    runs = next;
  }
  if (longest === 0) return 0;
  const before = inCommon(a.slice(0, endA - longest), b.slice(0, endB - longest));
  return before + longest + inCommon(a.slice(endA), b.slice(endB));
}
