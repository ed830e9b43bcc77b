import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inColumns } from '../../../../src/core/reading/columns.ts';
import type { Page } from '../../../../src/core/reading/reading.ts';
import { textRowsOf } from '../../../../src/core/reading/textRows.ts';
import { askew, printed, withWords } from '../receipt/invented.ts';

const twoColumns = printed(`
  THE MILL IN OUR VALLEY AND ITS MILLER, A VISIT IN SPRING
  The flour of our bread       We met him by the river
  comes from a mill which      on a morning in April. He
  has been there for four      showed us the wheel, the
  hundred years. Whoever       stones, and an old ledger
  buys bread buys a part       with the names of those
  of its history as well.      who brought their grain.
`);
const twoColumnsText = [
  'THE MILL IN OUR VALLEY AND ITS MILLER, A VISIT IN SPRING',
  'The flour of our bread',
  'comes from a mill which',
  'has been there for four',
  'hundred years. Whoever',
  'buys bread buys a part',
  'of its history as well.',
  'We met him by the river',
  'on a morning in April. He',
  'showed us the wheel, the',
  'stones, and an old ledger',
  'with the names of those',
  'who brought their grain.',
];

function read(page: Page): readonly string[] {
  return textRowsOf(page).map(({ text }) => text.replaceAll('\t', ' | '));
}

describe('the text of a page', () => {
  it('is read column by column, below the heading that goes across', () => {
    assert.deepEqual(read(twoColumns), twoColumnsText);
  });

  it('is read so, in whichever order an engine names the lines, and askew', () => {
    assert.deepEqual(read({ ...twoColumns, lines: twoColumns.lines.toReversed() }), twoColumnsText);
    for (const degrees of [-12, 7]) assert.deepEqual(read(askew(withWords(twoColumns), degrees)), twoColumnsText);
  });

  it('is read between headings: what stands above one comes before what stands below', () => {
    const other = printed(`
      A second heading that goes across the whole of the page
      Every loaf is weighed on     Twelve loaves make a tray
      the scales of the shop,      and eight trays an oven,
      which are older than the     which is heated with wood
      oldest of our customers.     from the same valley now.
    `);
    const lines = other.lines.map((line) => {
      const [left, top, right, bottom] = line.box;
      return { ...line, box: [left, top + twoColumns.height, right, bottom + twoColumns.height] as const };
    });
    const both = { ...twoColumns, height: 2000, lines: [...twoColumns.lines, ...lines] };
    assert.deepEqual(read(both), [
      ...twoColumnsText,
      'A second heading that goes across the whole of the page',
      'Every loaf is weighed on',
      'the scales of the shop,',
      'which are older than the',
      'oldest of our customers.',
      'Twelve loaves make a tray',
      'and eight trays an oven,',
      'which is heated with wood',
      'from the same valley now.',
    ]);
  });

  it('is read in three columns', () => {
    const page = printed(`
      one flour of the bread     two the river goes by      three heat in the oven
      one comes from a mill      two on a morning in        three and eight of them
      one has been there for     two we saw the wheel       three which are older
      one hundred years now      two stones and a book      three from the valley
    `);
    assert.deepEqual(
      read(page).map((text) => text.split(' ')[0]),
      ['one', 'one', 'one', 'one', 'two', 'two', 'two', 'two', 'three', 'three', 'three', 'three'],
    );
  });

  it('keeps the rows of a receipt and of a table', () => {
    const bill = printed(`
      TEA WITH MILK AND HONEY     2     3.00     6.00
      CINNAMON BUN, LARGE         1     1.50     1.50
      APPLE CAKE WITH CREAM       1     4.50     4.50
      BREAD OF RYE AND WHEAT      1     5.20     5.20
      TOTAL                                     17.20
    `);
    assert.deepEqual(read(bill)[0], 'TEA WITH MILK AND HONEY | 2 | 3.00 | 6.00');
    const table = printed(`
      Opening hours of the shop       Mon
      Closed on public holidays       Tue to Fri
      Fresh bread from the oven       Sat
      Cakes on order, a day ahead     Sun
    `);
    assert.equal(read(table).length, 4);
  });

  it('is read as if the page was held upright, with its own lines', () => {
    const turned: Page = {
      ...twoColumns,
      turned: 180,
      lines: twoColumns.lines.map((line) => {
        const [left, top, right, bottom] = line.box;
        const { width, height } = twoColumns;
        return { ...line, box: [width - right, height - bottom, width - left, height - top] as const };
      }),
    };
    assert.deepEqual(read(turned), twoColumnsText);
    assert.equal(textRowsOf(turned)[0]?.cells[0]?.line, turned.lines[0]);
  });
});

describe('inColumns', () => {
  it('loses and repeats nothing', () => {
    const side = fc.integer({ min: 0, max: 900 });
    const standing = fc
      .tuple(side, side, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 8, max: 30 }))
      .map(([x, y, width, height]) => ({ box: [x, y, x + width, y + height] as const }));
    fc.assert(
      fc.property(fc.array(standing, { maxLength: 60 }), (all) => {
        const parts = inColumns(all).flat();
        assert.equal(parts.length, all.length);
        assert.deepEqual(new Set(parts), new Set(all));
      }),
    );
  });
});
