import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kindOf } from '../../../../src/core/receipt/figureKinds.ts';
import { folded, labelOf } from '../../../../src/core/receipt/labels.ts';

describe('labelOf', () => {
  for (const [text, kind] of [
    ['TOTAL', 'total'],
    ['Grand Total :', 'total'],
    ['TOTAL SALES (INCLUSIVE OF GST)', 'total'],
    ['TOTALSALES(INCLUSIVEOFGST@6%)', 'total'],
    ['TOTALAPAGAR', 'total'],
    ['TOTAL AFTER ADJ INCL GST', 'total'],
    ['AMOUNT DUE', 'total'],
    ['AMOUNT TO BE PAID', 'total'],
    ['TTL AFT RND', 'total'],
    ['Summe EUR', 'total'],
    ['To pay', 'total'],
    ['You Pay', 'total'],
    ['BILL TOTAL', 'total'],
    ['Bill Amount', 'total'],
    ['Invoice Total', 'total'],
    ['Endsumme', 'total'],
    ['Rechnungsendbetrag', 'total'],
    ['Zahlungsbetrag', 'total'],
    ['Somme due', 'total'],
    ['Da pagare', 'total'],
    ['Netto a pagare', 'total'],
    ['Eindtotaal', 'total'],
    ['Te voldoen', 'total'],
    ['Należność', 'total'],
    ['ZW-SUMME', 'subtotal'],
    ['Taxable Value', 'subtotal'],
    ['Warenwert', 'subtotal'],
    ['TOTAL (EXCLUDING GST)', 'subtotal'],
    ['SUB-TOTAL', 'subtotal'],
    ['Zwischensumme', 'subtotal'],
    ['TOTAL GST', 'tax'],
    ['TAX TOTAL', 'tax'],
    ['GST @6% INCLUDED IN TOTAL', 'tax'],
    ['MwSt 19%', 'tax'],
    ['WTYMPTU 8%', 'tax'],
    ['ROUNDING ADJUSTMENT', 'rounding'],
    ['ROU NDING', 'rounding'],
    ['T AX TOTA L', 'tax'],
    ['C ash', 'paid'],
    ['Chan ge', 'change'],
    ['PEMBUNDARAN', 'rounding'],
    ['CASH TENDERED', 'paid'],
    ['VISA CARD', 'paid'],
    ['TOTAL PAID', 'paid'],
    ['CHANGE DUE', 'change'],
    ['Rückgeld', 'change'],
    ['TOTAL DISCOUNT', 'discount'],
    ['Mitarbeiterrabatt', 'discount'],
    ['Winterkorting 10%', 'discount'],
    ['RABATTMARKEN', undefined],
    ['Ersparnis', 'discount'],
    ['OPUST', 'discount'],
    ['PELARASAN', 'rounding'],
    ['AMOUNT TENDERED', 'paid'],
    ['Valor recebido', 'paid'],
    ['Wpłata', 'paid'],
    ['Rückgabe', 'change'],
    ['Cover charge', 'service'],
    ['Servicegebühr', 'service'],
    ['Auto Grat', 'tip'],
    ['SERVICE TAX 6%', 'tax'],
    ['BILL NO', undefined],
    ['TOTAL QTY', 'count'],
    ['SERVICE CHARGE 10%', 'service'],
    ['CASHIER', undefined],
    ['NO EXCHANGE OR REFUND', undefined],
    ['PENCIL 2B', undefined],
    ['PAPER CLIP', undefined],
    ['SUM NOK', 'total'],
    ['DIM SUM', undefined],
    ['SUM WIDGET', undefined],
    ['Remise fidélité', 'discount'],
    ['Solde carte fidélité', 'other'],
  ] as const) {
    it(`takes ${text} for ${kind ?? 'no label'}`, () => assert.equal(kindOf(labelOf(text)), kind));
  }

  it('counts the words that it does not know', () => {
    assert.equal(labelOf('CASH BOOK RULED PAPER').unknown, 3);
    assert.equal(labelOf('GRAND TOTAL RM').unknown, 0);
  });

  it('knows a long word with any one letter wrong', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('SUBTOTAL', 'ROUNDING', 'DISCOUNT', 'TENDERED', 'QUANTITY'),
        fc.nat(7),
        fc.constantFrom('X', 'Z', 'K'),
        (word, at, wrong) => {
          const damaged = word.slice(0, at) + wrong + word.slice(at + 1);
          assert.deepEqual(labelOf(damaged), labelOf(word));
        },
      ),
    );
  });
});

describe('folded', () => {
  it('keeps the length, so that places in it are places in the text', () => {
    for (const text of ['Straße', 'Bäckerei', 'ÉCLAIR', 'plain']) assert.equal(folded(text).length, text.length);
  });
});
