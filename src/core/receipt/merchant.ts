import type { HeaderRow } from './header.ts';
import { legalForms } from './lexicon.ts';
import type { Row } from './rows.ts';

/** The merchant's name and the rows it stands on. */
export interface FoundName {
  readonly value: string;
  readonly rows: readonly Row[];
  /** 0 to 1. */
  readonly confidence: number;
  /** Index in the header of the first row below the name. */
  readonly next: number;
}

/** A line with nothing but a legal form belongs to the one above. */
const onlyForm =
  /^\W*(?:\(?M\)?|\(?MALAYSIA\)?|CO)?\W*(?:CO\W*)?(?:\(?M\)?\W*)?(?:SDN\W*)?(?:BHD|BERHAD|S\/B|LTD|LIMITED|INC|LLC|GMBH)\W*$/;
const registrationTail =
  /\s*(?:\(?\s*(?:CO(?:MPANY)?\.?|ROC|REG|GST|BRN)\b.*|\(?\s*(?:[A-Z]{1,2})?\d{4,}(?:-| )?[A-Z0-9]{0,2}\s*\)?.*)$/i;

/** The legal name if one stands in the header, else the first line that can be a name. */
export function merchantOf(header: readonly HeaderRow[]): FoundName | undefined {
  let best: { index: number; score: number } | undefined;
  const firstAddress = header.findIndex((row, index) => index > 0 && row.role === 'address');
  for (const [index, { role, text }] of header.entries()) {
    if (role !== 'name' && role !== 'text') continue;
    let score = role === 'name' ? 3 : 1;
    if (legalForms.test(text)) score += 4;
    score -= index * 0.4;
    if (firstAddress >= 0 && index > firstAddress) score -= 4;
    const below = header[index + 1]?.role;
    if (below === 'registration' || below === 'address') score += 1.5;
    if (best === undefined || score > best.score) best = { index, score };
  }
  if (best === undefined) return undefined;
  let first = best.index;
  let last = best.index;
  const text = header[best.index]?.text ?? '';
  if (first > 0 && (onlyForm.test(text) || /[&-]$/.test(header[first - 1]?.text ?? ''))) first--;
  while (/(?:&|\bAND)$/.test(header[last]?.text ?? '') || onlyForm.test(header[last + 1]?.text ?? '')) last++;
  last = Math.min(last, header.length - 1);
  const rows = header.slice(first, last + 1).map((one) => one.row);
  const value = rows.map((row) => cleanName(row.text)).join(' ');
  return { value, rows, confidence: Math.max(0.2, Math.min(0.98, 0.4 + best.score * 0.07)), next: last + 1 };
}

function cleanName(text: string): string {
  return text
    .replace(/\t/g, ' ')
    .replace(registrationTail, '')
    .replace(/^[^\p{L}\p{N}(]+|[\s,:;*-]+$/gu, '');
}
