import assert from 'node:assert/strict';
import type { Page } from '../../../../src/core/reading/reading.ts';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { pageOf } from '../../../rendered/page.ts';
import { Random } from '../../../rendered/random.ts';
import { renderedReceipt } from '../../../rendered/receipt.ts';
import { f1, scoreOf, totalOf, type ScoredField } from '../../../rendered/score.ts';
import { itemsOf } from './invented.ts';

const receipts = 120;
/** Part of the letters that are read as others. */
const damagedPart = 0.02;
/** What engines take letters for. */
const lookAlikes: Readonly<Record<string, string>> = {
  ...{ O: '0', I: '1', S: '5', B: '8', L: 'I', M: 'N', E: 'F', C: 'G', D: 'O', U: 'V', T: 'I', R: 'P', H: 'N' },
  ...{ o: '0', l: '1', i: 'l', e: 'c', n: 'r', h: 'b', a: 'o', u: 'v' },
};

/** What each field keeps; a rule that reads more raises it. */
const floors: Partial<Record<ScoredField, number>> = {
  total: 0.98,
  date: 0.99,
  currency: 0.98,
  'items.total': 0.99,
  'taxes.amount': 0.98,
  'payments.amount': 0.99,
};

/** The page with some letters of its words taken for others; each as long as it was. */
function damaged(page: Page, random: Random): Page {
  return {
    ...page,
    lines: page.lines.map(({ text, box }) => ({
      box,
      text: text.replace(/\p{L}/gu, (letter) => (random.chance(damagedPart) ? (lookAlikes[letter] ?? letter) : letter)),
    })),
  };
}

it(`${receipts} receipts are read through letters that look like others`, () => {
  const scores = totalOf(
    Array.from({ length: receipts }, (_, seed) => {
      const { sheet, truth } = renderedReceipt(seed);
      return scoreOf(findReceipt(damaged(pageOf(sheet), new Random(seed))), truth);
    }),
  );
  for (const [field, floor] of Object.entries(floors) as [ScoredField, number][]) {
    assert.ok(f1(scores[field]) >= floor, `${field} reaches ${f1(scores[field]).toFixed(3)} of ${floor}`);
  }
});

it('counts and prices are read through a damaged unit between them', () => {
  const text = 'LILAC LTDA\n5 HIGH STREET\n001 SOAP\n2VN x 3,50   7,00\n002 PEAR\n1UN x 6,00   6,00\nTOTAL   13,00';
  assert.deepEqual(
    itemsOf(text).map(([, quantity, unitPrice, total]) => [quantity, unitPrice, total]),
    [
      [2, 3.5, 7],
      [1, 6, 6],
    ],
  );
});
