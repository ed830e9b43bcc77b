import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

/** `NAME 2 x 1.50 = 3.00 - 0.50`, as far as it is told. */
function goods(text: string): readonly string[] {
  return parseReceipt(printed(text)).items.map(({ description, quantity, unit, unitPrice, total, discount }) =>
    [
      description.value,
      ...(quantity ? [quantity.value] : []),
      ...(unit ? [unit.value] : []),
      ...(unitPrice ? ['x', unitPrice.value] : []),
      ...(total ? ['=', total.value] : []),
      ...(discount ? ['-', discount.value] : []),
    ].join(' '),
  );
}

describe('the rows of the goods', () => {
  it('begin below the opening hours, where names stand below their prices', () => {
    const text = `
      OPENING HOURS
      SUN-SAT: 1000 HRS - 2200 HRS
      1X 000001234567     7.00
      PLUM MIX
      1X 000001234574    12.50
      ROLLED OATS
      PROMO @9.50        -3.00
      1X 000001234581     2.00
      KIWI
      SUB-TOTAL          18.50
      TOTAL              18.50
    `;
    assert.deepEqual(goods(text), ['PLUM MIX 1 = 7', 'ROLLED OATS 1 = 12.5 - 3', 'KIWI 1 = 2']);
  });

  it('are not how far a taxi went', () => {
    assert.deepEqual(goods('MILES: 4.30\nFARE   12.50\nTIP   1.00\nTOTAL   13.50'), ['FARE = 12.5']);
    assert.deepEqual(goods('DISTANCE   4.30\nFARE   12.50\nTOTAL   12.50'), ['FARE = 12.5']);
  });

  it('are what the distance costs where the sum needs it', () => {
    assert.deepEqual(goods('FLAG FALL   3.00\nDISTANCE   12.40\nTOTAL   15.40'), ['FLAG FALL = 3', 'DISTANCE = 12.4']);
    const rental = '2 DAYS @ 45.00   90.00\nMILEAGE   24.00\nTAX   9.12\nTOTAL   123.12';
    assert.ok(goods(rental).includes('MILEAGE = 24'));
    assert.deepEqual(goods('FARE   3.00\nMILES   $12.40\nTOTAL   15.40'), ['FARE = 3', 'MILES = 12.4']);
  });

  it('are what was drunk at the bar of a hotel, above the sum, and no cash below it', () => {
    const rooms = 'ZIMMER   120,00\nBAR   18,50\nFRÜHSTÜCK   15,00\nSUMME   153,50\n';
    const all = ['ZIMMER = 120', 'BAR = 18.5', 'FRÜHSTÜCK = 15'];
    assert.deepEqual(goods(`${rooms}BAR   200,00\nRÜCKGELD   46,50`), all);
  });

  it('are no cash above the sum that has change below it or is as much as the sum', () => {
    const papers = ['ZEITUNG = 2.5', 'KAFFEE = 1.8'];
    const sold = 'ZEITUNG   2,50\nKAFFEE   1,80\n';
    assert.deepEqual(goods(`${sold}BAR   5,00\nRÜCKGELD   0,70\nSUMME   4,30`), papers);
    assert.deepEqual(goods(`${sold}BAR   4,00\nRÜCKGELD   0,70\nSUMME   4,30`), papers);
    assert.deepEqual(goods(`${sold}BAR   4,30\nSUMME   4,30`), papers);
  });

  it('may have a word of the head in a name', () => {
    const text = `
      CASH SALES COUNTER
      1. 2014-0031    KITCHEN ORDER PAD
      2 X 2.9000      5.80
      TOTAL           5.80
    `;
    assert.deepEqual(goods(text), ['KITCHEN ORDER PAD 2 x 2.9 = 5.8']);
  });

  it('may have their numbers before a code', () => {
    const text = `
      DATE: 04/03/2018
      1)9555916500133 SALINE 500ML     2   3.00   6.00
      2)9555916500126 BANDAGE          1   2.00   2.00
      TOTAL                                       8.00
    `;
    assert.deepEqual(goods(text), ['SALINE 500ML 2 x 3 = 6', 'BANDAGE 1 x 2 = 2']);
  });

  it('may have a word of sums in a name', () => {
    const text = `
      QTY   MENU      CODE    PRICE
      1     9"HT      KB-2    15.60
      SUB-TOTAL               15.60
      VOUCHER                  5.60
      GRAND TOTAL             10.00
    `;
    assert.deepEqual(goods(text), ['9"HT KB-2 1 = 15.6']);
  });

  it('may have a size in a name that ends in a letter like a figure', () => {
    const text = `
      DATE: 04/03/2018
      2.5LTR WHITE PAINT
      1      30.70      30.70
      ENVELOPE 4.5INX9.5IN
      2       2.60       5.20
      TOTAL             35.90
    `;
    assert.deepEqual(goods(text), ['2.5LTR WHITE PAINT 1 x 30.7 = 30.7', 'ENVELOPE 4.5INX9.5IN 2 x 2.6 = 5.2']);
  });

  it('end above their count, which says what they come to', () => {
    const text = `
      CODE    DESC    QTY    PRICE    AMT
      201026  SCONE     2     3.75    7.50
      QTY               2             7.50
      ROUNDING ADJ                    0.00
      DUE                             7.50
    `;
    assert.deepEqual(goods(text), ['SCONE 2 x 3.75 = 7.5']);
  });

  it('are those of fuel where what it is stands between how much and at which price', () => {
    const text = `
      RECEIPT
      22.73
      22.73 LITRE PUMP # 02
      SUPER 95        RM    50.00 C
      2.200     RM    /     LITRE
      TOTAL           RM    50.00
    `;
    assert.deepEqual(goods(text), ['SUPER 95 22.73 litre x 2.2 = 50']);
  });
});

describe('a row of the table of taxes', () => {
  it('is not the amount of a label beside it', () => {
    const { totalTax, taxes } = parseReceipt(
      printed(`
        DATE: 04/03/2018
        SOAP                            38.37
        SUBTOTAL                        38.37
        TOTAL (GST INCL)                38.37
        GST - RATE   GST EXCL   GST AMT
        S     6%     36.20       2.17
        PROMO PRICE ITEMS
      `),
    );
    assert.deepEqual([totalTax?.value, taxes.map(({ base }) => base?.value)], [2.17, [36.2]]);
  });
});
