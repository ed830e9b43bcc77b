import assert from 'node:assert/strict';
import type { Page } from '../../../../src/core/reading/reading.ts';
import { pagesIn } from '../../../../src/core/reading/pageFrom.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { parsedRecord, readingRecord } from '../../../../src/core/reading/readingRecord.ts';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';

const page: Page = { width: 200, height: 100, lines: [{ text: 'TOTAL 9.50', box: [10, 20, 110, 40] }] };
const failed = new Problem('imageDamaged', { file: 'a.jpg', reason: 'it ends early' });

describe('readingRecord', () => {
  it('holds file, status, engine, duration, page and receipt, in this order', () => {
    const receipt = findReceipt(page);
    const record = readingRecord({ status: 'read', file: 'a.jpg', engine: 'test', durationMs: 12.04, page, receipt });
    assert.deepEqual(Object.keys(record), ['file', 'status', 'engine', 'durationMs', 'page', 'isReceipt', 'receipt']);
    assert.ok('receipt' in record);
    assert.equal(record.receipt.total?.value, 9.5);
    assert.equal(record.durationMs, 12);
  });

  it('is read again as the same receipt', () => {
    const receipt = findReceipt(page);
    const record = readingRecord({ status: 'read', file: 'a.jpg', engine: 'test', durationMs: 12, page, receipt });
    const again = pagesIn(JSON.stringify(record), 'a.json').map((found) => parsedRecord(found));
    assert.deepEqual(again, [
      { file: 'a.json', isReceipt: true, receipt: JSON.parse(JSON.stringify(receipt)) as unknown },
    ]);
  });

  it('tells that there was no receipt', () => {
    const letter = { ...page, lines: [{ text: 'Dear Ms Finch,', box: [10, 20, 110, 40] as const }] };
    const receipt = findReceipt(letter);
    const record = readingRecord({ status: 'read', file: 'a', engine: 'test', durationMs: 1, page: letter, receipt });
    for (const told of [record, parsedRecord({ file: 'a', page: letter })]) {
      assert.ok('receipt' in told);
      assert.deepEqual(
        [told.isReceipt, told.receipt],
        [false, { items: [], charges: [], taxes: [], payments: [], checks: [] }],
      );
    }
  });

  it('tells the code and the sentence of a problem', () => {
    assert.deepEqual(readingRecord({ status: 'failed', file: 'a.jpg', problem: failed }), {
      file: 'a.jpg',
      status: 'failed',
      problem: { code: 'imageDamaged', message: failed.message },
    });
  });

  it('tells that a reading was cancelled', () => {
    assert.deepEqual(readingRecord({ status: 'cancelled', file: 'a.jpg' }), { file: 'a.jpg', status: 'cancelled' });
  });
});

describe('parsedRecord', () => {
  it('holds file and receipt', () => {
    const record = parsedRecord({ file: 'p.json', page });
    assert.deepEqual(Object.keys(record), ['file', 'isReceipt', 'receipt']);
  });

  it('tells why a file is no page', () => {
    const [only] = pagesIn('[]', 'p.json').map((found) => parsedRecord(found));
    assert.ok(only && 'problem' in only);
    assert.equal(only.problem.code, 'pageInvalid');
  });
});
