import assert from 'node:assert/strict';
import type { Page, Receipt } from '../../../../src/core/reading/reading.ts';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

function read(text: string, confidence?: number): Receipt {
  const page = printed(text);
  const lines = page.lines.map((line) => ({ ...line, ...(confidence !== undefined && { confidence }) }));
  return parseReceipt({ ...page, lines } satisfies Page);
}

describe('how sure a value is', () => {
  const goods = 'TEA   3.00\n2 x 2.00   CAKE   4.00\n';
  const summed = read(
    `${goods}SUBTOTAL   7.00\nDELIVERY   1.00\nTAX   0.50\nTOTAL   8.50\nCASH   10.00\nCHANGE   1.50`,
  );
  const plain = read(`${goods}VAT 20%   1.17`);
  const wrong = read(`${goods}SUBTOTAL   9.00\nTAX   0.50\nTOTAL   8.50\nCASH   10.00\nCHANGE   1.75`);

  it('is at least 90 % where sums hold: of items, charges, payments and change', () => {
    for (const { total, description } of summed.items) {
      assert.ok(total && total.confidence >= 0.9 && description.confidence >= 0.9, description.value);
    }
    const [charge, payment] = [summed.charges[0]?.amount, summed.payments[0]?.amount];
    for (const field of [charge, payment, summed.paid, summed.change, summed.subtotal]) {
      assert.ok(field && field.confidence >= 0.9, JSON.stringify(field));
    }
  });

  it('is less where there is no sum, and less still where it does not hold', () => {
    const totals = (index: number) => [summed, plain, wrong].map(({ items }) => items[index]?.total?.confidence ?? NaN);
    const [tea, cake] = [totals(0), totals(1)];
    assert.deepEqual(
      [...new Set(tea)].sort((a, b) => b - a),
      tea,
    );
    assert.ok((tea[1] ?? NaN) < 0.9);
    assert.equal(cake[1], cake[2], 'it is multiplied right');
    assert.ok((wrong.change?.confidence ?? 1) < 0.8 && (wrong.payments[0]?.amount?.confidence ?? 1) < 0.8);
  });

  it('is that of the engine for letters, which no sum bears out', () => {
    const text = `${goods}TOTAL   7.00`;
    const [sure, unsure] = [read(text, 1), read(text, 0.8)].map(({ items }) => items[0]);
    assert.ok(sure && unsure?.total && unsure.description.confidence < 0.8);
    assert.ok(unsure.total.confidence > 0.85);
  });

  it('is more for a payment of what was due than for one of anything', () => {
    const sure = (paid: string) => read(`${goods}TOTAL   7.00\nVISA   ${paid}`).payments[0]?.amount?.confidence ?? NaN;
    assert.ok(sure('7.00') > 0.9 && sure('5.00') < 0.9, `${sure('7.00')} ${sure('5.00')}`);
  });

  it('is more for a payment of what was due and the tip', () => {
    const { paid, payments } = read(`${goods}TOTAL   7.00\nTIP   3.00\nVISA   10.00`);
    assert.ok(paid && paid.confidence > 0.9 && payments[0]?.amount && payments[0].amount.confidence > 0.9);
  });

  it('is no less for a payment of more or less than the total, which may have no row of change or follow a deposit', () => {
    const sure = (foot: string) => read(`${goods}${foot}`).paid?.confidence ?? NaN;
    for (const foot of ['TOTAL   7.00\nCASH   10.00', 'TOTAL   7.00\nDEPOSIT   -2.00\nVISA   5.00']) {
      assert.ok(sure(foot) >= 0.8, `${foot}: ${sure(foot)}`);
    }
  });

  it('is more for a tax that is its rate of its base', () => {
    const sure = (tax: string) => read(`${goods}TOTAL   7.00\nVAT ${tax}`).taxes[0]?.amount?.confidence ?? NaN;
    assert.ok(sure('20%   5.83   1.17') > 0.9 && sure('20%   1.17') < 0.9);
  });
});

describe('what one of something costs', () => {
  it('is no item, so that it does not contradict the total', () => {
    const { items, total } = read('PRODUCT: PETROL\nRATE/LTR: Rs. 106.17\nAMOUNT: Rs. 1500.00\nVOLUME(LTR.): 14.13');
    assert.deepEqual([items.length, total?.value], [0, 1500]);
    assert.ok(total && total.confidence > 0.5);
  });
});
