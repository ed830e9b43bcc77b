import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

type Item = readonly [
  description: string,
  quantity: number | undefined,
  unitPrice: number | undefined,
  total: number | undefined,
];

function items(text: string): readonly Item[] {
  return parseReceipt(printed(text)).items.map(({ description, quantity, unitPrice, total }) => [
    description.value,
    quantity?.value,
    unitPrice?.value,
    total?.value,
  ]);
}

describe('the items of a receipt', () => {
  it('stand in columns', () => {
    const text = `
      DESCRIPTION      QTY   PRICE   AMOUNT
      PENCIL 2B          2    1.50     3.00
      NOTEBOOK A5        1    6.01     6.01 SR
      TOTAL                            9.01
    `;
    assert.deepEqual(items(text), [
      ['PENCIL 2B', 2, 1.5, 3],
      ['NOTEBOOK A5', 1, 6.01, 6.01],
    ]);
  });

  it('have the description above the price', () => {
    const text = `
      DATE: 04/03/2018
      PENCIL 2B
      9555916500133    2 X 1.50    3.00
      NOTEBOOK A5
      9555916500126    1 X 6.01    6.01
      TOTAL                        9.01
    `;
    assert.deepEqual(items(text), [
      ['PENCIL 2B', 2, 1.5, 3],
      ['NOTEBOOK A5', 1, 6.01, 6.01],
    ]);
  });

  it('have the description below the price', () => {
    const text = `
      ITEM    QTY   U/P    AMOUNT
      2402      1   3.71     3.71
      PIPE NIPPLE
      1462      2   0.64     1.28
      SEAL TAPE
      TOTAL QTY:    3        4.99
      TOTAL                  4.99
    `;
    assert.deepEqual(items(text), [
      ['PIPE NIPPLE', 1, 3.71, 3.71],
      ['SEAL TAPE', 2, 0.64, 1.28],
    ]);
  });

  it('begin with their count', () => {
    assert.deepEqual(items('CASHIER: 1\n2 MILO ICE   5.60\n1 ROTI   1.40\nTOTAL   7.00'), [
      ['MILO ICE', 2, undefined, 5.6],
      ['ROTI', 1, undefined, 1.4],
    ]);
  });

  it('are weighed', () => {
    assert.deepEqual(items('CASHIER: 1\nCHICKEN   1.306   10.99   14.35\nTOTAL   14.35'), [
      ['CHICKEN', 1.306, 10.99, 14.35],
    ]);
  });

  it('have a unit price after an @ above their total', () => {
    assert.deepEqual(items('CASHIER: 1\nRICE 10KG @53.50\n9556606389892   107.00\nTOTAL   107.00'), [
      ['RICE 10KG', undefined, undefined, 107],
    ]);
  });

  it('are not discounts, taxes or charges among them', () => {
    const text = 'CASHIER: 1\nTEA   3.00\nDISCOUNT   -0.30\nSERVICE CHARGE   0.30\nGST 6%   0.18\nTOTAL   3.18';
    assert.deepEqual(items(text), [['TEA', undefined, undefined, 3]]);
  });

  it('are not what stands below the total', () => {
    assert.deepEqual(items('CASHIER: 1\nTEA   3.00\nTOTAL   3.00\nNEXT VISIT VOUCHER   5.00'), [
      ['TEA', undefined, undefined, 3],
    ]);
  });

  it('may be named with a word of a label', () => {
    assert.deepEqual(items('CASHIER: 1\nCASH BOOK RULED PAPER   3.00\nTOTAL   3.00'), [
      ['CASH BOOK RULED PAPER', undefined, undefined, 3],
    ]);
  });

  it('are none where the receipt names no sum', () => assert.deepEqual(items('TEA   3.00\nBUN   1.00'), []));

  it('show where each part of them stands', () => {
    const [item] = parseReceipt(printed('CASHIER: 1\nTEA   2   1.50   3.00\nTOTAL   3.00')).items;
    const parts = [item?.description, item?.quantity, item?.unitPrice, item?.total];
    assert.deepEqual(
      parts.map((part) => part?.evidence.map(({ text }) => text)),
      [['TEA'], ['2'], ['1.50'], ['3.00']],
    );
  });
});
