import { currencyTotals } from '../core/receipt/currencyTotals.ts';
import { markdownTable } from '../core/reading/markdownTable.ts';
import type { PlainReading } from '../core/reading/reading.ts';
import { pageText } from '../core/reading/pageText.ts';
import { readingRecord } from '../core/reading/readingRecord.ts';
import { applyCorrections } from '../core/receipt/corrections.ts';
import { formatValue } from '../core/receipt/receiptFields.ts';
import { byteOrderMark, csvHeader, csvRow } from '../core/receipt/receiptCsv.ts';
import { entryRow } from './entryRow.ts';
import { fill } from './labels.ts';
import type { Labels } from './labels.ts';
import type { Entry, Row } from './protocol.ts';
import { receiptMarkdown } from './receiptMarkdown.ts';

/** What one picture or several can be made to, to be copied, inserted or saved. */
type ExportFormat = 'markdown' | 'text' | 'json' | 'csv';

/** The pictures in the format, in their order, with what a person corrected. */
export function exported(entries: readonly Entry[], format: ExportFormat, labels: Labels): string {
  switch (format) {
    case 'markdown':
      return exportedMarkdown(entries, labels);
    case 'text':
      return exportedText(entries);
    case 'json':
      return exportedJson(entries);
    case 'csv':
      return exportedCsv(entries);
  }
}

/** All text of the pictures that were read, as it was read. */
function exportedText(entries: readonly Entry[]): string {
  return entries.flatMap(({ reading }) => (reading.status === 'read' ? pageText(reading.page) : [])).join('\n');
}

/** The record that `porter ocr --json` prints; of several pictures a list of them. */
export function exportedJson(entries: readonly Entry[]): string {
  const records = entries.map((entry) => readingRecord(correctedReading(entry)));
  const indented = JSON.stringify(records.length === 1 ? records[0] : records, undefined, 2);
  // A box on one line instead of six; no string of JSON holds a line break.
  return `${indented.replace(/\[\n\s+[-\d.e,\s]+\]/g, (box) => box.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`;
}

/** A table with a row a picture, as a file that spreadsheets open. */
function exportedCsv(entries: readonly Entry[]): string {
  return byteOrderMark + csvHeader + entries.map((entry) => csvRow(correctedReading(entry))).join('');
}

/** Of one picture its receipt; of several a table with a row a picture, and what they come to. */
function exportedMarkdown(entries: readonly Entry[], labels: Labels): string {
  const [first, ...others] = entries.map(correctedReading);
  if (first?.status === 'read' && others.length === 0) return receiptMarkdown(first, labels);
  const rows = entries.map(entryRow);
  const columns = [
    { title: labels.file },
    { title: labels.merchant },
    { title: labels.date },
    { title: labels.currency },
    { title: labels.total, isFigure: true },
    { title: labels.totalTax, isFigure: true },
  ];
  const amount = (value: number | undefined, currency: string | undefined) =>
    value === undefined ? undefined : formatValue('amount', value, currency);
  return markdownTable(columns, [
    ...rows.map((row) => [
      row.file,
      merchantOrWhyNot(row, labels),
      row.date,
      row.currency,
      amount(row.total, row.currency),
      amount(row.tax, row.currency),
    ]),
    ...currencyTotals(rows).map(({ currency, receipts, total, tax }) => [
      fill(labels.sumOf, { receipts }),
      undefined,
      undefined,
      currency,
      amount(total, currency),
      amount(tax, currency),
    ]),
  ]);
}

function merchantOrWhyNot({ status, problem, merchant, checks }: Row, labels: Labels): string | undefined {
  if (status !== 'read') return problem ?? labels[status];
  return checks === undefined ? labels.noReceiptFound : merchant;
}

function correctedReading({ reading, corrections }: Entry): PlainReading {
  if (reading.status !== 'read') return reading;
  return { ...reading, receipt: applyCorrections(reading.receipt, corrections) };
}
