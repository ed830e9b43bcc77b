import assert from 'node:assert/strict';
import type { Field, Receipt } from '../../../../src/core/reading/reading.ts';
import { Problem } from '../../../../src/core/problem.ts';
import { applyCorrections, parseCorrection } from '../../../../src/core/receipt/corrections.ts';

function read<T>(value: T): Field<T> {
  return { value, confidence: 0.5, evidence: [{ text: String(value), box: [0, 0, 10, 10] }] };
}

const receipt: Receipt = {
  merchant: read('GREEN HARB0UR'),
  items: [{ description: read('TEA'), total: read(3) }],
  subtotal: read(4),
  charges: [],
  taxes: [{ rate: read(25), amount: read(1) }],
  totalTax: read(1),
  payments: [],
  total: read(5),
  checks: [{ name: 'items', holds: false, arithmetic: '3.00 ≠ 4.00' }],
};

describe('applyCorrections', () => {
  it('keeps what tells of another receipt on the picture', () => {
    const check = { name: 'oneReceipt', holds: false, arithmetic: '5.00; 9.00' } as const;
    const { checks } = applyCorrections({ ...receipt, checks: [...receipt.checks, check] }, { subtotal: 3 });
    assert.deepEqual(checks.at(-1), check);
  });

  it('puts what a person wrote in place of what was read, certain and marked, where it stood', () => {
    const { merchant } = applyCorrections(receipt, { merchant: 'Green Harbour' });
    assert.deepEqual(merchant, {
      value: 'Green Harbour',
      confidence: 1,
      evidence: receipt.merchant?.evidence,
      corrected: true,
    });
  });

  it('reaches into the items', () => {
    const corrected = applyCorrections(receipt, { 'items.0.total': 4, 'items.0.quantity': 2 });
    assert.equal(corrected.items[0]?.total?.value, 4);
    assert.deepEqual(corrected.items[0].quantity, { value: 2, confidence: 1, evidence: [], corrected: true });
    assert.equal(corrected.items[0].description, receipt.items[0]?.description);
  });

  it('reaches into the charges, whose descriptions stay', () => {
    const corrections = { 'charges.0.description': 'DELIVERY', 'charges.0.amount': null };
    const charged = { ...receipt, charges: [{ description: read('DELlVERY'), amount: read(2) }] };
    const [charge] = applyCorrections(charged, corrections).charges;
    assert.deepEqual([charge?.description.value, charge?.amount], ['DELIVERY', undefined]);
    const [kept] = applyCorrections(charged, { 'charges.0.description': null }).charges;
    assert.equal(kept?.description.value, 'DELlVERY');
  });

  it('reaches into the taxes and payments', () => {
    const [tax] = applyCorrections(receipt, { 'taxes.0.rate': 20, 'taxes.0.base': 5, 'taxes.0.amount': null }).taxes;
    assert.deepEqual(Object.keys(tax ?? {}), ['rate', 'base']);
    assert.deepEqual([tax?.rate?.value, tax?.base?.value], [20, 5]);
    const paid = { ...receipt, payments: [{ method: read('V1SA'), amount: read(5) }] };
    assert.equal(applyCorrections(paid, { 'payments.0.method': 'Visa' }).payments[0]?.method?.value, 'Visa');
  });

  it('tries the sums anew', () => {
    assert.deepEqual(applyCorrections(receipt, { 'items.0.total': 4 }).checks, [
      { name: 'items', holds: true, arithmetic: '4.00 = 4.00' },
      { name: 'subtotalAndTax', holds: true, arithmetic: '4.00 + 1.00 = 5.00' },
    ]);
  });

  it('takes out what a person emptied', () => {
    assert.equal('totalTax' in applyCorrections(receipt, { totalTax: null }), false);
  });

  it('leaves alone what a correction does not fit, and places that the receipt does not have', () => {
    const corrected = applyCorrections(receipt, { total: '5', 'items.7.total': 1, nonsense: 'x', checks: 'x' });
    assert.deepEqual(Object.keys(corrected).sort(), Object.keys(receipt).sort());
    assert.equal(corrected.total, receipt.total);
    assert.equal(corrected.items.length, 1);
  });
});

describe('parseCorrection', () => {
  const taken: readonly (readonly [Parameters<typeof parseCorrection>[1], string, string | number])[] = [
    ['text', '  Green \n Harbour ', 'Green Harbour'],
    ['date', '2026-2-9', '2026-02-09'],
    ['date', '2024.02.29', '2024-02-29'],
    ['time', '9:05', '09:05'],
    ['time', '23:59:01', '23:59:01'],
    ['currency', 'eur', 'EUR'],
    ['amount', '9.5', 9.5],
    ['amount', '9,50', 9.5],
    ['amount', 'RM 1,234.50', 1234.5],
    ['amount', '€1.234,50', 1234.5],
    ['amount', '1,234', 1234],
    ['amount', '-3', -3],
    ['quantity', '1.235', 1.235],
    ['percent', '13,5 %', 13.5],
    ['percent', '6', 6],
  ];
  for (const [kind, typed, value] of taken) {
    it(`takes ${JSON.stringify(typed)} as the ${kind} ${value}`, () => {
      assert.equal(parseCorrection('total', kind, typed), value);
    });
  }

  const refused: readonly (readonly [Parameters<typeof parseCorrection>[1], string])[] = [
    ['date', '2026-02-30'],
    ['date', '25/12/2018'],
    ['time', '24:00'],
    ['time', '9.5'],
    ['currency', 'EURO'],
    ['amount', 'nine'],
    ['amount', '1.2.3'],
    ['quantity', '2x'],
    ['percent', 'six'],
  ];
  for (const [kind, typed] of refused) {
    it(`refuses “${typed}” as ${kind}, and says what would fit`, () => {
      assert.throws(
        () => parseCorrection('total', kind, typed),
        (error) => error instanceof Problem && error.code === 'correctionInvalid' && error.message.includes('such as'),
      );
    });
  }

  it('takes an emptied field as one that the receipt does not have', () => {
    assert.equal(parseCorrection('total', 'amount', ' '), null);
  });

  it('keeps a description: an item without one is none', () => {
    assert.throws(() => parseCorrection('items.0.description', 'text', ' '), Problem);
  });
});
