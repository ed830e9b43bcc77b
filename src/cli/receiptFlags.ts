import type { ParseOptions } from '../core/receipt/parseReceipt.ts';

/** What a person says of receipts, as commander gives it. */
export interface ReceiptFlags {
  /** ISO 3166-1; empty or absent: as the pages tell. */
  readonly country?: string;
  /** By Tesseract's names; none or absent: as the pages tell. */
  readonly lang?: readonly string[];
}

export function parseOptions({ country, lang }: ReceiptFlags): ParseOptions {
  return { country: country === '' ? undefined : country, languages: lang };
}
