import assert from 'node:assert/strict';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { pageOf } from '../../../rendered/page.ts';
import { renderedReceipt } from '../../../rendered/receipt.ts';
import { f1, scoredFields, scoreOf, totalOf, type ScoredField, type Tallies } from '../../../rendered/score.ts';

const receipts = 240;

/** What each field has to reach; a rule that reads more raises it. */
const floors: Readonly<Record<ScoredField, number>> = {
  merchant: 0.99,
  address: 0.96,
  country: 0.99,
  phone: 0.99,
  registrationNumber: 0.98,
  taxNumber: 0.99,
  receiptType: 0.98,
  receiptNumber: 0.99,
  date: 0.99,
  time: 0.99,
  currency: 0.98,
  subtotal: 0.92,
  discount: 0.95,
  service: 0.4,
  tip: 0.95,
  rounding: 0.85,
  total: 0.97,
  change: 0.97,
  'items.description': 0.93,
  'items.quantity': 0.96,
  'items.unitPrice': 0.96,
  'items.total': 0.96,
  'taxes.rate': 0.94,
  'taxes.base': 0.92,
  'taxes.amount': 0.94,
  'payments.method': 0.98,
  'payments.amount': 0.98,
  'payments.lastDigits': 0.96,
};

describe(`${receipts} receipts of twenty countries are read so well that, of 1,`, () => {
  let scores: Tallies;

  before(function () {
    this.timeout(60_000);
    const seeds = Array.from({ length: receipts }, (_, seed) => seed);
    scores = totalOf(
      seeds.map((seed) => {
        const { sheet, truth } = renderedReceipt(seed);
        return scoreOf(findReceipt(pageOf(sheet)), truth);
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
