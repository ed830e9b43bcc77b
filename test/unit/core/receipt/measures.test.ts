import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

describe('an item has a quantity, its unit and a price for one', () => {
  /** Each as its description, quantity, unit and price, `-` where there is none. */
  const measured = (rows: string, foot = 'TOTAL   9.00') =>
    parseReceipt(printed(`DATE: 04/03/2018\n${rows}\n${foot}`)).items.map(
      ({ description, quantity, unit, unitPrice }) =>
        [description, quantity, unit, unitPrice].map((field) => field?.value ?? '-').join(' '),
    );

  for (const [text, ...expected] of [
    ['BANANAS   1.82 A\n0.298 kg @ 6.10', 'BANANAS 0.298 kg 6.1'],
    ['OLIVES   25,60 EUR\n4 * 6,40\nRICE   4,25 EUR', 'OLIVES 4 - 6.4', 'RICE - - -'],
    ['DIESEL   42.58\n21.87 L x 1.947 USD/L', 'DIESEL 21.87 l 1.947'],
    ['CHEDDAR\n2x 148.00   296.00\nTEA\n1 PCS x 5.00   5.00', 'CHEDDAR 2 - 148', 'TEA 1 pcs 5'],
    ['001 709896 SUMO\n   4UN x 16,40   65,60', 'SUMO 4 un 16.4'],
    ['ROOM 4 x 50.00   200.00\nPARKING 4 x 2.00   8.00', 'ROOM 4 - 50', 'PARKING 4 - 2'],
    ['TEA   3.00\n2 x 4.00\nBUN   8.00', 'TEA - - -', 'BUN 2 - 4'],
    ['TEA   3.00\n7 x 4.00', 'TEA - - -'],
    ['CHEDDAR   12.48\n1.342 kgx 9.30', 'CHEDDAR 1.342 kg 9.3'],
    ['DÜBEL 8MM\n2 Stück à 3,49   6,98', 'DÜBEL 8MM 2 stück 3.49'],
    ['LEISTE 2M\n2 Stk. 5,00   10,00', 'LEISTE 2M 2 stk 5'],
    ['HOLZ FICHTE\n3 St a 4,99   14,97', 'HOLZ FICHTE 3 st 4.99'],
    ['MIEL\n2 pièces à 2,10   4,20', 'MIEL 2 pièces 2.1'],
    ['LECHE\n2 ud. x 1,25   2,50', 'LECHE 2 ud 1.25'],
    ['MANZANAS\n1,020 kg a 1,98 €/kg   2,02', 'MANZANAS 1.02 kg 1.98'],
    ['GHEE\n2 Nos X 27.00   54.00', 'GHEE 2 nos 27'],
    ['SUPER E10\n41,23 l   x 1,739 EUR/l   71,70', 'SUPER E10 41.23 l 1.739'],
    ['VITAMIN 2 A 500   6.00', 'VITAMIN 2 A 500 - - -'],
    ['NATT 5 x 1 190,00   5 950,00', 'NATT 5 - 1190'],
  ] as const) {
    it(`on ${JSON.stringify(text)}`, () => assert.deepEqual(measured(text), expected));
  }

  for (const label of ['AMOUNT', 'TOTAL', 'WORTH']) {
    it(`on rows of their own, as pumps do, above the ${label}`, () => {
      assert.deepEqual(
        measured(`PUMP 8\nDIESEL\nLITRES   35.02 L\nPRICE   2.164/L\n${label}   75.78`, 'TOTAL   75.78'),
        ['DIESEL 35.02 l 2.164'],
      );
    });
  }

  it('in currencies without cents, too', () => {
    assert.deepEqual(measured('TEMPE\n6 x 5.500   Rp. 33.000', 'TOTAL   Rp. 33.000'), ['TEMPE 6 - 5500']);
  });
});
