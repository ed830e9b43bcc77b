import assert from 'node:assert/strict';
import fc from 'fast-check';
import { currencyTotals } from '../../../../src/core/receipt/currencyTotals.ts';

describe('currencyTotals', () => {
  it('adds up each currency for itself, in the order of their codes, and what has none last', () => {
    assert.deepEqual(
      currencyTotals([
        { currency: 'USD', total: 3 },
        { total: 1 },
        { currency: 'EUR', total: 0.1, tax: 0.02 },
        { currency: 'EUR', total: 0.2 },
      ]),
      [
        { currency: 'EUR', receipts: 2, total: 0.3, tax: 0.02 },
        { currency: 'USD', receipts: 1, total: 3, tax: undefined },
        { currency: undefined, receipts: 1, total: 1, tax: undefined },
      ],
    );
  });

  it('leaves out what has no total, its tax too', () => {
    assert.deepEqual(currencyTotals([{ currency: 'EUR', tax: 5 }, {}]), []);
  });

  it('takes off what is given back', () => {
    assert.equal(currencyTotals([{ total: 9.99 }, { total: -9.99 }])[0]?.total, 0);
  });

  it('is exact to the cent, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 }), (cents) => {
        const [sum] = currencyTotals(cents.map((cent) => ({ total: cent / 100 })));
        const expected = cents.reduce((all, cent) => all + cent, 0);
        assert.equal(sum?.total.toFixed(2), (expected / 100).toFixed(2));
      }),
    );
  });
});
