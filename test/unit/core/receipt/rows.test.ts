import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Box, Line, Page } from '../../../../src/core/reading/reading.ts';
import { evidenceAt, rowsOf } from '../../../../src/core/receipt/rows.ts';
import { askew, moved, printed, withWords } from './invented.ts';

function line(text: string, box: Box): Line {
  return { text, box };
}

function page(...lines: readonly Line[]): Page {
  return { width: 1000, height: 1000, lines };
}

function texts(of: Page): readonly string[] {
  return rowsOf(of).map((row) => row.text.replaceAll('\t', ' | '));
}

const bill = printed(`
  TEA              2     3.00     6.00
  BUN              1     1.50     1.50
  TOTAL                           7.50
  CASH                           10.00
  CHANGE                          2.50
`);
const billRows = ['TEA | 2 | 3.00 | 6.00', 'BUN | 1 | 1.50 | 1.50', 'TOTAL | 7.50', 'CASH | 10.00', 'CHANGE | 2.50'];

/** Words of a line tell how a page lies. */
const wordy = withWords(
  printed(`
  HOT TEA WITH MILK     2     3.00     6.00
  CINNAMON BUN LARGE    1     1.50     1.50
  TOTAL INCL. TAX                      7.50
  CASH                                10.00
  CHANGE                               2.50
`),
);
const wordyRows = [
  'HOT TEA WITH MILK | 2 | 3.00 | 6.00',
  'CINNAMON BUN LARGE | 1 | 1.50 | 1.50',
  'TOTAL INCL. TAX | 7.50',
  'CASH | 10.00',
  'CHANGE | 2.50',
];

describe('rowsOf', () => {
  it('puts side by side what stands at one height, from left to right', () => {
    assert.deepEqual(texts(bill), billRows);
  });

  it('does not care in which order an engine names the lines', () => {
    assert.deepEqual(texts({ ...bill, lines: bill.lines.toReversed() }), billRows);
  });

  it('keeps rows apart that nearly touch', () => {
    const close = page(line('A', [0, 0, 100, 20]), line('B', [0, 18, 100, 38]), line('C', [0, 36, 100, 56]));
    assert.deepEqual(texts(close), ['A', 'B', 'C']);
  });

  it('puts a small print beside large print', () => {
    assert.deepEqual(texts(page(line('TOTAL', [0, 0, 200, 60]), line('RM', [220, 22, 250, 40]))), ['TOTAL | RM']);
  });

  it('parts what stands one above the other, though the boxes overlap', () => {
    const overlapping = page(line('FIRST ROW', [0, 0, 200, 30]), line('SECOND ROW', [0, 13, 200, 43]));
    assert.deepEqual(texts(overlapping), ['FIRST ROW', 'SECOND ROW']);
  });

  it('joins by a space what an engine cut at the spaces of one phrase', () => {
    const cut = page(line('ABN', [0, 0, 30, 20]), line('12 345', [38, 0, 98, 20]), line('678', [97, 0, 127, 20]));
    assert.deepEqual(texts(cut), ['ABN 12 345 678']);
  });

  for (const cells of [
    ['PAINT WHITE', '2', 'SR', '90.00'],
    ['TOTAL', '2', '313,00'],
    ['TOTAL 2', '313,00 €'],
    ['1', '349000', '76.00'],
    ['1L', 'SEAMASTER'],
    ['SWAB ALCOHOL', 'P'],
  ]) {
    it(`keeps the columns of ${cells.join(' | ')} apart though they are near`, () => {
      const near = cells.map((text, index) => {
        const left = 10 * cells.slice(0, index).join(' ').length + (index > 0 ? 9 : 0);
        return line(text, [left, 0, left + 10 * text.length, 20]);
      });
      assert.deepEqual(texts(page(...near)), [cells.join(' | ')]);
    });
  }

  it('keeps a short word on its row though the box of the next one reaches into it', () => {
    assert.deepEqual(texts(page(line('10', [41, 124, 78, 147]), line('Feb 2024 09:41', [63, 120, 310, 152]))), [
      '10 Feb 2024 09:41',
    ]);
  });

  it('follows rows down a page that lies askew', () => {
    for (const slope of [-0.08, -0.03, 0.03, 0.08]) {
      assert.deepEqual(texts(moved(bill, ([x, y]) => [x, y + slope * x])), billRows, `slope ${slope}`);
    }
  });

  it('follows rows up to fifteen degrees askew where words have boxes', () => {
    for (const degrees of [-15, -12, -7, -3, 3, 7, 12, 15]) {
      assert.deepEqual(texts(askew(wordy, degrees)), wordyRows, `${degrees}°`);
    }
  });

  it('leaves out lines without text', () => {
    assert.deepEqual(texts(page(line(' ', [0, 0, 10, 10]))), []);
  });

  it('writes full-width characters and typographic quotes as plain ones', () => {
    assert.deepEqual(texts(page(line('ＲＭ１２．５０ – ‘A’', [0, 0, 100, 20]))), ["RM12.50 - 'A'"]);
  });

  it('finds the same rows wherever the page lies and however large it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.double({ min: 0.2, max: 20, noNaN: true }),
        (right, down, scale) => {
          const elsewhere = moved(bill, ([x, y]) => [scale * x + right, scale * y + down]);
          assert.deepEqual(texts(elsewhere), billRows);
        },
      ),
    );
  });
});

describe('evidenceAt', () => {
  const [row] = rowsOf(page(line('TOTAL 12.50', [100, 0, 210, 20]), line('SR', [300, 0, 320, 20])));
  assert.ok(row);

  it('tells the part of a line by its characters where the engine names no words', () => {
    assert.deepEqual(evidenceAt(row, 6, 11), [{ text: '12.50', box: [160, 0, 210, 20] }]);
  });

  it('names every line that a part goes across', () => {
    assert.deepEqual(
      evidenceAt(row).map(({ text }) => text),
      ['TOTAL 12.50', 'SR'],
    );
  });

  it('names the words themselves where there are some', () => {
    const words = [
      { text: 'TOTAL', box: [100, 1, 150, 19] as const },
      { text: '12.50', box: [165, 2, 208, 18] as const },
    ];
    const [rich] = rowsOf(page({ text: 'TOTAL 12.50', box: [100, 0, 210, 20], words }));
    assert.ok(rich);
    assert.deepEqual(evidenceAt(rich, 6, 11), [{ text: '12.50', box: [165, 2, 208, 18] }]);
  });

  it('names a word that is repaired as a part of its line', () => {
    const of = withWords(page(line('HARLOW Bw4 7QX', [0, 0, 140, 20])));
    const [repaired] = rowsOf(of);
    assert.ok(repaired);
    assert.equal(repaired.text, 'HARLOW BW4 7QX');
    assert.deepEqual(evidenceAt(repaired), [
      { text: 'HARLOW', box: [0, 0, 60, 20] },
      { text: 'BW4', box: [70, 0, 100, 20] },
      { text: '7QX', box: [110, 0, 140, 20] },
    ]);
  });

  it('is where it stands in the picture, though the page lies askew', () => {
    const picture = askew(wordy, 12);
    const total = rowsOf(picture).find(({ text }) => text.startsWith('TOTAL'));
    assert.ok(total);
    assert.deepEqual(
      evidenceAt(total).map(({ box }) => box),
      picture.lines
        .filter(({ text }) => text === 'TOTAL INCL. TAX' || text === '7.50')
        .flatMap(({ words = [] }) => words.map(({ box }) => box)),
    );
  });
});
