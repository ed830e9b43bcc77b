import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

/** What is taken off each item and off the whole, and whether the sums hold. */
function takenOff(text: string) {
  const { items, discount, checks } = parseReceipt(printed(text));
  return {
    items: items.map(({ description, total, discount: own }) =>
      [description.value, total?.value, own?.value].filter((value) => value !== undefined).join(' '),
    ),
    whole: discount?.value,
    holds: checks.map(({ holds }) => holds),
  };
}

describe('what is taken off', () => {
  for (const row of [
    'SCONTO   -0.70',
    'Coupon 2.00 off   0.70-',
    'Less 10% Staff   -0.70',
    'Member Card 10%   -0.70',
  ]) {
    it(`${row} below the items is the whole’s, also where the subtotal has left it out`, () => {
      const expected = { items: ['COFFEE 1.6', 'JUICE 6.1'], whole: 0.7, holds: [true] };
      const goods = `COFFEE   1.60\nJUICE   6.10\n${row}\n`;
      assert.deepEqual(takenOff(`${goods}SUBTOTAL   7.00\nTOTAL   7.00`), expected);
      assert.deepEqual(takenOff(`${goods}TOTAL   7.00`), expected);
    });
  }

  for (const row of ['Cc £1.00 off   -£1.00', '347965   /1068080   1.00-', 'OPUST COFFEE   -1.00']) {
    it(`${row} between the items is that of the one above`, () => {
      assert.deepEqual(takenOff(`COFFEE   1.60\n${row}\nJUICE   6.10\nSUBTOTAL   6.70\nTAX   0.30\nTOTAL   7.00`), {
        ...{ items: ['COFFEE 1.6 1', 'JUICE 6.1'], whole: undefined, holds: [true, true] },
      });
    });
  }

  it('needs no minus behind a word that says nothing else', () => {
    assert.deepEqual(takenOff('COFFEE   1.60\nless   0.70\nJUICE   6.10\nTOTAL   7.00'), {
      ...{ items: ['COFFEE 1.6 0.7', 'JUICE 6.1'], whole: undefined, holds: [true] },
    });
  });

  it('is no item that is given back', () => {
    assert.deepEqual(takenOff('MILK   1.60\nRETURNED BOTTLES   -0.50\nJUICE   6.10\nTOTAL   7.20').items, [
      ...['MILK 1.6', 'RETURNED BOTTLES -0.5', 'JUICE 6.1'],
    ]);
    assert.deepEqual(takenOff('DRILL 20% HARDER   -1.60\nSAW   -6.10\nTOTAL   -7.70').items, [
      ...['DRILL 20% HARDER -1.6', 'SAW -6.1'],
    ]);
  });

  for (const row of ['Retoure Milch 3,5%', 'Milk 3.5%', 'Return Milk 2%', 'STORNO 5% SOAP', 'Devolución 10% Tea']) {
    it(`is not ${row}, which is given back or has a share in its name`, () => {
      assert.deepEqual(takenOff(`SCREWS   6.99\n${row}   -1.20\nHAMMER   10.00\nTOTAL   15.79`), {
        ...{ items: ['SCREWS 6.99', `${row} -1.2`, 'HAMMER 10'], whole: undefined, holds: [true] },
      });
    });
  }
});

describe('what repeats the items', () => {
  const items = (foot: string) => takenOff(`COFFEE   4.00\n${foot}`).items;

  it('is no item where it makes them more than the sum: another price, or the sums of groups', () => {
    assert.deepEqual(items('  with oats (1.00)\nTEA   5.00\nSUBTOTAL   9.00\nTOTAL   9.00'), ['COFFEE 4', 'TEA 5']);
    assert.deepEqual(items('  Regular Price 15.00\nTEA   5.00\nTOTAL   9.00'), ['COFFEE 4', 'TEA 5']);
    assert.deepEqual(items('TEA   2.00\nWINE   5.00\nSoft   6.00\nLiquor   5.00\nSUBTOTAL   11.00\nTOTAL   11.00'), [
      ...['COFFEE 4', 'TEA 2', 'WINE 5'],
    ]);
  });

  it('is an item where the sum has it', () => {
    assert.deepEqual(items('Room Rate   15.00\nTOTAL   19.00'), ['COFFEE 4', 'Room Rate 15']);
    assert.deepEqual(items('TEA   5.00\nCAKE   9.00\nTOTAL   18.00'), ['COFFEE 4', 'TEA 5', 'CAKE 9']);
  });

  it('is no cover, so many of which are sold', () => {
    assert.deepEqual(items('Coperto   4 x 2.00   8.00\nSUBTOTAL   12.00\nTOTAL   12.00'), ['COFFEE 4', 'Coperto 8']);
  });
});
