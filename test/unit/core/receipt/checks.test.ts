import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

function rounding(text: string): number | undefined {
  return parseReceipt(printed(text)).rounding?.value;
}

describe('the checks', () => {
  function checks(text: string): readonly (readonly [string, boolean, string])[] {
    return parseReceipt(printed(text)).checks.map(({ name, holds, arithmetic }) => [name, holds, arithmetic]);
  }

  it('write the sums down as a person would', () => {
    const text = `
      ITEM      QTY   PRICE   AMOUNT
      PENCIL      2    1.50     3.00
      PAPER       1    6.00     6.00
      SUBTOTAL                  9.00
      GST 6%                    0.54
      ROUNDING                  0.01
      TOTAL                     9.55
      CASH                     10.00
      CHANGE                    0.45
    `;
    assert.deepEqual(checks(text), [
      ['items', true, '3.00 + 6.00 = 9.00'],
      ['subtotalAndTax', true, '9.00 + 0.54 + 0.01 = 9.55'],
      ['paidAndChange', true, '9.55 + 0.45 = 10.00'],
    ]);
  });

  it('say when a sum does not hold', () => {
    assert.deepEqual(checks('TOTAL   9.55\nCASH   10.00\nCHANGE   0.50'), [
      ['paidAndChange', false, '9.55 + 0.50 ≠ 10.00'],
    ]);
  });

  it('take what was paid as rounded to coins', () => {
    assert.deepEqual(checks('TOTAL   9.98\nROUNDING   0.02\nCASH   20.00\nCHANGE   10.00'), [
      ['paidAndChange', true, '9.98 + 0.02 + 10.00 = 20.00'],
    ]);
  });

  it('leave the tax out where the subtotal includes it', () => {
    assert.deepEqual(checks('SUBTOTAL   14.00\nGST INCLUDED   0.79\nTOTAL   14.00'), [
      ['subtotalAndTax', true, '14.00 = 14.00'],
    ]);
  });

  it('tell what is missing between a subtotal and a total without a tax', () => {
    assert.deepEqual(checks('SUBTOTAL   14.00\nDISCOUNT   2.00\nTOTAL   12.00'), [
      ['subtotalAndTax', true, '14.00 − 2.00 = 12.00'],
    ]);
    assert.deepEqual(checks('SUBTOTAL   10.02\nTOTAL   10.01'), [['subtotalAndTax', false, '10.02 ≠ 10.01']]);
    assert.deepEqual(checks('SUBTOTAL   10.00\nTOTAL   10.00'), []);
  });

  it('take a rounding off, too, whose minus is lost, as it is told', () => {
    const text = 'DATE: 04/03/2018\nTEA   12.02\nROUNDING   0.02\nTOTAL   12.00';
    assert.equal(rounding(text), -0.02);
    assert.equal(rounding(text.replace('0.02\nTOTAL   12.00', '-0.03\nTOTAL   12.05')), 0.03);
    assert.equal(rounding(text.replace('TEA   12.02', 'TEA   9.99')), 0.02);
    assert.deepEqual(
      checks(text).find(([name]) => name === 'items'),
      ['items', true, '12.02 − 0.02 = 12.00'],
    );
  });

  it('add charges to the items and take discounts off', () => {
    const items = 'ITEM   QTY   PRICE   AMOUNT\nTEA   2   5.00   10.00\nSOUP   1   10.00   10.00';
    const foot = 'SUBTOTAL   20.00\nDISCOUNT   -1.00\nSERVICE CHARGE   1.90\nTAX   1.14\nTOTAL   22.04';
    assert.deepEqual(checks(`${items}\n${foot.replace('SUBTOTAL   20.00\n', '')}`)[0], [
      ...['items', true, '10.00 + 10.00 + 1.90 + 1.14 − 1.00 = 22.04'],
    ]);
    assert.deepEqual(checks(`${items}\nTOTAL   20.00\nROUNDING   0.02\nTOTAL ROUNDED   20.02`)[0], [
      ...['items', true, '10.00 + 10.00 + 0.02 = 20.02'],
    ]);
    assert.deepEqual(checks(`${items}\n${foot}`)[1], [
      ...['subtotalAndTax', true, '20.00 + 1.14 + 1.90 − 1.00 = 22.04'],
    ]);
  });

  it('make a date that has not come yet less sure', () => {
    const sure = (now: number) =>
      parseReceipt(printed('DATE: 13/03/2018\nTOTAL   9.50'), { now }).date?.confidence ?? 0;
    assert.ok(sure(Date.UTC(2018, 2, 11)) < 0.9);
    assert.ok(sure(Date.UTC(2018, 2, 11)) < sure(Date.UTC(2018, 2, 14)));
  });

  it('say whether the date is in the future, wherever it was printed', () => {
    const now = Date.UTC(2018, 2, 11, 11);
    const check = (date: string) => parseReceipt(printed(`DATE: ${date}\nTOTAL   9.50`), { now }).checks;
    assert.deepEqual(check('12/03/2018'), [{ name: 'dateNotInFuture', holds: true, arithmetic: '2018-03-12 ≤ today' }]);
    assert.deepEqual(check('13/03/2018'), [
      { name: 'dateNotInFuture', holds: false, arithmetic: '2018-03-13 > today' },
    ]);
  });

  it('make a total less sure that all other sums contradict', () => {
    const confidence = (text: string) => parseReceipt(printed(text)).total?.confidence ?? NaN;
    const sure = confidence('TOTAL   9.55\nCASH   10.00');
    const contradicted = confidence('TOTAL   9.55\nCASH   10.00\nCHANGE   0.50');
    assert.ok(contradicted < 0.8 * sure, `${contradicted} of ${sure}`);
    assert.ok(confidence('SUBTOTAL   9.00\nTAX   0.55\nTOTAL   9.55\nCASH   10.00\nCHANGE   0.50') >= sure);
  });

  it('make a total less sure that the items contradict, unless as much was paid', () => {
    const confidence = (text: string) => parseReceipt(printed(`CASHIER: 1\n${text}`)).total?.confidence ?? 0;
    const sure = confidence('TEA   9.00\nBUN   0.55\nTOTAL   9.55');
    const contradicted = confidence('TEA   9.00\nBUN   0.65\nTOTAL   9.55');
    assert.ok(contradicted < 0.8 * sure, `${contradicted} of ${sure}`);
    const paid = confidence('TEA   9.00\nBUN   0.65\nTOTAL   9.55\nVISA   9.55');
    assert.ok(paid >= sure, `${paid} of ${sure}`);
  });

  it('make a total less sure to which the subtotal does not lead, though the items are the subtotal', () => {
    const confidence = (text: string) => parseReceipt(printed(`CASHIER: 1\n${text}`)).total?.confidence ?? 0;
    const sure = confidence('TEA   20.00\nBUN   14.49\nSUBTOTAL   34.49\nTAX   2.00\nTOTAL   36.49');
    const contradicted = confidence('TEA   20.00\nBUN   14.49\nSUBTOTAL   34.49\nTAX   2.00\nTOTAL   3.50');
    assert.ok(contradicted < 0.8 * sure, `${contradicted} of ${sure}`);
  });

  it('make no total less sure that the items come to', () => {
    const confidence = (text: string) => parseReceipt(printed(`CASHIER: 1\n${text}`)).total?.confidence ?? 0;
    const sure = confidence('ROOM   95.00\nCITY   6.60\nTOTAL   101.60');
    const other = confidence('ROOM   95.00\nCITY   6.60\nSUBTOTAL   86.36\nTAX   8.64\nTOTAL   101.60');
    assert.ok(other >= sure, `${other} of ${sure}`);
  });

  it('are written with the decimals of the currency', () => {
    const { checks } = parseReceipt(printed('CASHIER: 1\nTEA   1,200\nBUN   300\nTOTAL   JPY 1,500'));
    assert.equal(checks.find(({ name }) => name === 'items')?.arithmetic, '1200 + 300 = 1500');
  });
});
