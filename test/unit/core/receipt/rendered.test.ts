import assert from 'node:assert/strict';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { pageOf } from '../../../rendered/page.ts';
import { renderedReceipt } from '../../../rendered/receipt.ts';
import { f1, scoredFields, scoreOf, totalOf, type ScoredField, type Tallies } from '../../../rendered/score.ts';

const receipts = 240;

/** Part of the receipts, all of whose sums hold, that a check may say something against. */
const mostComplaints = 0.02;

/** What each field has to reach; a rule that reads more raises it. */
const floors: Readonly<Record<ScoredField, number>> = {
  merchant: 0.99,
  address: 0.98,
  country: 0.99,
  phone: 0.99,
  registrationNumber: 0.98,
  taxNumber: 0.99,
  receiptType: 0.98,
  receiptNumber: 0.99,
  date: 0.99,
  time: 0.99,
  currency: 0.98,
  subtotal: 0.98,
  discount: 0.98,
  service: 0.9,
  tip: 0.95,
  totalTax: 0.99,
  rounding: 0.98,
  total: 0.99,
  paid: 0.99,
  change: 0.99,
  'items.description': 0.98,
  'items.quantity': 0.98,
  'items.unit': 0.95,
  'items.unitPrice': 0.98,
  'items.discount': 0.97,
  'items.total': 0.99,
  'taxes.rate': 0.98,
  'taxes.base': 0.98,
  'taxes.amount': 0.98,
  'payments.method': 0.98,
  'payments.amount': 0.99,
  'payments.lastDigits': 0.96,
};

describe(`${receipts} receipts of twenty countries are read so well that, of 1,`, () => {
  let scores: Tallies;
  let complaints = 0;

  before(function () {
    this.timeout(60_000);
    const seeds = Array.from({ length: receipts }, (_, seed) => seed);
    scores = totalOf(
      seeds.map((seed) => {
        const { sheet, truth } = renderedReceipt(seed);
        const found = findReceipt(pageOf(sheet));
        if (found.checks.some(({ holds }) => !holds)) complaints++;
        return scoreOf(found, truth);
      }),
    );
  });

  for (const field of scoredFields) {
    it(`${field} reaches ${floors[field]}`, () => {
      const reached = f1(scores[field]);
      assert.ok(reached >= floors[field], `${reached.toFixed(3)}: ${JSON.stringify(scores[field])}`);
    });
  }

  it(`at most ${mostComplaints} are said not to add up`, () => {
    assert.ok(complaints <= mostComplaints * receipts, `${complaints} of ${receipts}`);
  });
});
