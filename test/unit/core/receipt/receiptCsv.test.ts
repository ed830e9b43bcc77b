import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Field, Page, Reading, Receipt } from '../../../../src/core/reading/reading.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { byteOrderMark, csvHeader, csvRow } from '../../../../src/core/receipt/receiptCsv.ts';

const page: Page = { width: 1, height: 1, lines: [] };

function field<T>(value: T): Field<T> {
  return { value, confidence: 1, evidence: [] };
}

function read(receipt: Partial<Receipt>, file = 'a.jpg'): Reading {
  return {
    status: 'read',
    file,
    engine: 'test',
    durationMs: 1,
    page,
    receipt: { items: [], charges: [], taxes: [], payments: [], checks: [], ...receipt },
  };
}

/** RFC 4180, read the plain way: what a row's cells hold. */
function cells(row: string): readonly string[] {
  const found = [...row.replace(/\r\n$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gs)];
  return found.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/** The row's cell in the column of that name. */
function cell(name: string, reading: Reading): string | undefined {
  return cells(csvRow(reading))[cells(csvHeader).indexOf(name)];
}

describe('receiptCsv', () => {
  it('has a row as wide as its header', () => {
    assert.equal(cells(csvRow(read({}))).length, cells(csvHeader).length);
  });

  it('ends each row with CR LF, as RFC 4180 asks', () => {
    assert.match(csvHeader, /[^\r]\r\n$/);
    assert.match(csvRow(read({})), /[^\r]\r\n$/);
  });

  it('leaves the byte order mark to whoever writes a file', () => {
    assert.ok(!csvHeader.startsWith(byteOrderMark));
    assert.equal(byteOrderMark, '\uFEFF');
  });

  it('writes amounts to the cent, with a point', () => {
    assert.equal(cell('total', read({ total: field(9.5) })), '9.50');
  });

  it('leaves a negative amount a number', () => {
    assert.equal(cell('rounding', read({ rounding: field(-0.02) })), '-0.02');
  });

  it('writes amounts with the decimals of their currency', () => {
    const items = [{ description: field('SUSHI'), total: field(1200) }];
    const reading = read({ currency: field('JPY'), total: field(1200), items });
    assert.equal(cell('total', reading), '1200');
    assert.equal(cell('items', reading), 'SUSHI 1200');
  });

  it('leaves empty what the receipt does not say', () => {
    assert.equal(cell('totalTax', read({ total: field(9.5) })), '');
  });

  it('says where no receipt was found', () => {
    assert.equal(cell('problem', read({}, 'chart.png')), 'No receipt was found in chart.png.');
    assert.equal(cell('problem', read({ total: field(9.5) })), '');
  });

  it('tells what does not hold, and of another receipt on the picture', () => {
    const checks = [
      { name: 'items', holds: false, arithmetic: '9.00 ≠ 9.54' },
      { name: 'subtotalAndTax', holds: true, arithmetic: '9.00 + 0.54 = 9.54' },
      { name: 'oneReceipt', holds: false, arithmetic: '9.54; 12.80' },
    ] as const;
    const reading = read({ total: field(9.54), checks });
    assert.equal(cell('checks', reading), 'items: 9.00 ≠ 9.54; oneReceipt: 9.54; 12.80');
    assert.equal(cell('checks', read({ total: field(9.54), checks: checks.slice(1, 2) })), '');
  });

  it('lists the items with their count and total', () => {
    const items = [
      { description: field('TEA'), quantity: field(2), unitPrice: field(1.5), total: field(3) },
      { description: field('BUN'), quantity: field(1), total: field(1.2) },
    ];
    assert.equal(cell('items', read({ items })), '2 × TEA 3.00; BUN 1.20');
  });

  it('names the unit and the discount of an item', () => {
    const items = [
      { description: field('PLUMS'), quantity: field(1), unit: field('kg'), discount: field(0.5), total: field(3) },
    ];
    assert.equal(cell('items', read({ items })), '1 kg × PLUMS 3.00 − 0.50');
  });

  it('lists the charges', () => {
    const charges = [{ description: field('DELIVERY'), amount: field(2.5) }, { description: field('=LEVY') }];
    assert.equal(cell('charges', read({ charges })), "DELIVERY 2.50; '=LEVY");
    assert.equal(cell('charges', read({ charges: charges.slice(1) })), "'=LEVY");
  });

  it('leaves a figure that is all of a part of a list a number', () => {
    assert.equal(cell('payments', read({ payments: [{ amount: field(-2) }, { amount: field(3) }] })), '-2.00; 3.00');
    assert.equal(cell('payments', read({ payments: [{ method: field('-2+1') }] })), "'-2+1");
  });

  for (const text of ['a;b', 'a\tb', 'a,b', 'a"b', 'a\nb']) {
    it(`quotes ${JSON.stringify(text)}, so that no spreadsheet parts it`, () => {
      assert.ok(csvRow(read({ merchant: field(text) })).includes(`"${text.replace('"', '""')}"`));
    });
  }

  it('lists the taxes and payments', () => {
    const taxes = [{ rate: field(6), base: field(10), amount: field(0.6) }, { amount: field(1) }];
    const payments = [{ method: field('Visa'), amount: field(9.5), lastDigits: field('1234') }, { amount: field(2) }];
    assert.equal(cell('taxes', read({ taxes })), '6% of 10.00 0.60; 1.00');
    assert.equal(cell('payments', read({ payments })), 'Visa …1234 9.50; 2.00');
  });

  it('tells of a picture that could not be read', () => {
    const problem = new Problem('imageDamaged', { file: 'a.jpg', reason: 'it ends, early' });
    const reading: Reading = { status: 'failed', file: 'a.jpg', problem };
    assert.equal(cell('status', reading), 'failed');
    assert.equal(cell('problem', reading), problem.message);
  });

  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1']) {
    it(`keeps a spreadsheet from taking ${JSON.stringify(text)} for a formula`, () => {
      assert.equal(cell('merchant', read({ merchant: field(text) })), `'${text}`);
      assert.equal(cell('file', read({}, text)), `'${text}`);
    });
  }

  it('gives back any text, and never begins with a formula', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const written = cell('merchant', read({ merchant: field(text) })) ?? '';
        assert.ok(written === text || written === `'${text}`);
        assert.doesNotMatch(written, /^[=+\-@\t\r\n]/);
      }),
    );
  });
});
