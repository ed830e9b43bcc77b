import assert from 'node:assert/strict';
import { itemsOf as items } from './invented.ts';

describe('the names of items', () => {
  it('are without the day of a night and the letter of a tax', () => {
    const names = (rows: string, tax: string) =>
      items(`CASHIER: 1\n${rows}\nTOTAL   7.00\n${tax}`).map(([name]) => name);
    const tax = 'PTU B 8,00%   0,22';
    assert.deepEqual(names('05/02 Room   4.00\n14/10/2023 Dinner   3.00', tax), ['Room', 'Dinner']);
    assert.deepEqual(names('B MILK   4.00\nBREAD B   3.00', tax), ['MILK', 'BREAD']);
    assert.deepEqual(names('B MILK   4.00\nVITAMIN C   3.00', 'VAT 8,00%   0,22'), ['B MILK', 'VITAMIN C']);
  });

  it('keep a letter that is that of a tax where only few have one, or it stands behind the amount', () => {
    const names = (rows: string) =>
      items(`CASHIER: 1\n${rows}\nTOTAL   12.00\nA 19%   1.60\nB 7%   0.13`).map(([name]) => name);
    assert.deepEqual(names('A TEAM DVD   12.00'), ['A TEAM DVD']);
    assert.deepEqual(names('A TEAM DVD   4.00\nBREAD   3.00\nMILK   5.00'), ['A TEAM DVD', 'BREAD', 'MILK']);
    assert.deepEqual(names('VITAMIN B   5.00 B\nVITAMIN A   7.00 A'), ['VITAMIN B', 'VITAMIN A']);
    assert.deepEqual(names('BREAD B   3.00\nMILK B   5.00\nDVD   4.00'), ['BREAD', 'MILK', 'DVD']);
  });

  it('are short where no longer one stands beside the price', () => {
    const text = 'CORNER SHOP LTD\n5 High Street, Leeds\n12/03/2024 10:15\n7 UP   1.80\nMILK   1.00\nTOTAL   2.80';
    assert.deepEqual(
      items(text).map(([name]) => name),
      ['7 UP', 'MILK'],
    );
    assert.equal(items('CORNER SHOP LTD\nTAX INVOICE\nHONEY\n2 KG   9.00\nTOTAL   9.00').length, 1);
  });

  it('have weights in their names, which are no amounts', () => {
    assert.equal(
      items('CASHIER: 1\nCHICKEN BRST 1.87 lb HALF   9.33\nTOTAL   9.33')[0]?.[0],
      'CHICKEN BRST 1.87 lb HALF',
    );
  });
});
