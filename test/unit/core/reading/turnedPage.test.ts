import assert from 'node:assert/strict';
import type { Page } from '../../../../src/core/reading/reading.ts';
import { parseReceipt } from '../../../../src/core/receipt/parseReceipt.ts';
import { pageOnPicture, uprightPage } from '../../../../src/core/reading/turnedPage.ts';

/** Shop, total and amount on a paper of 200 by 300, photographed under each turn. */
const pictures: readonly Page[] = [
  {
    width: 200,
    height: 300,
    lines: [
      { text: 'FINCH BAKERY LTD', box: [40, 20, 160, 40] },
      { text: 'TOTAL', box: [20, 200, 80, 220], words: [{ text: 'TOTAL', box: [20, 200, 80, 220] }] },
      { text: '9.50', box: [140, 200, 180, 220] },
    ],
  },
  {
    width: 300,
    height: 200,
    turned: 90,
    lines: [
      { text: 'FINCH BAKERY LTD', box: [260, 40, 280, 160] },
      { text: 'TOTAL', box: [80, 20, 100, 80], words: [{ text: 'TOTAL', box: [80, 20, 100, 80] }] },
      { text: '9.50', box: [80, 140, 100, 180] },
    ],
  },
  {
    width: 200,
    height: 300,
    turned: 180,
    lines: [
      { text: 'FINCH BAKERY LTD', box: [40, 260, 160, 280] },
      { text: 'TOTAL', box: [120, 80, 180, 100], words: [{ text: 'TOTAL', box: [120, 80, 180, 100] }] },
      { text: '9.50', box: [20, 80, 60, 100] },
    ],
  },
  {
    width: 300,
    height: 200,
    turned: 270,
    lines: [
      { text: 'FINCH BAKERY LTD', box: [20, 40, 40, 160] },
      { text: 'TOTAL', box: [200, 120, 220, 180], words: [{ text: 'TOTAL', box: [200, 120, 220, 180] }] },
      { text: '9.50', box: [200, 20, 220, 60] },
    ],
  },
];

describe('a page that is turned', () => {
  for (const picture of pictures) {
    it(`is held upright from ${picture.turned ?? 0} degrees`, () => {
      assert.deepEqual(uprightPage(picture), pictures[0]);
    });

    const { turned } = picture;
    if (turned !== undefined) {
      it(`lies in the picture again, turned by ${turned} degrees`, () => {
        assert.deepEqual(pageOnPicture(uprightPage(picture), turned), picture);
      });
    }

    it(`gives its receipt evidence where it lies in the picture, at ${picture.turned ?? 0} degrees`, () => {
      const { total } = parseReceipt(picture);
      assert.equal(total?.value, 9.5);
      assert.deepEqual(
        total.evidence.map(({ box }) => box),
        [picture.lines[2]?.box],
      );
    });
  }
});
