import type { Reading } from '../../core/model.ts';
import { pageText } from '../../core/pageText.ts';
import { readingRecord } from '../../core/readingRecord.ts';
import { byteOrderMark, csvHeader, csvRow } from '../../core/receiptCsv.ts';
import { applyCorrections } from '../../core/receipt/corrections.ts';
import type { Entry } from '../../shared/protocol.ts';

type ReadPicture = Extract<Reading, { status: 'read' }>;

/** The pictures that were read, with what a person corrected. */
export function readingsOf(entries: readonly Entry[]): readonly ReadPicture[] {
  return entries.flatMap(({ reading, corrections }) =>
    reading.status === 'read' ? [{ ...reading, receipt: applyCorrections(reading.receipt, corrections) }] : [],
  );
}

/** All text of the picture, as it was read. */
export function exportedText({ page }: ReadPicture): string {
  return pageText(page);
}

/** The record that `porter ocr --json` prints; of several pictures a list of them. */
export function exportedJson(readings: readonly ReadPicture[]): string {
  const records = readings.map(readingRecord);
  return `${JSON.stringify(records.length === 1 ? records[0] : records, undefined, 2)}\n`;
}

/** A table with a row a picture, as a file that spreadsheets open. */
export function exportedCsv(readings: readonly ReadPicture[]): string {
  return byteOrderMark + csvHeader + readings.map(csvRow).join('');
}
