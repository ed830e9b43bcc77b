import assert from 'node:assert/strict';
import type { Receipt } from '../../../src/core/reading/reading.ts';
import { f1, scoreOf, totalOf } from '../../rendered/score.ts';
import type { Truth } from '../../rendered/truth.ts';

const field = <T>(value: T) => ({ value, confidence: 1, evidence: [] });

const truth: Truth = {
  ...{ merchant: 'Bäckerei Lindenhall e.K.', address: 'Kirchgasse 5 04109 Leipzig', country: 'DE', currency: 'EUR' },
  ...{ phone: '030 2309 1234', time: '14:05', total: 5.4 },
  items: [
    { description: 'Brezel', quantity: 2, unitPrice: 0.8, total: 1.6 },
    { description: 'Roggenbrot', total: 3.8 },
  ],
  taxes: [{ rate: 7, amount: 0.35 }],
  payments: [{ method: 'Cash', amount: 10 }],
};

const read: Receipt = {
  merchant: field('BACKEREI LINDENHALL E.K.'),
  address: field('Kirchgasse 5, 04109 Leipzig'),
  phone: field('030/23091234'),
  time: field('14:05'),
  total: field(5.4),
  tip: field(1),
  items: [
    { description: field('Roggenbrot'), total: field(3.8) },
    { description: field('Brezel'), quantity: field(2), unitPrice: field(0.9), total: field(1.6) },
    { description: field('Gesamt'), total: field(5.4) },
  ],
  charges: [],
  taxes: [],
  payments: [{ method: field('Cash'), amount: field(10) }],
  checks: [],
};

describe('the score of a receipt', () => {
  const scores = scoreOf(read, truth);

  it('compares names by letters and digits, numbers of telephones by digits, addresses by how alike they are', () => {
    for (const name of ['merchant', 'phone', 'address', 'time', 'total'] as const) {
      assert.deepEqual(scores[name], { told: 1, shown: 1, right: 1 }, name);
    }
  });

  it('counts what is not there and shown, and what is there and not shown', () => {
    assert.deepEqual(scores.tip, { told: 0, shown: 1, right: 0 });
    assert.deepEqual(scores.country, { told: 1, shown: 0, right: 0 });
    assert.deepEqual(scores['taxes.rate'], { told: 1, shown: 0, right: 0 });
  });

  it('compares each item with the one that has most in common with it, in whatever order', () => {
    assert.deepEqual(scores['items.description'], { told: 2, shown: 3, right: 2 });
    assert.deepEqual(scores['items.quantity'], { told: 1, shown: 1, right: 1 });
    assert.deepEqual(scores['items.unitPrice'], { told: 1, shown: 1, right: 0 });
  });

  it('is 1 where all is right, less for each that is missing, wrong or too many', () => {
    assert.equal(f1(scores.total), 1);
    assert.equal(f1(scores['items.description']), 0.8);
    assert.equal(f1(totalOf([scores, scores]).tip), 0);
  });
});
