import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { paymentMethods } from '../../../../src/core/receipt/paymentWords.ts';
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
    ['TOTAL   9.50\nCASH   1O.O0', 'Cash 10 -'],
    ['TOTAL   9.50\nCARD ID.05'],
    ["TOTAL   9.50\nPAID BY : CC'7186:RM9.50", '- 9.5 -'],
    ['TOTAL   9.50\nVISA   9.50', 'Visa 9.5 -'],
    ['TOTAL   9.50\nMASTERCARD   9.50', 'Mastercard 9.5 -'],
    ['TOTAL   9.50\nMYDEBIT   9.50', 'Debit card 9.5 -'],
    ['TOTAL   9.50\nCREDIT CARD   9.50', 'Credit card 9.5 -'],
    ['TOTAL   9.50\nPAYMENT   9.50', '- 9.5 -'],
    ['TOTAL   9.50\nPAID BY VISA', 'Visa - -'],
    ['TOTAL   9.50\nCASH   10.00\nWE ACCEPT VISA', 'Cash 10 -'],
    ['TOTAL   9.50\nGIFT CARD   4.50\nCASH   5.00', 'Gift card 4.5 -', 'Cash 5 -'],
    ['TOTAL   19.50\nVISA   14.50\nCASH   10.00\nCHANGE   5.00', 'Visa 14.5 -', 'Cash 10 -'],
    ['TOTAL   9.50\nVISA XXXXXXXXXXXX1234   9.50', 'Visa 9.5 1234'],
    ['TOTAL   9.50\nVISAXXXXXXXXXXXX1234   9.50', 'Visa 9.5 1234'],
    ['TOTAL   9.50\nVISA   9.50\nCARD NO: **** **** **** 1234', 'Visa 9.5 1234'],
    ['TOTAL   9.50\n46 XXXXXXXX 1819', '- - 1819'],
    ['TOTAL   9.50\nVISA 4242   9.50', 'Visa 9.5 4242'],
    ['TOTAL   9.50\n*7725 VISA CHARGE   9.50', 'Visa 9.5 7725'],
    ['TOTAL   9.50\nEFT   9.50\nVISA DEBIT xx4410', 'Debit card 9.5 4410'],
    ['TOTAL   9.50\nCard ending in 4471   9.50', 'Card 9.5 4471'],
    ['TOTAL   ¥4,500\nVISA   ¥4,500', 'Visa 4500 -'],
    ['Club Card #: *********1132\nTOTAL   9.50\nMASTERCARD   9.50\n************8821', 'Mastercard 9.5 8821'],
    ['REWARDS *********1132\nTOTAL   9.50\nMASTERCARD   9.50', 'Mastercard 9.5 -'],
    ['TOTAL   9.50\nCASH   10.00\n*********1132', 'Cash 10 -'],
    ['*** 30/03/2018 ***\nTOTAL   9.50'],
    ['**** 30/03/2018 ****\nTOTAL   9.50'],
    ['Zwischensumme   9,00\nGutschein   -2,00\nZu zahlen   7,00\nGegeben   10,00\nZurück   3,00', '- 10 -'],
    ['TOTAL   9,50\nSolde carte fidélité :   23,40'],
    ['TOTAL   -32.70\nVISA REFUND *4421   -32.70', 'Visa 32.7 4421'],
    ['TOTAL   8.88\nREFUND TO CARD   1.99', 'Card - -'],
    ['TOTAL   -32.70\nREFUND TO CARD   32.70', 'Card 32.7 -'],
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

  for (const { name, printed: words, besideAmount } of paymentMethods) {
    for (const word of [...words, ...besideAmount]) {
      it(`are ${name} where ${word} stands before the amount`, () => {
        assert.deepEqual(payments(`BREAD   9.50\nTOTAL   9.50\n${word}   9.50`), [`${name} 9.5 -`]);
      });
    }
  }

  for (const word of paymentMethods.flatMap(({ besideAmount }) => besideAmount)) {
    it(`are not told by ${word} alone`, () => {
      assert.deepEqual(payments(`TOTAL   9.50\n${word} NO. 12`), []);
    });
  }

  it('are a voucher where it stands below the total, and a discount where it stands above', () => {
    assert.deepEqual(payments('TOTAL   9.50\nGUTSCHEIN   4.50\nCASH   5.00'), ['Voucher 4.5 -', 'Cash 5 -']);
    assert.deepEqual(payments('SUBTOTAL   9.50\nGUTSCHEIN   -4.50\nTOTAL   5.00\nCASH   5.00'), ['Cash 5 -']);
  });

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
