import {
  addressWords,
  contactWords,
  journalWords,
  legalForms,
  regions,
  registrationWords,
  titleWords,
  tradeWords,
} from './lexicon.ts';
import { folded } from './labels.ts';
import type { Row } from './rows.ts';

/** What a row at the top of a receipt is. */
export type HeaderRole = 'name' | 'address' | 'registration' | 'contact' | 'title' | 'journal' | 'noise' | 'text';

/** A row of the header with its part in it. */
export interface HeaderRow {
  readonly row: Row;
  readonly text: string;
  readonly role: HeaderRole;
}

/** Headers are shorter than this. */
const longestHeader = 16;

/** The rows from the top to the first one of the journal (date, cashier, items), each with its role. */
export function headerOf(rows: readonly Row[]): readonly HeaderRow[] {
  const header: HeaderRow[] = [];
  let named = false;
  for (const row of rows) {
    const text = folded(row.text);
    const role = roleOf(text);
    if (named && (role === 'journal' || (role === 'title' && header.some((other) => other.role === 'address')))) break;
    if (header.length >= longestHeader) break;
    header.push({ row, text, role });
    if (role === 'name' || role === 'text') named = true;
  }
  return header;
}

const dateLike =
  /\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{1,2} (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* \d{2,4}\b|\b\d{1,2}:\d\d(?::\d\d)?\b/;
const registrationNumber = /^\W*(?:\(?[A-Z]{0,2}\.?\d{5,}[- ]?[A-Z0-9]?\)?)\W*$|^\W*[A-Z]{2}\d{6,}-?[A-Z]?\W*$/;
const phoneNumber = /^\W*\+?\d[\d\s()/-]{7,}\W*$/;
const postcode = /(?<![\d-])\d{5}(?![\d-])\W+[A-Z]{3}/;

function roleOf(text: string): HeaderRole {
  const letters = text.replace(/[^A-Z]/g, '').length;
  if (phoneNumber.test(text) && !text.includes('(')) return 'contact';
  if (registrationNumber.test(text)) return 'registration';
  if (letters < 3) return 'noise';
  if (legalForms.test(text) && !/^\W*(?:TEL|FAX|GST)\b/.test(text)) return 'name';
  if (registrationWords.test(text)) return 'registration';
  if (contactWords.test(text)) return 'contact';
  if (postcode.test(text)) return 'address';
  if (dateLike.test(text)) return 'journal';
  if (/\b(?:TAX ?INVOICE|CASH (?:SALES|BILL))\b/.test(text)) return 'title';
  if (tradeWords.test(text) && !/\d{2,}|,/.test(text)) return 'name';
  if (addressWords.test(text) || regions.test(text)) return 'address';
  if (titleWords.test(text)) return 'title';
  if (journalWords.test(text)) return 'journal';
  if (tradeWords.test(text)) return 'name';
  return 'text';
}
