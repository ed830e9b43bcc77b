import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { printed } from './invented.ts';

/** Each as its method, amount and last digits, `-` where there is none. */
function payments(text: string): readonly string[] {
  return parseReceipt(printed(text)).payments.map((payment) =>
    [payment.method, payment.amount, payment.lastDigits].map((field) => field?.value ?? '-').join(' '),
  );
}

describe('the payments of a receipt', () => {
  for (const [text, ...expected] of [
    ['TOTAL   9.50\nCASH   10.00\nCHANGE   0.50', 'Cash 10 -'],
    ['TOTAL   9.50\nTUNAI   10.00', 'Cash 10 -'],
    ['TOTAL   9.50\nVISA   9.50', 'Visa 9.5 -'],
    ['TOTAL   9.50\nMASTERCARD   9.50', 'Mastercard 9.5 -'],
    ['TOTAL   9.50\nMYDEBIT   9.50', 'Debit card 9.5 -'],
    ['TOTAL   9.50\nCREDIT CARD   9.50', 'Credit card 9.5 -'],
    ['TOTAL   9.50\nPAYMENT   9.50', '- 9.5 -'],
    ['TOTAL   9.50\nPAID BY VISA', 'Visa - -'],
    ['TOTAL   9.50\nCASH   10.00\nWE ACCEPT VISA', 'Cash 10 -'],
    ['TOTAL   9.50\nGIFT CARD   4.50\nCASH   5.00', '- 4.5 -', 'Cash 5 -'],
    ['TOTAL   19.50\nVISA   14.50\nCASH   10.00\nCHANGE   5.00', 'Visa 14.5 -', 'Cash 10 -'],
    ['TOTAL   9.50\nVISA XXXXXXXXXXXX1234   9.50', 'Visa 9.5 1234'],
    ['TOTAL   9.50\nVISAXXXXXXXXXXXX1234   9.50', 'Visa 9.5 1234'],
    ['TOTAL   9.50\nVISA   9.50\nCARD NO: **** **** **** 1234', 'Visa 9.5 1234'],
    ['TOTAL   9.50\n46 XXXXXXXX 1819', '- - 1819'],
    ['*** 30/03/2018 ***\nTOTAL   9.50'],
    ['**** 30/03/2018 ****\nTOTAL   9.50'],
    ['MEMBER 1234567890\nTOTAL   9.50'],
    ['MAWAR CASH & CARRY\nTOTAL   9.50\nNO CASH REFUND\nCASHIER: ANA'],
    ['TOTAL   9.50'],
    ['DATE: 12/03/2018\nMASTER LOCK   9.00\nBOOST BAR   2.00\nTEA   8.00\nTOTAL   19.00'],
    ['DATE: 12/03/2018\nBOOST BAR   2.00\nTOTAL   2.00\nCASH   5.00\nCHANGE   3.00', 'Cash 5 -'],
  ] as const) {
    it(`are ${expected.join(' and ') || 'none'} on ${JSON.stringify(text)}`, () => {
      assert.deepEqual(payments(text), expected);
    });
  }

  it('are together what was paid', () => {
    const text = 'TOTAL   19.50\nVISA   14.50\nCASH   10.00\nCHANGE   5.00';
    const { paid, checks } = parseReceipt(printed(text));
    assert.equal(paid?.value, 24.5);
    assert.deepEqual(
      paid.evidence.map((evidence) => evidence.text),
      ['14.50', '10.00'],
    );
    assert.deepEqual(checks, [{ name: 'paidAndChange', holds: true, arithmetic: '19.50 + 5.00 = 24.50' }]);
  });
});
