import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

describe('the currency', () => {
  for (const [text, expected] of [
    ['TOTAL   RM 9.50', 'MYR'],
    ['TOTAL (MYR)   9.50', 'MYR'],
    ['TOTAL   S$9.50', 'SGD'],
    ['TOTAL   9,50 €', 'EUR'],
    ['SUMME EUR   9,50', 'EUR'],
    ['TOTAL   £9.50', 'GBP'],
    ['TOTAL   CHF 9.50', 'CHF'],
    ['TOTAL   US$9.50', 'USD'],
    ['MAWAR\n5, JALAN 2, KUALA LUMPUR\nTOTAL   9.50', 'MYR'],
    ['Sonnenblume GmbH\nTOTAL   9,50', 'EUR'],
    ['TOTAL   9.50', undefined],
    // A dollar of which country?
    ['TOTAL   $9.50', undefined],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected ?? 'not known'}`, () => {
      assert.equal(parseReceipt(printed(text)).currency?.value, expected);
    });
  }

  it('is the one that stands most often', () => {
    assert.equal(parseReceipt(printed('USD 1 = RM 4.10\nTEA   RM 2.00\nTOTAL   RM 2.00')).currency?.value, 'MYR');
  });

  it('is surer of a mark than of a country', () => {
    const [mark, country] = ['TOTAL   RM 9.50', 'JALAN 2, SELANGOR\nTOTAL   9.50'].map(
      (text) => parseReceipt(printed(text)).currency,
    );
    assert.ok(mark && country && mark.confidence > country.confidence);
  });
});

describe('the payment method', () => {
  for (const [text, expected] of [
    ['TOTAL   9.50\nCASH   10.00', 'Cash'],
    ['TOTAL   9.50\nTUNAI   10.00', 'Cash'],
    ['TOTAL   9.50\nVISA   9.50', 'Visa'],
    ['TOTAL   9.50\nMASTERCARD   9.50', 'Mastercard'],
    ['TOTAL   9.50\nMYDEBIT   9.50', 'Debit card'],
    ['TOTAL   9.50\nCREDIT CARD   9.50', 'Credit card'],
    ['TOTAL   9.50\nGRABPAY   9.50', 'E-wallet'],
    ['TOTAL   9.50\nPAID BY VISA', 'Visa'],
    ['MAWAR CASH & CARRY\nTOTAL   9.50\nNO CASH REFUND\nCASHIER: ANA', undefined],
    ['TOTAL   9.50', undefined],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected ?? 'not known'}`, () => {
      assert.equal(parseReceipt(printed(text)).paymentMethod?.value, expected);
    });
  }

  it('is the one with the amount, not one that is only named', () => {
    assert.equal(parseReceipt(printed('TOTAL   9.50\nCASH   10.00\nWE ACCEPT VISA')).paymentMethod?.value, 'Cash');
  });
});
