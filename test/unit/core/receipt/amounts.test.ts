import assert from 'node:assert/strict';
import fc from 'fast-check';
import { amountsIn, hasCents, valueOf } from '../../../../src/core/receipt/amounts.ts';

function values(text: string): readonly number[] {
  return amountsIn(text).map(({ value }) => value);
}

describe('amountsIn', () => {
  for (const [text, expected] of [
    ['9.50', [9.5]],
    ['189:-', [189]],
    ['3 x 1 499,00 4 497,00 B', [1499, 4497]],
    ['2 * 560,00 1 120,00', [560, 1120]],
    ['3 x 1 499,00 4 498,00 B', [499, 498]],
    ['13 189:-', [13189]],
    ['2 x 20.-', [20]],
    ['SEK 1.189,-', [1189]],
    ['1.- CAFE CON LECHE\t1,60', [1.6]],
    ['2.-\tFOLLETOS\t75,00', [75]],
    ['KAFFEE\t5.-\t10.-', [5, 10]],
    ['20.- CHF', [20]],
    ['Beleg-Nr. 4711.-', []],
    ['12:30', []],
    ['20.--', []],
    ['9,50', [9.5]],
    ['RM9.50', [9.5]],
    ['RM 9.50 S', [9.5]],
    ['$ 1,234.50', [1234.5]],
    ['1.234,50 €', [1234.5]],
    ["CHF 1'234.50", [1234.5]],
    ['24 473.30', [24473.3]],
    ['.50', [0.5]],
    ['-5.59', [-5.59]],
    ['RM-0.02', [-0.02]],
    ['-RM0.02', [-0.02]],
    ['20.00-', [-20]],
    ['(3.10)', [-3.1]],
    ['RM 15', [15]],
    ['2 X 4.50\t9.00', [4.5, 9]],
    ['13.00*', [13]],
    ['5.90SR', [5.9]],
    ['4O.OO', [40]],
    ['Mar 12, 18 12:10PM', []],
    ['f3.90', [3.9]],
    ['E3.90', [3.9]],
    ['SIZE3.90', []],
    ['1,04,990.00', [104990]],
    ['2 x 12,04,990.00\t24,09,980.00', [1204990, 2409980]],
    ["FI. 1'792.00", [1792]],
    ['-f3.90', [-3.9]],
    ['Half3.90', []],
    ['F1 NASI GORENG\t8.50', [8.5]],
    ['F15\tCHICKEN RICE\t8.50', [8.5]],
    ['F2 CHICKEN\t1,200.00', [1200]],
    ['TEH TARIK F5 2.50', [2.5]],
    ['FILM F400 36EXP\t8.50', [8.5]],
    ['Riesling 2 Fl. 0,75\t8.50', [0.75, 8.5]],
    ['TABLE F12', []],
    ['TABLE f12', []],
    ['f 3.90', [3.9]],
    ['Weisswein 2 FI. 0,75\t8.50', [0.75, 8.5]],
    ['Lot 54, Lorong 2', []],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(values(text), expected));
  }

  for (const [text, expected] of [
    ['RM2 9.3 0', 29.3],
    ['R M29 .30', 29.3],
    ['4O.OO', 40],
    ['l2.5O', 12.5],
    ['12 .50', 12.5],
    ['12. 50', 12.5],
  ] as const) {
    it(`reads ${JSON.stringify(text)} through the damage`, () => assert.deepEqual(values(text), [expected]));
  }

  for (const text of [
    '6.00%',
    '12.05.18',
    '11:04:30',
    '10.43AM',
    '1.306',
    '0.500KG',
    'A12.50',
    '15',
    '#02',
    '3.50/4',
  ]) {
    it(`takes ${JSON.stringify(text)} for no amount`, () => assert.deepEqual(values(text), []));
  }

  it('reads thousands that are parted by spaces behind what says that something is charged on them', () => {
    assert.deepEqual(values('VAT 23% od 3 604,95\t829,14'), [3604.95, 829.14]);
  });

  for (const [text, expected] of [
    ['Total TTC 1 500,00 €', [1500]],
    ['dont TVA 20% 250,00 €', [250]],
    ['1 x 2 499,00\t2 499,00 A', [2499, 2499]],
    ['SUMA PLN 3 597,00', [3597]],
    ['Totalt: 12 689,00', [12689]],
    ['PlayStation 5 549,00', [549]],
    ['Galaxy S 24 899,00', [899]],
  ] as const) {
    it(`reads thousands that are parted by spaces, with a comma before the cents, in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(values(text), expected));
  }

  for (const [text, expected] of [
    ['Rp 33.000', [33000]],
    ['TEA\t480', [480]],
    ['Rp 50', [50]],
    ['PEMBULATAN\t-49', [-49]],
    ['PEMBULATAN\t10', [10]],
    ['8%\t667\t53\t720', [667, 53, 720]],
    ['1\tTEA\t480', [480]],
    ['TEA\t2\t960', [960]],
    ['31,98 L', []],
    ['6.000/L', []],
    ['F2 CHICKEN\t1,200', [1200]],
  ] as const) {
    it(`reads ${JSON.stringify(text)} where amounts have no cents`, () =>
      assert.deepEqual(
        amountsIn(text, false).map(({ value }) => value),
        expected,
      ));
  }

  it('keeps a count and a price apart', () => {
    assert.deepEqual(values('2\t473.30'), [473.3]);
    assert.deepEqual(values('TEA 2 473.30'), [473.3]);
    assert.deepEqual(values('COLA 2 150,00\t300,00'), [150, 300]);
  });

  it('says where an amount stands and in which currency', () => {
    const text = 'TOTAL\tRM 9.50';
    const [amount] = amountsIn(text);
    assert.ok(amount);
    assert.equal(text.slice(amount.start, amount.end), 'RM 9.50');
    assert.equal(amount.mark, 'RM');
  });

  const writings = {
    'point for cents': (units: string, cents: string) => `${units}.${cents}`,
    'comma for cents': (units: string, cents: string) => `${units},${cents}`,
    'commas in thousands': (units: string, cents: string) => `${grouped(units, ',')}.${cents}`,
    'points in thousands': (units: string, cents: string) => `${grouped(units, '.')},${cents}`,
  } as const;
  for (const [name, write] of Object.entries(writings)) {
    it(`reads back any amount, written with ${name}`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => {
          const text = write(String(Math.floor(cents / 100)), String(cents % 100).padStart(2, '0'));
          assert.deepEqual(values(text), [cents / 100]);
          assert.deepEqual(values(`RM${text}`), [cents / 100]);
        }),
      );
    });
  }

  it('never fails, and finds amounts only within the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const { start, end } of amountsIn(text)) assert.ok(0 <= start && start < end && end <= text.length);
      }),
    );
  });
});

describe('hasCents', () => {
  for (const [rows, expected] of [
    [['TEA\t4.80', 'TOTAL\t4.80'], true],
    [['TEA\t1,480', 'TOTAL\t1,480'], false],
    [['TEA\t480', 'TOTAL\t480'], false],
    [['TEA\t480', 'TOTAL\t480', 'TAX\t0.48'], true],
    [['TV\t1,480.00', 'TOTAL\t£1,480.00', 'MEMBER POINTS\t12,500'], true],
    [['Nasi\tRp45.000,00', 'Total\tRp45.000,00'], true],
    [['PHONE\t1,04,990.00', 'POINTS\t12,500'], true],
    [['Nasi\tRp45.000', 'Total\tRp45.000'], false],
    [['TEA', 'TOTAL ITEMS\t12'], true],
    [['TEA', 'PAGE\t12'], true],
  ] as const) {
    it(`is ${expected} of ${JSON.stringify(rows)}`, () => assert.equal(hasCents(rows), expected));
  }
});

describe('valueOf', () => {
  it('knows no number without a digit', () => assert.equal(valueOf('O.OO'), undefined));
});

function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}
