import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import type { Entry } from '../../../../src/shared/protocol.ts';
import { exportedCsv, exportedJson, exportedText, readingsOf } from '../../../../src/vscode/panel/exportResults.ts';
import { printed } from '../../core/receipt/invented.ts';

const page = printed('  TEA       3.00\n  TOTAL     3.00');
const entry: Entry = {
  id: 'f'.repeat(32),
  reading: { status: 'read', file: 'tea.png', engine: 'e', durationMs: 7, page, receipt: parseReceipt(page) },
  corrections: { total: 9, merchant: '=Tea' },
};
const failed: Entry = {
  id: 'e'.repeat(32),
  reading: { status: 'failed', file: 'x.png', message: 'no' },
  corrections: {},
};
const [reading] = readingsOf([entry, failed]);
assert(reading);

describe('What the panel copies and saves', () => {
  it('holds only what was read', () => {
    assert.equal(readingsOf([entry, failed]).length, 1);
  });

  it('is as text every row, as it was read', () => {
    assert.equal(exportedText(reading), 'TEA\t3.00\nTOTAL\t3.00\n');
  });

  it('is as JSON the record of the command line, with corrections', () => {
    const record = JSON.parse(exportedJson([reading])) as { receipt: { total: unknown } };
    assert.deepEqual(Object.keys(record), ['file', 'engine', 'durationMs', 'page', 'isReceipt', 'receipt']);
    assert.deepEqual(record.receipt.total, {
      value: 9,
      confidence: 1,
      evidence: reading.receipt.total?.evidence,
      corrected: true,
    });
  });

  it('is as JSON a list when there are several', () => {
    assert.equal((JSON.parse(exportedJson([reading, reading])) as unknown[]).length, 2);
  });

  it('is as CSV a row a picture, with corrections, safe in a spreadsheet', () => {
    const [header, row, end] = exportedCsv([reading]).split('\r\n');
    assert.match(header ?? '', /^\uFEFFfile,status,merchant,/);
    assert.match(row ?? '', /^tea\.png,read,'=Tea,.*,9\.00,/);
    assert.equal(end, '');
  });
});
