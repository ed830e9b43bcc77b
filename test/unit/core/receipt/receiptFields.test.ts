import assert from 'node:assert/strict';
import { formatValue, isReceipt, slotsOf } from '../../../../src/core/receipt/receiptFields.ts';

describe('slotsOf', () => {
  it('names every place that can hold a value, filled or not', () => {
    const slots = slotsOf({
      items: [{ description: { value: 'TEA', confidence: 1, evidence: [] } }],
      charges: [{ description: { value: 'LEVY', confidence: 1, evidence: [] } }],
      taxes: [{ rate: { value: 6, confidence: 1, evidence: [] } }],
      payments: [],
      total: { value: 3, confidence: 1, evidence: [] },
      checks: [],
    });
    assert.deepEqual(
      slots.map(({ path, field }) => (field ? `${path}=${field.value}` : path)),
      [
        ...[
          'merchant',
          'address',
          'country',
          'phone',
          'registrationNumber',
          'taxNumber',
          'receiptType',
          'receiptNumber',
          'date',
          'time',
          'currency',
          'subtotal',
          'discount',
          'service',
          'totalTax',
          'tip',
          'rounding',
          'total=3',
          'paid',
          'change',
        ],
        ...['items.0.description=TEA', 'items.0.quantity', 'items.0.unit', 'items.0.unitPrice'],
        ...[
          'items.0.discount',
          'items.0.total',
          'charges.0.description=LEVY',
          'charges.0.amount',
          'taxes.0.rate=6',
          'taxes.0.base',
          'taxes.0.amount',
        ],
      ],
    );
  });
});

describe('formatValue', () => {
  it('writes an amount with the decimals of its currency', () => {
    assert.equal(formatValue('amount', 9.5, 'EUR'), '9.50');
    assert.equal(formatValue('amount', 1200, 'JPY'), '1200');
    assert.equal(formatValue('amount', 1.5, 'KWD'), '1.500');
  });

  it('writes two decimals where the currency is not known or none', () => {
    assert.equal(formatValue('amount', 9.5, undefined), '9.50');
    assert.equal(formatValue('amount', 9.5, '€'), '9.50');
  });

  it('writes a price with the decimals that it has', () => {
    assert.equal(formatValue('price', 1.779, 'EUR'), '1.779');
    assert.equal(formatValue('price', 1.5, 'EUR'), '1.50');
    assert.equal(formatValue('price', 1200, 'JPY'), '1200');
    assert.equal(formatValue('price', 0.123456, undefined), '0.1235');
  });

  it('writes a percentage with its sign', () => assert.equal(formatValue('percent', 13.5, 'EUR'), '13.5%'));

  it('writes quantities and texts as they are', () => {
    assert.equal(formatValue('quantity', 2, 'EUR'), '2');
    assert.equal(formatValue('date', '2026-11-21', 'EUR'), '2026-11-21');
  });
});

describe('isReceipt', () => {
  it('holds where anything was found or written', () => {
    const total = { value: 3, confidence: 1, evidence: [] };
    const none = { items: [], charges: [], taxes: [], payments: [], checks: [] };
    assert.equal(isReceipt({ ...none, total }), true);
    assert.equal(isReceipt({ ...none, items: [{ description: { ...total, value: 'TEA' } }] }), true);
    assert.equal(isReceipt(none), false);
  });
});
