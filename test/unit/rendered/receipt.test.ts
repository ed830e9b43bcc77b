import assert from 'node:assert/strict';
import { countries } from '../../rendered/countries.ts';
import { layouts } from '../../rendered/layouts.ts';
import { pageOf } from '../../rendered/page.ts';
import { isHeldOut, renderedReceipt, type RenderedReceipt } from '../../rendered/receipt.ts';

const receipts = Array.from({ length: 600 }, (_, seed) => renderedReceipt(seed));

function textOf({ sheet }: RenderedReceipt): string {
  return sheet.rows.map((row) => row.cells.map(({ text }) => text).join('\t')).join('\n');
}

/** To the smallest unit that any of the currencies has. */
function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.005;
}

describe('a rendered receipt', () => {
  it('is the same for the same number', () => {
    for (const seed of [0, 7, 123]) assert.deepEqual(renderedReceipt(seed), renderedReceipt(seed));
  });

  it('is another for another number', () => {
    assert.equal(new Set(receipts.map(textOf)).size, receipts.length);
  });

  it('comes in every layout and from every country, both in the half that is held out and in the other', () => {
    for (const half of [true, false]) {
      const some = receipts.filter(({ seed }) => isHeldOut(seed) === half);
      assert.deepEqual(new Set(some.map(({ layout }) => layout)), new Set(layouts.map(({ name }) => name)));
      assert.deepEqual(new Set(some.map(({ country }) => country)), new Set(countries.map(({ code }) => code)));
    }
  });

  it('has items whose totals are their prices times their quantities', () => {
    for (const { truth, seed } of receipts) {
      for (const { quantity, unitPrice, total = 0 } of truth.items) {
        if (quantity === undefined || unitPrice === undefined) continue;
        const unit = ['IDR', 'JPY'].includes(truth.currency) ? 1 : 0.01;
        assert.ok(Math.abs(quantity * unitPrice - total) <= unit / 2 + 1e-6, `receipt ${seed}`);
      }
    }
  });

  it('has items that come to its subtotal, less what is taken off them', () => {
    for (const { truth, layout, seed } of receipts) {
      if (truth.subtotal === undefined || truth.items.length === 0) continue;
      const goods = truth.items.reduce((sum, { total = 0, discount = 0 }) => sum + total - discount, 0);
      assert.ok(same(goods, truth.subtotal), `receipt ${seed}, ${layout}`);
    }
  });

  it('has payments that cover the total and the change', () => {
    for (const { truth, seed } of receipts) {
      const paid = truth.payments.reduce((sum, { amount = 0 }) => sum + amount, 0);
      if (truth.payments.length > 0) {
        assert.ok(same(paid, (truth.total ?? 0) + (truth.change ?? 0)), `receipt ${seed}`);
      }
    }
  });

  it('has parts that add up to its total, the taxes added or in the prices', () => {
    for (const { truth, seed } of receipts) {
      const { subtotal, discount = 0, service = 0, tip = 0, rounding = 0, total = 0, taxes } = truth;
      if (subtotal === undefined) continue;
      const without = subtotal - discount + service + tip + rounding;
      const tax = taxes.reduce((sum, { amount = 0 }) => sum + amount, 0);
      assert.ok(same(without, total) || same(without + tax, total), `receipt ${seed}`);
    }
  });

  it('prints what its truth says, and its pieces of text beside each other', () => {
    for (const receipt of receipts) {
      const fold = (text: string) =>
        text
          .normalize('NFKD')
          .toUpperCase()
          .replace(/ß/gi, 'SS')
          .replace(/Ł/g, 'L')
          .replace(/[^A-Z0-9]/g, '');
      const printed = fold(textOf(receipt));
      const { merchant = '', phone = '', taxNumber = '', registrationNumber = '', receiptNumber = '' } = receipt.truth;
      for (const text of [merchant, phone, taxNumber, registrationNumber, receiptNumber]) {
        assert.ok(printed.includes(fold(text)), `${text} on receipt ${receipt.seed}`);
      }
      const { width, lines } = pageOf(receipt.sheet);
      for (const [index, { box }] of lines.entries()) {
        const next = lines[index + 1]?.box;
        assert.ok(box[2] <= width && (!next || next[1] > box[1] || next[0] > box[2]), `receipt ${receipt.seed}`);
      }
    }
  });
});
