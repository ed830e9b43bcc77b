import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

describe('the country', () => {
  const shop = 'MAPLE SHOP\n12 KING STREET WEST, ONTARIO\nTOTAL   $9.50';

  it('is what a person says, and tells the currency', () => {
    const { country, currency } = parseReceipt(printed(shop), { country: 'AU' });
    assert.deepEqual([country, currency?.value], [{ value: 'AU', confidence: 1, evidence: [] }, 'AUD']);
  });

  it('stands where the page says the same', () => {
    const { country } = parseReceipt(printed(shop), { country: 'CA' });
    assert.deepEqual([country?.value, country?.confidence], ['CA', 1]);
    assert.deepEqual(
      country?.evidence.map(({ text }) => text),
      ['ONTARIO'],
    );
  });

  for (const [text, expected] of [
    ['12 KING STREET WEST\nM5V 2T6', 'CA'],
    ['12 KING STREET WEST\nON M5V2T6', 'CA'],
    ['ORDER A1B2C3', undefined],
    ['1 HIGH STREET\nAB1 2CD', 'GB'],
    ['UNIT G1 2ND FLOOR', undefined],
    ['15 High Street\nWinchester S023 9ZZ', 'GB'],
    ['Org.nr 556677-8899', 'SE'],
    ['Storgata 5\nOrg.nr 915 112 223 MVA', 'NO'],
    ['Algade 5\nMOMS NR 12345678', undefined],
    ['Algade 5\nCVR 12345678', 'DK'],
    ['TIENDA SOL SA DE CV', 'MX'],
    ['500 Cerro Trail\nSanta Fe, New Mexico', undefined],
    ['Hauptweg 5\n18528 Bergen', undefined],
    ['Calle Mayor 5\n19001 Guadalajara', undefined],
    ['1026 Valencia St\nSpringfield, CA 94110', 'US'],
    ['1440 Maple Avenue\nDenver, c0 80203', 'US'],
    ['1440 Maple Avenue\nSpringfield, lL 627O1', 'US'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected ?? 'not known'}`, () => {
      assert.equal(parseReceipt(printed(`${text}\nTOTAL   9.50`)).country?.value, expected);
    });
  }

  it('makes a mark that engines take for £ surer than the country alone', () => {
    const confidence = (total: string) =>
      parseReceipt(printed(`15 High Street, York YO1 9ZZ\nTOTAL   ${total}`)).currency?.confidence ?? NaN;
    assert.ok(confidence('E9.50') > confidence('9.50'));
  });

  it('has no currency that is not known', () => {
    assert.equal(parseReceipt(printed('TOTAL   9.50'), { country: 'NZ' }).currency, undefined);
  });
});

describe('the currency', () => {
  for (const [text, expected] of [
    ['TOTAL   RM 9.50', 'MYR'],
    ['RM CASH   9.50', 'MYR'],
    ['RM SEDERHANA\nJl. Melati 5, Jakarta\nTOTAL   9.500', 'IDR'],
    ['TOTAL   RS 1250.00', 'INR'],
    ['TOTAL   RS 1250,00', 'BRL'],
    ['TOTAL (MYR)   9.50', 'MYR'],
    ['TOTAL   S$9.50', 'SGD'],
    ['TOTAL   9,50 €', 'EUR'],
    ['SUMME EUR   9,50', 'EUR'],
    ['TOTAL   £9.50', 'GBP'],
    ['TOTAL   CHF 9.50', 'CHF'],
    ['TOTAL   US$9.50', 'USD'],
    ['SUMA   9,50 zł', 'PLN'],
    ['GSTIN 27ABCDE1234F1ZL\nMumbai\nTOTAL   9.50', 'INR'],
    ['AIRPORT\nMumbai\nTOTAL   USD 9.50\nINR 790.00', 'INR'],
    ['15 High Street, York YO1 9ZZ\nTOTAL   f9.50', 'GBP'],
    ['MAWAR\n5, JALAN 2, KUALA LUMPUR\nTOTAL   9.50', 'MYR'],
    ['Sonnenblume GmbH\nTOTAL   9,50', 'EUR'],
    ['TOTAL   9.50', undefined],
    // Taxes of the same name are of several currencies.
    ['TOTAL   41.50\nIVA 16%   5.72', undefined],
    ['TOTAL   41,50\nTVA 19%   6,63', undefined],
    ['TOTAL   41.50\nMWST 8.1%   3.11', undefined],
    ['AV JUAREZ 100 COL CENTRO CDMX CP 06000\nTOTAL   $41.50\nIVA 16%   5.72', 'MXN'],
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
