import assert from 'node:assert/strict';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { itemsOf, printed } from './invented.ts';

const head = `SEASIDE HOTEL LTD
12 Quay Street, Leeds LS1 4AB
GUEST FOLIO
Arrival: 12/03/2024   Departure: 14/03/2024
`;

function total(account: string): readonly [total: number | undefined, sure: boolean, paid: number | undefined] {
  const found = findReceipt(printed(head + account));
  return [found.total?.value, (found.total?.confidence ?? 0) >= 0.75, found.paid?.value];
}

describe('the bill of a hotel with what is owed behind each charge', () => {
  const charges = `Date   Description   Charges   Credits   Balance
12/03/2024   Accommodation   120.00      120.00
12/03/2024   Minibar   8.50      128.50
13/03/2024   Accommodation   120.00      248.50
`;

  it('comes to what was owed before it was paid', () => {
    const paid = '14/03/2024   Visa Card      248.50   0.00\nBalance Due   0.00';
    assert.deepEqual(total(charges + paid), [248.5, true, 248.5]);
  });

  it('may have been paid in several ways', () => {
    const paid = '14/03/2024   Voucher      48.50   200.00\n14/03/2024   Visa      200.00   0.00\nBalance Due   0.00';
    assert.equal(total(charges + paid)[0], 248.5);
  });

  it('is not what is owed when more was had after a payment', () => {
    const rest = '14/03/2024   Visa      248.50   0.00\n14/03/2024   Parking   20.00   20.00\nTotal   268.50';
    assert.deepEqual(total(charges + rest).slice(0, 2), [268.5, true]);
  });

  it('tells the charges as its items', () => {
    assert.deepEqual(itemsOf(`${head}${charges}Total   248.50`), [
      ['Accommodation', undefined, undefined, 120],
      ['Minibar', undefined, undefined, 8.5],
      ['Accommodation', undefined, undefined, 120],
    ]);
  });

  it('may be of one night', () => {
    const night =
      '12/03/2024   Accommodation   83.00      83.00\n13/03/2024   Visa      83.00   0.00\nBalance Due   0.00';
    assert.deepEqual(total(night), [83, true, 83]);
  });

  it('is none where two of the amounts are alike by chance', () => {
    assert.deepEqual(itemsOf('SHOP LTD\nCASHIER: 1\nTEA   1   5.00   5.00\nBUN   2   2.50   5.00\nTOTAL   10.00'), [
      ['TEA', 1, 5, 5],
      ['BUN', 2, 2.5, 5],
    ]);
  });

  it('is none where goods of one price are bought in counts that grow', () => {
    const goods = '1   CUP   5.00   5.00\n2   BOWL   5.00   10.00\n1   TRAY   5.00   5.00\n';
    assert.deepEqual(itemsOf(`ECO SHOP LTD\n${goods}TOTAL   20.00`), [
      ['CUP', 1, 5, 5],
      ['BOWL', 2, 5, 10],
      ['TRAY', 1, 5, 5],
    ]);
  });

  it('is none where a count stands before a short word', () => {
    const goods = '1 Tea   2.00\n1 Tea VOID   -2.00\n1 Cake   4.00\n';
    const found = findReceipt(printed(`MAWAR CAFE LTD\n12/03/2024\n${goods}TOTAL   4.00`));
    assert.equal(found.items.length, 3);
    assert.equal(found.total?.value, 4);
  });
});

it('the bill of a hotel without balances comes to the payment of all its charges', () => {
  const charges =
    '12/03/2024   Accommodation   120.00\n12/03/2024   Minibar   8.50\n13/03/2024   Accommodation   120.00\n';
  assert.deepEqual(total(`${charges}14/03/2024   Visa      -248.50\nBalance Due   0.00`), [248.5, true, 248.5]);
});
