import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

/** Each as its rate, base and amount, `-` where there is none. */
function taxes(text: string): readonly string[] {
  return parseReceipt(printed(text)).taxes.map((tax) =>
    [tax.rate, tax.base, tax.amount].map((field) => field?.value ?? '-').join(' '),
  );
}

describe('the taxes of a receipt', () => {
  for (const [what, text, ...expected] of [
    ['one that is added', 'SUBTOTAL   9.00\nGST 6%   0.54\nTOTAL   9.54', '6 - 0.54'],
    ['one without a rate', 'SUBTOTAL   9.00\nTAX   0.54\nTOTAL   9.54', '- - 0.54'],
    ['one that is included', 'TOTAL   14.00\nGST INCLUDED @ 6%   0.79', '6 - 0.79'],
    ['with its base', 'TOTAL   9.54\nMWST 6,0%   9,00   0,54', '6 9 0.54'],
    [
      'with a base that has a label and no rate, which is no subtotal',
      'RICE   30.000\nTEA   11.000\nHARGA JUAL   41.000\nDISKON   (1.000)\nTOTAL   40.000\nPPN :   DPP= 36.036   PPN= 3.964',
      '- 36036 3964',
    ],
    ['with the net and gross amounts', 'TOTAL   119,00\nMWST 19%   100,00   19,00   119,00', '19 100 19'],
    ['with the gross amount before it', 'TOTAL   119,00\nMWST 19%   119,00   19,00', '19 - 19'],
    [
      'with a letter and the gross amount',
      'TOTAL   10.00\nA 20%   4.00   0.67\nZ 0%   6.00   0.00',
      '20 - 0.67',
      '0 6 0',
    ],
    ['none that is a tip, which is a part of what it makes', 'TOTAL   10.00\n15%   1.50   11.50\n20%   2.00   12.00'],
    [
      'one of what is given back',
      'TOTAL   4,18\nA= 19,0%   -1,27   -0,24   -1,51\nB= 7,0%   5,32   0,37   5,69',
      '19 -1.27 -0.24',
      '7 5.32 0.37',
    ],
    [
      'with a rate of four decimals',
      'SUBTOTAL   10.80\nTAX 10.2500% on $10.80   $1.11\nTOTAL   11.91',
      '10.25 10.8 1.11',
    ],
    [
      'on a subtotal for each rate',
      'RICE   289\nBAG   5\nSUBTOTAL (8%)   ¥268\nTAX (8%)   ¥21\nSUBTOTAL (10%)   ¥5\nTAX (10%)   ¥0\nTOTAL   ¥294',
      '8 268 21',
      '10 5 0',
    ],
    [
      'with a rate in the first column, which has no sign',
      'TOTAL CHF   11.65\nSATZ   TOTAL   MWST\n2.60   11.65   0.30',
      '2.6 - 0.3',
    ],
    [
      'with such a rate beside the net and gross amounts',
      'TOTAL CHF   16.80\nSATZ   NETTO   MWST   TOTAL\n2.60   16.37   0.43   16.80',
      '2.6 16.37 0.43',
    ],
    [
      'with such a rate, its columns without a name',
      'TOTAL CHF   16.80\n2.60   16.37   0.43   16.80',
      '2.6 16.37 0.43',
    ],
    ['with a rate below its sign', 'TOTAL   9.54\nCODE   %   AMOUNT   TAX\nSR   6   9.00   0.54', '6 9 0.54'],
    ['with a rate that has decimals', 'TOTAL   9.54\nCODE   %   AMOUNT   TAX\nSR   6.00   9.00   0.54', '6 9 0.54'],
    ['with a rate that lost its sign', 'TOTAL   9.54\nGST SUMMARY   AMOUNT   TAX\nSR @6   9.00   0.54', '6 9 0.54'],
    ['none of a base that is its own rate', 'TOTAL   5.90\nGST   0.33\nSR   5.57   0.33', '- - 0.33'],
    [
      'of two rates',
      'SUMME   22,60\nMWST 7%   10,00   0,70   10,70\nMWST 19%   10,00   1,90   11,90',
      '7 10 0.7',
      '19 10 1.9',
    ],
    [
      'a country’s and a state’s',
      'SUBTOTAL   100.00\nCGST 2.5%   2.50\nSGST 2.5%   2.50\nTOTAL   105.00',
      '2.5 - 2.5',
      '2.5 - 2.5',
    ],
    [
      'without their sum',
      'SUBTOTAL   100.00\nGST 5%   5.00\nPST 7%   7.00\nTOTAL TAX   12.00\nTOTAL   112.00',
      '5 - 5',
      '7 - 7',
    ],
    ['none that is a discount', 'SUBTOTAL   100.00\nDISCOUNT 10%   100.00   10.00\nTOTAL   90.00'],
    ['none that is a charge', 'SUBTOTAL   100.00\nSERVICE CHARGE 10%   100.00   10.00\nTOTAL   110.00'],
    ['none where no sum is named', 'SHIRT 10% OFF   60.00   6.00'],
    [
      'in detail where the table at the foot says the same',
      'SUBTOTAL   9.00\nGST   0.54\nTOTAL   9.54\nGST SUMMARY   AMOUNT   TAX\nSR 6%   9.00   0.54',
      '6 9 0.54',
    ],
    [
      'a country’s and a state’s in the prices',
      'TOTAL   105.00\nCGST 2.5% INCL   2.50\nSGST 2.5% INCL   2.50',
      '2.5 - 2.5',
      '2.5 - 2.5',
    ],
    ['one where it is told twice', 'TOTAL   105.00\nGST 5% INCL   5.00\nTAX 5% INCL   5.00', '5 - 5'],
    ['those of nothing, too', 'TOTAL   53.00\nSST 0% INCL   0.00\nSST 6% INCL   3.00', '0 - 0', '6 - 3'],
    ['one of nothing', 'TOTAL   53.00\nSST   0.00\nTAX   0.00', '- - 0'],
    [
      'rounded to whole yen',
      'TOTAL   1,060\n%   NET   TAX   GROSS\n8%   667   53   720\n10%   309   31   340',
      '8 667 53',
      '10 309 31',
    ],
    [
      'small',
      'TOTAL   110.70\nVAT 2.6%   7.85   0.20   7.65\nVAT 8.1%   102.85   7.71   95.14',
      '2.6 7.65 0.2',
      '8.1 95.14 7.71',
    ],
    ['of a rate of nothing', 'TOTAL   9.40\nTAX   RATE   NET   TAX\nZR 0%   9.40   0.00', '0 9.4 0'],
    [
      'below the names of columns',
      'TOTAL   15.00\nNet   VAT   Gross\n10.00   2.00   12.00\n3.00   0.00   3.00',
      '- 10 2',
      '- 3 0',
    ],
    ['none of columns that do not add up', 'TOTAL   12.00\nNet   VAT   Gross\n10.00   2.50   12.00'],
    [
      'of columns whose first is a rate that looks like an amount',
      'TOTALT   72,90\nMoms%   Moms   Netto   Brutto\n12,00   5,13   42,77   47,90\n25,00   5,00   20,00   25,00',
      '12 42.77 5.13',
      '25 20 5',
    ],
    [
      'of columns in one line, with whole rates and their sum',
      'TOTALT   72,90\nMoms% Moms Netto Brutto\n12 5,13 42,77 47,90\n25 5,00 20,00 25,00\nSUMMA 10,13 62,77 72,90',
      '12 42.77 5.13',
      '25 20 5',
    ],
    [
      'of the rate in the name of a column',
      'TOTAL   62,50\n*Brutto   MwSt 19,00%   Netto\n62,50   9,98   52,52',
      '19 52.52 9.98',
    ],
    ['none where it says nothing of them', 'TEA 10%   9.00\nTOTAL   9.00'],
  ] as const) {
    it(`are ${what}`, () => assert.deepEqual(taxes(text), expected));
  }

  it('have a sum, that which is printed where one is', () => {
    const sum = (text: string) => parseReceipt(printed(text)).totalTax;
    const rates = 'SUBTOTAL   100.00\nGST 5%   5.00\nPST 7%   7.00\n';
    const printedSum = sum(`${rates}TOTAL TAX   12.00\nTOTAL   112.00`);
    const addedUp = sum(`${rates}TOTAL   112.00`);
    assert.deepEqual([printedSum?.value, addedUp?.value], [12, 12]);
    assert.deepEqual(
      printedSum?.evidence.map((evidence) => evidence.text),
      ['12.00'],
    );
    assert.deepEqual(
      addedUp?.evidence.map((evidence) => evidence.text),
      ['5.00', '7.00'],
    );
  });

  it('are held against their sum, base and rate', () => {
    const text = 'SUMME   22,60\nMWST 7%   10,00   0,70   10,70\nMWST 19%   10,00   1,90   11,90';
    assert.deepEqual(
      parseReceipt(printed(text)).checks.map(({ name, holds, arithmetic }) => [name, holds, arithmetic]),
      [
        ['taxes', true, '0.70 + 1.90 = 2.60'],
        ['taxRate', true, '10.00 × 7 % = 0.70'],
        ['taxRate', true, '10.00 × 19 % = 1.90'],
      ],
    );
  });
});
