import assert from 'node:assert/strict';
import { labelledDay, scoreReceipt, similarity } from '../../../bench/scoreReceipt.ts';
import type { Receipt } from '../../../src/core/reading/reading.ts';

const field = <T>(value: T) => ({ value, confidence: 1, evidence: [] });
const receipt: Receipt = {
  merchant: field('Marigold & Finch Ltd.'),
  address: field('48 Lantern Street, Brackwater'),
  date: field('2026-03-14'),
  total: field(1234.5),
  items: [],
  charges: [],
  taxes: [],
  payments: [],
  checks: [],
};

describe('scoreReceipt', () => {
  it('compares amounts to the cent, days, and names by their letters and figures', () => {
    const key = {
      company: 'MARIGOLD & FINCH LTD',
      date: '14/03/26',
      address: '48, LANTERN STREET BRACKWATER.',
      total: 'GBP 1,234.50',
    };
    const all = { total: true, date: true, merchant: true, 'merchant~': true, 'address~': true };
    assert.deepEqual(scoreReceipt(receipt, key), all);
  });

  it('counts what differs or is missing as wrong', () => {
    const key = { company: 'MARIGOLD & FINCH L1D', date: '15/03/26', address: 'ELSEWHERE', total: '1234.51' };
    const scores = { total: false, date: false, merchant: false, 'merchant~': true, 'address~': false };
    assert.deepEqual(scoreReceipt(receipt, key), scores);
    assert.equal(scoreReceipt(undefined, key).total, false);
  });

  it('leaves out what has no label', () => {
    assert.deepEqual(scoreReceipt(receipt, { total: '1' }), { total: false });
  });
});

describe('labelledDay', () => {
  const days: Record<string, string> = {
    '25/12/2018': '2018-12-25',
    '18-11-18': '2018-11-18',
    '2018-03-18': '2018-03-18',
    '20180304': '2018-03-04',
    '10 MAR 2018': '2018-03-10',
    '01-NOV-2017': '2017-11-01',
    'MAR 10, 2018': '2018-03-10',
    '12/13/2016': '2016-12-13',
  };
  for (const [label, day] of Object.entries(days)) {
    it(`reads ${label} as ${day}`, () => {
      assert.equal(labelledDay(label), day);
    });
  }

  it('reads no day where there is none', () => {
    assert.equal(labelledDay('tomorrow'), undefined);
  });
});

describe('similarity', () => {
  it('is the part in common blocks', () => {
    assert.equal(similarity('ABCD', 'ABCD'), 1);
    assert.equal(similarity('ABCD', 'WXYZ'), 0);
    assert.equal(similarity('ABXCD', 'ABCD'), 8 / 9);
    assert.equal(similarity('', ''), 1);
  });
});
