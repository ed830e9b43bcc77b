import assert from 'node:assert/strict';
import type { Page } from '../../../../src/core/model.ts';
import { findReceipt } from '../../../../src/core/receipt/findReceipt.ts';
import { pageOnPicture } from '../../../../src/core/turnedPage.ts';
import { printed } from './invented.ts';

const [mawar, lotus] = ['MAWAR', 'LOTUS'].map((name, index) =>
  printed(`
    ${name} TRADING SDN BHD
    12, JALAN KENANGA
    DATE: ${index + 12}/03/2018
    TEA                ${index + 3}.00
    BUN                1.20
    TOTAL              ${index + 4}.20
    CASH              10.00
  `),
) as [Page, Page];

/** The second page's lines moved. */
function together(first: Page, second: Page, right: number, down: number): Page {
  const lines = second.lines.map((line) => {
    const [left, top, to, bottom] = line.box;
    return { ...line, box: [left + right, top + down, to + right, bottom + down] as const };
  });
  return { width: 1400, height: 1200, lines: [...first.lines, ...lines] };
}

function twoOf(page: Page): readonly string[] {
  return findReceipt(page).checks.flatMap(({ name, holds, arithmetic }) =>
    name === 'oneReceipt' && !holds ? [arithmetic] : [],
  );
}

describe('of two receipts on one picture', () => {
  for (const [what, page] of [
    ['beside each other the left one', together(mawar, lotus, 600, 10)],
    ['below each other the upper one', together(mawar, lotus, 0, 500)],
    ['on a picture that is turned the first one', pageOnPicture(together(mawar, lotus, 600, 10), 90)],
  ] as const) {
    it(`${what} is read, and a check tells both totals`, () => {
      const { merchant, total } = findReceipt(page);
      assert.deepEqual([merchant?.value, total?.value], ['MAWAR TRADING SDN BHD', 4.2]);
      assert.deepEqual(twoOf(page), ['4.20; 5.20']);
    });
  }

  it('the copy of one is none of its own', () => assert.deepEqual(twoOf(together(mawar, mawar, 0, 500)), []));

  it('no other paper counts', () => {
    const note = printed('BUY TEA\n12/03/2018\nTOTAL\nCALL ANN\nASK BEN\nBE HOME\nBY SIX');
    assert.deepEqual(twoOf(together(mawar, note, 600, 0)), []);
  });

  it('one alone has no such check', () => assert.deepEqual(twoOf(mawar), []));
});
