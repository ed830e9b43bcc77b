import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed, withWords } from './invented.ts';

const malaysian = printed(`
         KEDAI BUKU MAWAR SDN BHD
              (887766-K)
        12, JALAN KENANGA 3/4,
     47300 PETALING JAYA, SELANGOR
            TEL: 03-1234 5678
              TAX INVOICE
  DATE: 04/03/2018        TIME: 14:05
  DESCRIPTION     QTY   PRICE   AMOUNT
  PENCIL 2B        2     1.50     3.00
  NOTEBOOK A5      1     6.01     6.01
  TOTAL                           9.01
  ROUNDING ADJ                   -0.01
  TOTAL PAYABLE            RM     9.00
  CASH                           10.00
  CHANGE                          1.00
`);

describe('parseReceipt', () => {
  it('reads every field of a plain Malaysian receipt', () => {
    const receipt = parseReceipt(malaysian);
    assert.equal(receipt.merchant?.value, 'KEDAI BUKU MAWAR SDN BHD');
    assert.equal(receipt.address?.value, '12, JALAN KENANGA 3/4, 47300 PETALING JAYA, SELANGOR');
    assert.equal(receipt.date?.value, '2018-03-04');
    assert.equal(receipt.time?.value, '14:05');
    assert.equal(receipt.currency?.value, 'MYR');
    assert.equal(receipt.rounding?.value, -0.01);
    assert.equal(receipt.total?.value, 9);
    assert.equal(receipt.paid?.value, 10);
    assert.equal(receipt.change?.value, 1);
    assert.equal(receipt.payments[0]?.method?.value, 'Cash');
    assert.deepEqual(
      receipt.items.map(({ description, quantity, unitPrice, total }) => [
        description.value,
        quantity?.value,
        unitPrice?.value,
        total?.value,
      ]),
      [
        ['PENCIL 2B', 2, 1.5, 3],
        ['NOTEBOOK A5', 1, 6.01, 6.01],
      ],
    );
  });

  it('shows the words that a value was read from', () => {
    const total = parseReceipt(withWords(malaysian)).total;
    assert.deepEqual(total?.evidence, [{ text: '9.00', box: [320, 410, 360, 430] }]);
  });

  it('finds nothing on an empty page', () => {
    assert.deepEqual(parseReceipt({ width: 100, height: 100, lines: [] }), {
      items: [],
      charges: [],
      taxes: [],
      payments: [],
      checks: [],
    });
  });

  it('tries few sums on a page of thousands of figures', () => {
    const rows = ['SUBTOTAL   9.00', 'SERVICE CHARGE   1.00', 'DISCOUNT   0.50', 'GST 6%   0.54', 'TOTAL   10.04'];
    const receipt = parseReceipt(printed(Array.from({ length: 400 }, () => rows.join('\n')).join('\n')));
    assert.equal(receipt.total?.value, 10.04);
  });
});
