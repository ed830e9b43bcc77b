import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { itemsOf as items, printed } from './invented.ts';

describe('the quantity of an item', () => {
  it('may stand with the price of one before the name', () => {
    const text = `
      LILAC & SON LTD
      VAT No 200 4567 89
      2 @ 3.50 SOAP      7.00
      2 X 2,49 YOGURT    4,98
      PEAR               6.00
      TOTAL             17.98
    `;
    assert.deepEqual(items(text), [
      ['SOAP', 2, 3.5, 7],
      ['YOGURT', 2, 2.49, 4.98],
      ['PEAR', undefined, undefined, 6],
    ]);
  });

  for (const [row, name, quantity] of [
    ['Apple x2', 'Apple', 2],
    ['Apple x 2', 'Apple', 2],
    ['Apple (2)', 'Apple', 2],
    ['Apple (2x)', 'Apple', 2],
    ['Apple Qty: 2', 'Apple', 2],
    ['Äpfel Menge 10', 'Äpfel', 10],
    ['2× Apple', 'Apple', 2],
    ['2 St. Apfel', 'Apfel', 2],
    ['2 PCS APPLES', 'APPLES', 2],
    ['Apple x3', 'Apple x3', undefined],
    ['Eggs x10', 'Eggs x10', undefined],
    ['Soap (100g)', 'Soap (100g)', undefined],
    ['2 Stones', 'Stones', 2],
  ] as const) {
    it(`is ${quantity ?? 'not told'} for ${row}, if so many may cost the total`, () => {
      assert.deepEqual(items(`CASHIER: 1\n${row}   7.00\nPear   6.00\nTOTAL   13.00`)[0], [
        ...[name, quantity, undefined, 7],
      ]);
    });
  }

  it('is less sure where it may be what is in a pack, unless the price of one is printed', () => {
    const sure = (row: string) =>
      parseReceipt(printed(`CASHIER: 1\n${row}   6.00\nPear   6.00\nTOTAL   12.00`)).items[0]?.quantity?.confidence ??
      NaN;
    for (const row of ['Eggs (6)', 'Battery x4', 'Tea (2x)']) assert.ok(sure(row) < 0.6, `${row} ${sure(row)}`);
    for (const row of ['Eggs (6)   1.00', 'Battery   x4', 'Apple Qty: 2', '2 PCS Apples']) {
      assert.ok(sure(row) >= 0.7, `${row} ${sure(row)}`);
    }
  });

  it('is above what its net weight costs', () => {
    assert.deepEqual(items('CASHIER: 1\nBananas\n 0.742 kg NET @ $3.90/kg   2.89\nTOTAL   2.89'), [
      ['Bananas', 0.742, 3.9, 2.89],
    ]);
  });

  it('is not the size of what costs the same', () => {
    assert.deepEqual(items('CASHIER: 1\nMilch 3,5% 1l   1,55\nBrot   2,00\nTOTAL   3,55')[0], [
      ...['Milch 3,5% 1l', undefined, undefined, 1.55],
    ]);
  });

  for (const code of ['   20%', '   4,00 %', '   A', '   SR', ' 0123456789012', ' 078742229990 F']) {
    it(`leaves${code} at the end out of the name`, () => {
      const name = items(`CASHIER: 1\nOlive oil${code}   7.00\nTOTAL   7.00`)[0]?.[0];
      assert.equal(name, 'Olive oil');
    });
  }

  it('is no part of the name where it stands behind it', () => {
    assert.deepEqual(
      items('CASHIER: 1\nWOOD SCREW 50PCS 2   3.80   7.60\nPENCIL 2B   2   1.50   3.00\nTOTAL   10.60'),
      [
        ['WOOD SCREW 50PCS', 2, 3.8, 7.6],
        ['PENCIL 2B', 2, 1.5, 3],
      ],
    );
  });

  it('may have a price in hundredths', () => {
    assert.deepEqual(items('Pump 4\nUNLEADED 91\n42.15 L @ 189.9 c/L   $80.04\nTOTAL   $80.04'), [
      ['UNLEADED 91', 42.15, 1.899, 80.04],
    ]);
  });

  it('is that of fuel whose price and amount stand beside it', () => {
    const expected = [['DIESEL NEO', 38.52, 1.669, 64.29]];
    assert.deepEqual(items('PUMP 3\nDIESEL NEO\n38,52 L   1,669 EUR/L   64,29 EUR\nTOTAL   64,29'), expected);
  });

  it('is told below the name where all of them are counted below', () => {
    const rows = 'WALL PLUG\n 9556001122334   10 X 0.35   3.50 SR\nCEMENT\n 9556009988776   2 X 9.90   19.80 SR';
    assert.deepEqual(items(`CASHIER: 1\n${rows}\nTotal Qty: 12\nTOTAL   23.30`), [
      ['WALL PLUG', 10, 0.35, 3.5],
      ['CEMENT', 2, 9.9, 19.8],
    ]);
  });

  it('is of no row of the head', () => {
    assert.deepEqual(items('LILAC LTD\nVAT No 200 4567 89\n2 @ 3.50   7.00\nPEAR   6.00\nTOTAL   13.00'), [
      ['PEAR', undefined, undefined, 6],
    ]);
  });

  it('is not told by a column of rates', () => {
    const text = `
      DESCRIPTION      VAT%    PRICE
      MILK             4,00     1,65
      WINE            22,00     6,90
      TOTAL                     8,55
    `;
    assert.deepEqual(items(text), [
      ['MILK', undefined, undefined, 1.65],
      ['WINE', undefined, undefined, 6.9],
    ]);
  });

  it('is told by columns without a sign between where arithmetic proves it', () => {
    const text = `
      001 PETROL PLAIN 30,250 LT 5,790 175,15
      COFFEE BEANS 1 KG 12.99
      BANANAS
        2.31 lb @ 1 lb /0.58   1.34
      TOTAL 189.48
    `;
    assert.deepEqual(items(`CASHIER: 1\n${text}`), [
      ['PETROL PLAIN', 30.25, 5.79, 175.15],
      ['COFFEE BEANS 1 KG', undefined, undefined, 12.99],
      ['BANANAS', 2.31, 0.58, 1.34],
    ]);
  });

  it('is the whole number of two, though it stands behind the price', () => {
    assert.deepEqual(items('TOMATEN 0,99 x 2   1,98\nBIER 2 x 0,80   1,60\nSUMME   3,58'), [
      ['TOMATEN', 2, 0.99, 1.98],
      ['BIER', 2, 0.8, 1.6],
    ]);
  });

  it('is less sure behind its price, as goods by weight are written so, too', () => {
    const [tea, bun] = parseReceipt(printed('TEA   1,25 x 8   10,00\nBUN   2 x 0,80   1,60\nSUMME   11,60')).items;
    assert.ok(tea?.quantity && bun?.quantity && tea.unitPrice && bun.unitPrice);
    assert.ok(tea.quantity.confidence < 0.9 && bun.quantity.confidence > 0.9);
    assert.ok(tea.unitPrice.confidence < 0.9 && bun.unitPrice.confidence > 0.9);
  });

  it('is not the number of its line, which is no part of its name', () => {
    const rows = ['1. TEA', '02 BUN', '003 JAM'];
    assert.deepEqual(
      items(`CASHIER: 1\n${rows.map((row) => `${row}   8.50`).join('\n')}\nTOTAL   25.50`).map(([name]) => name),
      ['TEA', 'BUN', 'JAM'],
    );
  });
});
