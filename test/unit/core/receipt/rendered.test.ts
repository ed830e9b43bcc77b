import assert from 'node:assert/strict';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { pageOf } from '../../../rendered/page.ts';
import { renderedReceipt } from '../../../rendered/receipt.ts';
import { f1, scoredFields, scoreOf, totalOf, type ScoredField, type Tallies } from '../../../rendered/score.ts';

const receipts = 240;

/** What each field has to reach; a rule that reads more raises it. */
const floors: Readonly<Record<ScoredField, number>> = {
  merchant: 0.98,
  address: 0.95,
  country: 0.98,
  phone: 0.98,
  registrationNumber: 0.97,
  taxNumber: 0.98,
  receiptType: 0.97,
  receiptNumber: 0.98,
  date: 0.98,
  time: 0.98,
  currency: 0.98,
  subtotal: 0.78,
  discount: 0.85,
  service: 0.4,
  tip: 0.95,
  rounding: 0.55,
  total: 0.97,
  change: 0.97,
  'items.description': 0.8,
  'items.quantity': 0.76,
  'items.unitPrice': 0.7,
  'items.total': 0.94,
  'taxes.rate': 0.92,
  'taxes.base': 0.9,
  'taxes.amount': 0.92,
  'payments.method': 0.98,
  'payments.amount': 0.98,
  'payments.lastDigits': 0.95,
};

describe(`${receipts} receipts of twenty countries are read so well that, of 1,`, () => {
  let scores: Tallies;

  before(function () {
    this.timeout(60_000);
    const seeds = Array.from({ length: receipts }, (_, seed) => seed);
    scores = totalOf(
      seeds.map((seed) => {
        const { sheet, truth } = renderedReceipt(seed);
        return scoreOf(parseReceipt(pageOf(sheet)), truth);
      }),
    );
  });

  for (const field of scoredFields) {
    it(`${field} reaches ${floors[field]}`, () => {
      const reached = f1(scores[field]);
      assert.ok(reached >= floors[field], `${reached.toFixed(3)}: ${JSON.stringify(scores[field])}`);
    });
  }
});
