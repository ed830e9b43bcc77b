import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { itemsOf as items, printed } from './invented.ts';

describe('the items of a receipt', () => {
  it('are none that tell what is taxed, nor a price alone', () => {
    const foot = 'SPRZEDAŻ OPODATKOWANA A   4,00\nPTU A 23%   0,75\nSUMA PTU   0,75\nSUMA PLN   4,00';
    assert.deepEqual(
      items(`CASHIER: 1\nPIWO   4,00\n${foot}`).map(([name]) => name),
      ['PIWO'],
    );
    assert.deepEqual(items('上车 14:20\n单价   2.70\n金额   38.00元'), []);
    assert.equal(items('PARKING FEE RATE A   7.00\nAMOUNT   6.60\nTOTAL   7.00').length, 1);
  });

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

  it('have a number in their names where so many cannot cost so little', () => {
    assert.deepEqual(items('CASHIER: 1\n100 PLUS   2.50\n7 HERBS TEA   4.00\n2 BUN   3.00\nTOTAL   9.50'), [
      ['100 PLUS', undefined, undefined, 2.5],
      ['7 HERBS TEA', undefined, undefined, 4],
      ['BUN', 2, undefined, 3],
    ]);
  });

  it('have how many at which price behind their names', () => {
    assert.deepEqual(items('CASHIER: 1\nPARKING 4 x FI. 20.50   Fr. 82.00\nTOTAL   Fr. 82.00'), [
      ['PARKING', 4, 20.5, 82],
    ]);
  });

  it('go without the currency between their names and their prices', () => {
    const text = 'CASHIER: 1\nSATE AYAM    IDR  85.500\nES TEH       IDR  5.500\nTOTAL        IDR  91.000';
    assert.deepEqual(
      items(text).map(([description]) => description),
      ['SATE AYAM', 'ES TEH'],
    );
  });

  it('have numbers in their names that belong together', () => {
    assert.deepEqual(items('CASHIER: 1\n3 IN 1 COFFEE   15.00\n1 TEH   1.50\nTOTAL   16.50'), [
      ['3 IN 1 COFFEE', undefined, undefined, 15],
      ['TEH', 1, undefined, 1.5],
    ]);
  });

  it('have their lines numbered, and weights, in columns before their names', () => {
    const text = `
      POS   QTY        ITEM      PRICE   AMOUNT
      1     2          TEAPOT     6.00    12.00
      2     0.250 kg   TEA        8.00     2.00
      TOTAL                               14.00
    `;
    assert.deepEqual(
      items(text).map(([description]) => description),
      ['TEAPOT', 'TEA'],
    );
  });

  it('are not payments because a card is called like that', () => {
    assert.deepEqual(items('CASHIER: 1\nMASTER LOCK   25.00\nCARTA CUCINA   2.00\nTOTAL   27.00\nVISA   27.00'), [
      ['MASTER LOCK', undefined, undefined, 25],
      ['CARTA CUCINA', undefined, undefined, 2],
    ]);
  });

  it('are not roundings whose name is like that when their price is proved', () => {
    assert.deepEqual(items('CASHIER: 1\nPENGINAPAN 3 x 50.00   150.00\nTOTAL   150.00'), [['PENGINAPAN', 3, 50, 150]]);
  });

  it('are one that costs as much as the whole', () => {
    const foot = 'CASH   5.00\nCHANGE   2.50';
    const tea = ['ICED TEA', undefined, undefined, 2.5];
    assert.deepEqual(items(`DATE: 04/03/2018\nICED TEA   2.50\n${foot}`), [tea]);
    assert.deepEqual(items(`DATE: 04/03/2018\nICED TEA   2.50\nALLES   2.50\n${foot}`), [tea]);
  });

  it('stand above the table of taxes, even where they have no heads of columns', () => {
    const text =
      'DATE: 04/03/2018\nTACK-IT   2   12.00\nTOTAL   12.00\nGST SUMMARY   AMOUNT   TAX\nSR @ A   11.32   0.68\nTOTAL   11.32   0.68';
    assert.deepEqual(items(text), [['TACK-IT', 2, undefined, 12]]);
  });

  it('have a price in their names where the row below is proved to be theirs', () => {
    assert.deepEqual(items('DATE: 04/03/2018\nSUSHI 2.80\n2 X   2.80   5.60\nTEA   1.00\nTOTAL   6.60'), [
      ['SUSHI', 2, 2.8, 5.6],
      ['TEA', undefined, undefined, 1],
    ]);
  });

  it('have litres in their names', () => {
    assert.deepEqual(items('DATE: 04/03/2018\nGREEN TEA 1.5L\n8888   1 x 5.00   5.00\nTOTAL   5.00'), [
      ['GREEN TEA 1.5L', 1, 5, 5],
    ]);
  });

  it('have words of labels in a description above their price', () => {
    const text = 'DATE: 04/03/2018\nTEA   1.00\nIMPORTED VEGGIES\n1.60   1   1.60\nTOTAL   2.60';
    assert.deepEqual(
      items(text).map(([description]) => description),
      ['TEA', 'IMPORTED VEGGIES'],
    );
  });

  it('end at a subtotal that is cut short', () => {
    const text = 'DATE: 04/03/2018\nCAFE LATTE   11.32\nSTTL   11.32\n6% GST   0.68\nTOTAL   12.00';
    assert.deepEqual(items(text), [['CAFE LATTE', undefined, undefined, 11.32]]);
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

  it('have what is taken off each below them', () => {
    const text = 'DATE: 04/03/2018\nTEA   3.00\nDISCOUNT   -0.50\nBUN   2.00\nDISCOUNT   -0.25\nTOTAL   4.25';
    const { items: found, discount, checks } = parseReceipt(printed(text));
    assert.deepEqual(
      found.map((item) => [item.total?.value, item.discount?.value]),
      [
        [3, 0.5],
        [2, 0.25],
      ],
    );
    assert.equal(discount, undefined);
    assert.deepEqual(checks[0], { name: 'items', holds: true, arithmetic: '3.00 − 0.50 + 2.00 − 0.25 = 4.25' });
  });

  it('have no discount that is the whole’s', () => {
    const text = 'DATE: 04/03/2018\nTEA   3.00\nBUN   2.00\nDISCOUNT   -0.50\nTOTAL   4.50';
    const { items: found, discount } = parseReceipt(printed(text));
    assert.deepEqual([found.map((item) => item.discount), discount?.value], [[undefined, undefined], 0.5]);
  });

  it('are not their sum under a label that nobody knows', () => {
    const text = 'DATE: 04/03/2018\nTEA   3.00\nBUN   2.00\nALLES   5.00\nTAX   0.30\nTOTAL   5.30';
    assert.deepEqual(
      items(text).map(([description]) => description),
      ['TEA', 'BUN'],
    );
  });

  it('end at the total where its label is not known', () => {
    const text = 'DATE: 04/03/2018\nTEA   3.00\nBUN   2.00\nALLES   5.00\nCASH   5.00';
    assert.deepEqual(
      items(text).map(([description]) => description),
      ['TEA', 'BUN'],
    );
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

  for (const [what, text, ...expected] of [
    [
      'one that costs as much as those before it',
      'TEA   5.00\nLESS SUGAR   0.00\nNOODLES   5.00\nSUBTOTAL   10.00',
      5,
      0,
      5,
    ],
    ['one that does so before a total', 'TEA   2.00\nBUN   3.00\nNOODLES   5.00\nTOTAL   10.00', 2, 3, 5],
    ['no sum whose label no list knows', 'TEA   2.00\nBUN   3.00\nALTOGETHER   5.00\nTOTAL   5.00', 2, 3],
  ] as const) {
    it(`count ${what}`, () => {
      const prices = items(`CASHIER: 1\n${text}`).map(([, , , total]) => total);
      assert.deepEqual(prices, expected);
    });
  }

  it('may be named with a word of a label', () => {
    assert.deepEqual(items('CASHIER: 1\nCASH BOOK RULED PAPER   3.00\nTOTAL   3.00'), [
      ['CASH BOOK RULED PAPER', undefined, undefined, 3],
    ]);
  });

  for (const [what, row] of [
    ['charge', 'SERVICE CHARGE 1 x 2.00   2.00'],
    ['payment', 'CASH 2 x 5.00   10.00'],
  ] as const) {
    it(`are no ${what} that is multiplied`, () => {
      assert.deepEqual(items(`CASHIER: 1\nTEA   8.00\n${row}\nTOTAL   10.00`), [['TEA', undefined, undefined, 8]]);
    });
  }

  it('are read at once where many columns hold a number', () => {
    const [item] = items(`CASHIER: 1\nTEA   ${'2015   '.repeat(30)}q   5.00\nTOTAL   5.00`);
    assert.match(item?.[0] ?? '', /^TEA 2015/);
  });

  it('keep the codes that stand before and behind their names', () => {
    const rows = ['F1 NASI GORENG', 'F15   CHICKEN RICE', 'CHICKEN SOUP F2', 'SEAT F12    COFFEE'];
    assert.deepEqual(
      items(`CASHIER: 1\n${rows.map((row) => `${row}   8.50`).join('\n')}\nTOTAL   34.00`).map(
        ([, , , total]) => total,
      ),
      rows.map(() => 8.5),
    );
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
