import assert from 'node:assert/strict';
import { formatValue, isReceipt, slotsOf } from '../../../../src/core/receipt/receiptFields.ts';

describe('slotsOf', () => {
  it('names every place that can hold a value, filled or not', () => {
    const slots = slotsOf({
      items: [{ description: { value: 'TEA', confidence: 1, evidence: [] } }],
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
          'tax',
          'tip',
          'rounding',
          'total=3',
          'paid',
        ],
        ...['change', 'paymentMethod', 'cardLastDigits'],
        ...['items.0.description=TEA', 'items.0.quantity', 'items.0.unitPrice', 'items.0.total'],
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

  it('writes quantities and texts as they are', () => {
    assert.equal(formatValue('quantity', 2, 'EUR'), '2');
    assert.equal(formatValue('date', '2026-11-21', 'EUR'), '2026-11-21');
  });
});

describe('isReceipt', () => {
  it('holds where anything was found or written', () => {
    const total = { value: 3, confidence: 1, evidence: [] };
    assert.equal(isReceipt({ items: [], checks: [], total }), true);
    assert.equal(isReceipt({ items: [{ description: { ...total, value: 'TEA' } }], checks: [] }), true);
    assert.equal(isReceipt({ items: [], checks: [] }), false);
  });
});
