import assert from 'node:assert/strict';
import type { Receipt } from '../../../src/core/reading/reading.ts';
import { parseReceipt } from '../../../src/core/receipt/parseReceipt.ts';
import { exported } from '../../../src/shared/exportResults.ts';
import { labels } from '../../../src/shared/labels.ts';
import type { Entry } from '../../../src/shared/protocol.ts';
import { printed } from '../core/receipt/invented.ts';

const page = printed('  TEA       3.00\n  TOTAL     3.00');
const tea: Entry = {
  id: 'f'.repeat(32),
  reading: { status: 'read', file: 'tea.png', engine: 'e', durationMs: 7, page, receipt: parseReceipt(page) },
  corrections: { total: 9, merchant: '=Tea | Co' },
  accepted: false,
};
const failed: Entry = {
  id: 'e'.repeat(32),
  reading: { status: 'failed', file: 'x.png', problem: { code: 'imageDamaged', message: 'x.png is damaged.' } },
  corrections: {},
  accepted: false,
};
const receipt: Receipt = {
  items: [],
  charges: [],
  taxes: [],
  payments: [],
  checks: [],
  total: { value: 1500, confidence: 1, evidence: [] },
};
const yen: Entry = {
  id: 'd'.repeat(32),
  reading: { status: 'read', file: 'sushi.png', engine: 'e', durationMs: 7, page, receipt },
  corrections: { currency: 'JPY' },
  accepted: true,
};

/** A picture with this text. */
function noReceiptOf(text: string): Entry {
  const sign = printed(text);
  return {
    ...tea,
    reading: { status: 'read', file: 'a.png', engine: 'e', durationMs: 7, page: sign, receipt: parseReceipt(sign) },
    corrections: {},
  };
}

describe('What the panel copies, inserts and saves', () => {
  it('is as text every row, as it was read', () => {
    assert.equal(exported([tea, failed], 'text', labels), 'TEA\t3.00\nTOTAL\t3.00\n');
  });

  it('is as JSON the record of the command line, with corrections', () => {
    const record = JSON.parse(exported([tea], 'json', labels)) as { receipt: { total: { evidence: unknown[] } } };
    assert.deepEqual(Object.keys(record), ['file', 'status', 'engine', 'durationMs', 'page', 'isReceipt', 'receipt']);
    const { evidence } = record.receipt.total;
    assert.equal(evidence.length, 1);
    assert.deepEqual(record.receipt.total, { value: 9, confidence: 1, evidence, corrected: true });
  });

  it('has in JSON each box on one line, and strings as they are', () => {
    const text = '[\n  1,\n  2\n]';
    const corrections = { merchant: text };
    const json = exported([{ ...tea, corrections }], 'json', labels);
    assert.match(json, /"box": \[-?[\d.]+, -?[\d.]+, -?[\d.]+, -?[\d.]+\]/);
    const record = JSON.parse(json) as { page: unknown; receipt: { merchant: { value: string } } };
    assert.equal(record.receipt.merchant.value, text);
    assert.deepEqual(record.page, page);
  });

  it('is as JSON a list when there are several, failures included', () => {
    const [first, second] = JSON.parse(exported([tea, failed], 'json', labels)) as { file: string }[];
    assert.equal(first?.file, 'tea.png');
    assert.deepEqual(second, {
      file: 'x.png',
      status: 'failed',
      problem: { code: 'imageDamaged', message: 'x.png is damaged.' },
    });
  });

  it('is as CSV a row a picture, with corrections and failures, safe in a spreadsheet', () => {
    const [header, row, failure, end] = exported([tea, failed], 'csv', labels).split('\r\n');
    assert.match(header ?? '', /^\uFEFFfile,status,merchant,/);
    assert.match(row ?? '', /^tea\.png,read,'=Tea \| Co,.*,9\.00,/);
    assert.match(failure ?? '', /^x\.png,failed,.*,x\.png is damaged\.$/);
    assert.equal(end, '');
  });

  it('is as Markdown of one picture its fields and its items', () => {
    assert.equal(
      exported([tea], 'markdown', labels),
      [
        '| Receipt | tea.png |',
        '| --- | --- |',
        '| Merchant | =Tea \\| Co |',
        '| Total | 9.00 |',
        '',
        '**Items**',
        '',
        '| Description | Amount |',
        '| --- | ---: |',
        '| TEA | 3.00 |',
        '',
      ].join('\n'),
    );
  });

  it('is as Markdown of a picture that is no receipt its text, fenced', () => {
    assert.equal(exported([noReceiptOf('  ```')], 'markdown', labels), '````\n```\n````\n');
  });

  it('is as Markdown of several a table, with what they come to in each currency', () => {
    assert.equal(
      exported([tea, failed, noReceiptOf('```'), yen, { ...tea, corrections: { total: 0.1 } }], 'markdown', labels),
      [
        '| File | Merchant | Date | Currency | Total | Tax |',
        '| --- | --- | --- | --- | ---: | ---: |',
        '| tea.png | =Tea \\| Co |  |  | 9.00 |  |',
        '| x.png | x.png is damaged. |  |  |  |  |',
        '| a.png | no receipt |  |  |  |  |',
        '| sushi.png |  |  | JPY | 1500 |  |',
        '| tea.png |  |  |  | 0.10 |  |',
        '| Sum of 1 |  |  | JPY | 1500 |  |',
        '| Sum of 2 |  |  |  | 9.10 |  |',
        '',
      ].join('\n'),
    );
  });
});
