import assert from 'node:assert/strict';
import type { Receipt } from '../../../../src/core/reading/reading.ts';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

type Amounts = Partial<
  Record<'subtotal' | 'discount' | 'service' | 'totalTax' | 'rounding' | 'total' | 'paid' | 'change', number>
>;

function amounts(foot: string): Amounts {
  const receipt: Receipt = parseReceipt(printed(foot));
  const names = ['subtotal', 'discount', 'service', 'totalTax', 'rounding', 'total', 'paid', 'change'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const field = receipt[name];
      return field === undefined ? [] : [[name, field.value]];
    }),
  );
}

function total(foot: string): number | undefined {
  return amounts(foot).total;
}

describe('the total', () => {
  for (const [what, foot, expected] of [
    ['has its amount on its row', 'TOTAL   9.50', 9.5],
    ['has its amount on the row below', 'TOTAL\n        9.50\nTHANK YOU', 9.5],
    ['is not the subtotal', 'SUBTOTAL   9.00\nGST 6%   0.54\nTOTAL   9.54', 9.54],
    ['is not the count of things', 'TOTAL QTY:   3.00\nTOTAL   9.50', 9.5],
    ['is the sum of Norway', 'MELK   3,00\nSUM   9,50\nMVA 15%   1,24', 9.5],
    ['may have the count of things behind its label', 'TEA   3.00\nTOTAL (3 ITEMS)   9.50', 9.5],
    ['may have the count of articles behind its label', 'THE   3,00\nTOTAL 3 ARTICLES   9,50', 9.5],
    ['is not the sum of discounts', 'TOTAL   9.50\nTOTAL SAVINGS   1.50\nTOTAL DISCOUNT   2.00', 9.5],
    ['is not the tax in it', 'TOTAL   9.54\nTOTAL GST   0.54\nGST INCLUDED IN TOTAL   0.54', 9.54],
    [
      'is not the tax to be paid',
      'TOTAL (EXCLUDING GST)   9.00\nGST PAYABLE (6%)   0.54\nTOTAL (INCLUSIVE OF GST)   9.54',
      9.54,
    ],
    ['is the one after rounding', 'TOTAL   9.54\nROUNDING ADJ   0.01\nTOTAL ROUNDED   9.55', 9.55],
    [
      'is the rounded one, whatever its label',
      'TOTAL SALES   52.08\nROUNDING ADJUSTMENT   0.02\nROUNDING   52.10\nCASH   60.00\nCHANGE   7.90',
      52.1,
    ],
    [
      'is the rounded one even without a label',
      'TOTAL AMT RM   60.31\nROUNDING ADJ   -0.01\nRM   60.30\nCASH   70.30\nCHANGE   10.00',
      60.3,
    ],
    [
      'is what the subtotal, charges, taxes and discounts come to, under a label of what was paid',
      'SUBTOTAL   50.00\nDISCOUNT   -10.00\nSERVICE CHARGE   2.00\nTAX   4.20\nTOTAL BAYAR   46.20',
      46.2,
    ],
    [
      'is not what a part payment leaves of it',
      'TEA   7.00\nBUN   8.00\nTOTAL   15.00\nGIFT CARD   5.00\nBALANCE DUE   10.00\nCASH   20.00\nCHANGE   10.00',
      15,
    ],
    [
      'is the one with the tip, though the one before it stands there twice',
      'SUBTOTAL   27.00\nTAX   2.77\nTOTAL   29.77\nAmount   29.77\nTip   6.00\nTotal   35.77',
      35.77,
    ],
    [
      'is the one with the tip also where the amount before it is named by it',
      'SUBTOTAL   27.00\nTAX   2.77\nTOTAL   29.77\nPre-tip amount   29.77\nGratuity   6.00\nTotal charged   35.77',
      35.77,
    ],
    [
      'is the one with the tip that was given, not with one that is suggested',
      'SUBTOTAL   27.00\nTAX   3.00\nTOTAL   30.00\n18%   Tip 5.40   Total 35.40\n20%   Tip 6.00   Total 36.00\nAmount   30.00\nTip   7.00\nTotal   37.00',
      37,
    ],
    [
      'is the one without a tip where tips are only suggested with theirs',
      'SUBTOTAL   27.00\nTAX   3.00\nTOTAL   30.00\n18%   Tip 5.40   Total 35.40\n20%   Tip 6.00   Total 36.00',
      30,
    ],
    [
      'is the one without a tip where suggested ones have rows of their own',
      'SUBTOTAL   30.00\nTAX   2.40\nTOTAL   32.40\n18% Tip   5.40\nTotal   37.80\n20% Tip   6.00\nTotal   38.40',
      32.4,
    ],
    ['has lost its point', 'TEA   12.50\nBUN   16.10\nTOTAL   2860', 28.6],
    ['has a space instead of its point', 'TEA   12.50\nBUN   16.10\nTOTAL   28 60', 28.6],
    ['has lost no point where the goods cost more', 'TEA   60.00\nBUN   40.00\nTOTAL   100', undefined],
    [
      'is what change and the amount above it make where the label of what was paid is lost',
      'TEA   30.10\nALLES   30.10\nXXXX   70.20\nCHANGE   40.10',
      30.1,
    ],
    [
      'is what cash and the amount below it make where the label of the change is lost',
      'TEA   30.10\nALLES   30.10\nCASH   70.20\nXXXXX   -40.10',
      30.1,
    ],
    ['is negative on a credit note', 'REFUND   -30.10\nTOTAL   -30.10', -30.1],
    ['is what is due', 'TOTAL   16.31\nROUNDING ADJ   -0.01\nBALANCE DUE   16.30', 16.3],
    [
      'is not in the table of taxes',
      'TOTAL   9.54\nGST SUMMARY   AMOUNT   TAX\nSR 6%   9.00   0.54\nTOTAL   9.00   0.54',
      9.54,
    ],
    ['is not what was handed over', 'TOTAL   9.50\nCASH   50.00\nCHANGE   40.50', 9.5],
    [
      'is a balance between stars',
      'MILK   3.99\nBREAD   2.99\nTAX   0.00\n**** BALANCE   6.98\nCASH   10.00\nCHANGE   3.02',
      6.98,
    ],
    ['is not the balance of a card', 'TOTAL   9.50\nGIFT CARD BALANCE   412.00', 9.5],
    ['is not points on a card', 'TOTAL   9.50\nTOTAL POINTS   95.00\nPOINTS BALANCE   412.00', 9.5],
    ['stands beside another label', 'ITEM: 5   TOTAL   25.85\nTOTAL SAVING: 0.00   TOTAL   25.85\nCASH   50.00', 25.85],
    [
      'is what cash and change make where its label is lost',
      'SUBTOTAL   68.87\nGST 6%   4.13\nT0   73.00\nCASH   80.00\nCHANGE   7.00',
      73,
    ],
    ['is what cash and change make whatever its label', 'TEA   9.00\nDUMMA   9.54\nCASH   10.00\nCHANGE   0.46', 9.54],
    ['is what the payments are together', 'DUMMA   82.42\nCASH   41.21\nDEBIT CARD   41.21', 82.42],
    ['is the subtotal less the discount', 'SUBTOTAL   172.20\nDISCOUNT   -25.80\nDUMMA   146.40\nVISA   146.40', 146.4],
    ['is the subtotal with two taxes', 'SUBTOTAL   100.00\nCGST 2.5%   2.50\nSGST 2.5%   2.50\nDUMMA   105.00', 105],
    ['is not in a row of tax', 'SUBTOTAL   10.00\nTAX 6% NET AMOUNT 10.00   0.60\nTOTAL AMOUNT   10.60', 10.6],
    ['has no cents where only litres have', 'LITRES   48.52 L\nTOTAL   JPY 8,734', 8734],
    ['is negative on a credit note', 'CREDIT NOTE\nTOTAL PAYABLE   -1.73', -1.73],
    ['may have no cents beside a currency', 'TOTAL   RM 15', 15],
    ['is Malay', 'JUMLAH KECIL   9.00\nCUKAI   0.54\nJUMLAH BESAR   9.54\nTUNAI   10.00\nBAKI   0.46', 9.54],
    ['is German', 'Zwischensumme   9,00\nSUMME EUR   9,00\nBAR EUR   10,00\nRückgeld   1,00', 9],
    ['is French', 'SOUS-TOTAL   9,00\nTVA 20%   1,80\nTOTAL TTC   10,80 €', 10.8],
    ['is Spanish', 'SUBTOTAL   9,00\nIVA 21%   1,89\nTOTAL A PAGAR   10,89 €', 10.89],
  ] as const) {
    it(what, () => assert.equal(total(foot), expected));
  }

  for (const label of [
    'T0TAL',
    'TOTA1',
    'TOTAI',
    'T OTAL',
    'TOTAI AM0UNT',
    'TOTALAMOUNT(RM)',
    'Grand Tota1',
    'IOTAL',
    'TOTAL SALES INCUCIVE GST @ 6%',
  ]) {
    it(`is found by ${label}`, () => assert.equal(total(`SUBTOTAL   9.00\n${label}   9.54`), 9.54));
  }

  for (const [what, foot, expected] of [
    ['has letters for digits', 'SUBTOTAL   9.00\nTOTAL   1Z.5D\nCASH   20.00', 12.5],
    ['has a letter for a digit behind the currency', 'TEA   12.90\nTOTAL AMOUNT: $12.9D', 12.9],
    ['has a letter for a digit behind the point', 'TEA   8.95\nTOTAL   RM 8.g5\nCASH   RM 50.00', 8.95],
    ['has a number in two pieces', 'TEA   213.00\nTOTAL   RM   21 3.00\nVISA   213.00', 213],
    ['has a number in two columns', 'TEA   127.20\nTOTAL   127   .20\nCASH   150.0\nCHANGE   22.80', 127.2],
    ['is what of one thing is paid', 'TEA   2 x 14.20   28.40\nT AL   28\nCASH   50.00\nCHANGE   21.60', 28.4],
    ['has the label of a tax', 'TEA   22.10\nRICE   4.00\nT0T L GST@6%   26.10\nCASH   50.00\nCHANGE   23.90', 26.1],
    [
      'is rounded to coins',
      'TEA   60.31\nNETT TOTAL AMT   60.31\nROUNDING   -001\nRM   60.30\nCASH   70.30\nCHANGE   10.00',
      60.3,
    ],
    ['is named rounding', 'TOTAL   42.33\nROUNDING ADJ   .02\nROUNDING   42.35\nCREDIT   42.35', 42.35],
    ['follows an unnamed rounding', 'SUBTOTAL   96.58\nGST   5.81\nTOTAL   102.39\n   0.01\nTOTAL   102.40', 102.4],
  ] as const) {
    it(`${what} on a damaged receipt`, () => assert.equal(total(foot), expected));
  }

  for (const [what, foot, expected] of [
    ['a count for a part of it', 'TEA   12.00\nTOTAL 3   12.00\nCASH   15.00\nCHANGE   3.00', 12],
    ['a code for it', 'TEA   12.00\nTOTAL   BSDZ\nCASH   AB.CD', undefined],
    ['what was paid in coins for it', 'TOTAL   1.38\nROUNDING   0.02\nCASH   1.40', 1.38],
  ] as const) {
    it(`does not take ${what}`, () => assert.equal(total(foot), expected));
  }

  it('is absent where nothing says so', () => assert.equal(total('TEA   2.00\nHELLO'), undefined));

  it('is surer the more the page says for it', () => {
    const plain = parseReceipt(printed('TOTAL   9.50')).total;
    const proved = parseReceipt(
      printed('SUBTOTAL   9.00\nGST   0.50\nTOTAL   9.50\nCASH   10.00\nCHANGE   0.50'),
    ).total;
    assert.ok(plain && proved && plain.confidence < proved.confidence && proved.confidence <= 1);
  });

  it('is as unsure as the engine', () => {
    const sure = printed('TOTAL   9.50');
    const lines = sure.lines.map((line) => ({ ...line, confidence: 0.5 }));
    const [a, b] = [parseReceipt(sure).total, parseReceipt({ ...sure, lines }).total];
    assert.ok(a && b && Math.abs(b.confidence - a.confidence / 2) < 0.01);
  });
});

describe('the other amounts', () => {
  it('are what adds up to the total', () => {
    const foot = `
      SUBTOTAL          62.55
      10% SRV CHG        6.25
      DISCOUNT           1.00
      6% GST             4.07
      TOTAL             71.87
      ROUNDING          -0.02
      TOTAL ROUNDED     71.85
      CASH             100.00
      CHANGE            28.15
    `;
    const expected = { subtotal: 62.55, discount: 1, service: 6.25, totalTax: 4.07, rounding: -0.02, total: 71.85 };
    assert.deepEqual(amounts(foot), { ...expected, paid: 100, change: 28.15 });
  });

  it('are not what stands in a table of taxes below the total', () => {
    const foot =
      'TOTAAL   19,32\nPINPAS   19,32\nBTW%   BTW   EXCL.   BRUTO\n9%   1,36   15,06   16,42\n21%   0,50   2,40   2,90';
    assert.deepEqual(amounts(foot), { totalTax: 1.86, total: 19.32, paid: 19.32 });
  });

  it('have a rounding to whole units where coins are that large', () => {
    const foot = 'SUMMA   632,27\nAVRUNDNING   -0,27\nTOTALT   632,00\nKONTANT   700,00\nVAXEL   68,00';
    assert.deepEqual(amounts(foot), { rounding: -0.27, total: 632, paid: 700, change: 68 });
  });

  it('leave the tax out of the sum where the subtotal includes it', () => {
    const foot = 'SUBTOTAL   14.00\nTOTAL   14.00\nCASH   14.00\nGST INCLUDED   0.79';
    assert.deepEqual(amounts(foot), { subtotal: 14, totalTax: 0.79, total: 14, paid: 14 });
  });

  it('name what went over the counter without its minus', () => {
    const { paid, change } = amounts('TOTAL   35.00\nCASH   -55.00\nCHANGE   20.00-');
    assert.deepEqual([paid, change], [55, 20]);
  });

  it('have no change among the goods', () => {
    const receipt = parseReceipt(printed('1 Toaster Rückgabe   -39,90\nSumme   -39,90\nAuszahlung BAR   39,90'));
    assert.deepEqual(
      [receipt.items.map(({ total }) => total?.value), receipt.total?.value, receipt.paid?.value, receipt.change],
      [[-39.9], -39.9, 39.9, undefined],
    );
  });

  it('are absent where the page does not name them', () => assert.deepEqual(amounts('TOTAL   9.50'), { total: 9.5 }));
});
