import assert from 'node:assert/strict';
import { assemblePage } from '../../../../src/node/ocr/assemblePage.ts';
import type { ReadLine } from '../../../../src/node/ocr/recogniseLines.ts';

const original = { width: 400, height: 600, scale: 1, notes: [] };

/** A line 100 by 20 around a point, its characters evenly along it; at a space the network read one. */
function line(text: string, centerX: number, centerY: number, angle = 0, confidence = 0.9): ReadLine {
  const characters = [...text.matchAll(/(?<space> ?)(?<text>\S)/g)].map(({ index, groups }) => ({
    text: groups?.['text'] ?? '',
    position: (index + (groups?.['space'] ?? '').length + 0.5) / text.length,
    confidence,
    space: groups?.['space'] === '' ? 0 : 1,
  }));
  return { region: { centerX, centerY, width: 100, height: 20, angle }, characters, confidence };
}

const textOf = (lines: readonly ReadLine[]) => assemblePage(lines, original, 0).lines.map((one) => one.text);

describe('assemblePage', () => {
  it('sorts lines from top to bottom, and those side by side from left to right', () => {
    const lines = [line('total', 80, 302), line('9.00', 250, 298), line('shop', 120, 40), line('change', 80, 340)];
    assert.deepEqual(textOf(lines), ['shop', 'total', '9.00', 'change']);
  });

  it('sorts along the slope of the page', () => {
    const slope = 0.2;
    const lines = [
      line('right', 350, 100 + 250 * slope, slope),
      line('left', 100, 100, slope),
      line('next', 100, 140, slope),
    ];
    assert.deepEqual(textOf(lines), ['left', 'right', 'next']);
  });

  it('sorts a page that is upside down', () => {
    assert.deepEqual(textOf([line('last', 100, 50, Math.PI), line('first', 100, 500, Math.PI)]), ['first', 'last']);
  });

  it('drops what was read without confidence', () => {
    assert.deepEqual(textOf([line('noise', 100, 50, 0, 0.4), line('text', 100, 90)]), ['text']);
  });

  describe('where two boxes of a row overlap', () => {
    const first = line('END M', 100, 50);

    it('shows the letter that lies in both once', () => {
      assert.deepEqual(textOf([first, line('M TOTAL', 190 - 50 / 7, 50)]), ['END M', 'TOTAL']);
    });

    it('keeps the surer reading of it', () => {
      assert.deepEqual(textOf([first, line('N TOTAL', 190 - 50 / 7, 50, 0, 0.95)]), ['END', 'N TOTAL']);
    });

    it('shows every letter that stands beside another', () => {
      assert.deepEqual(textOf([first, line('M TOTAL', 197, 50)]), ['END M', 'M TOTAL']);
    });

    it('shows all of a line that lies within another', () => {
      const within: ReadLine = { ...line('x', 90, 50), region: { ...first.region, centerX: 90, width: 20 } };
      assert.deepEqual(textOf([first, within]), ['x', 'END M']);
    });

    it('finds it on a page that is upside down', () => {
      const turned = [line('END M', 290, 50, Math.PI), line('M TOTAL', 200 + 50 / 7, 50, Math.PI)];
      assert.deepEqual(textOf(turned), ['END M', 'TOTAL']);
    });
  });

  it('gives boxes in pixels of the original picture', () => {
    const [read] = assemblePage([line('ab cd', 100, 50)], { ...original, scale: 2 }, 0).lines;
    assert.deepEqual([read?.text, read?.box], ['ab cd', [100, 80, 300, 120]]);
    assert.deepEqual(
      read?.words?.map((word) => [word.text, word.box]),
      [
        ['ab', [100, 80, 180, 120]],
        ['cd', [220, 80, 300, 120]],
      ],
    );
  });

  it('gives words of a page upside down their own place', () => {
    const page = assemblePage([line('ab cd', 100, 50, Math.PI)], original, 2);
    assert.deepEqual(
      page.lines[0]?.words?.map((word) => word.box),
      [
        [110, 40, 150, 60],
        [50, 40, 90, 60],
      ],
    );
  });

  it('says how far the text is turned', () => {
    const turns = [0, 1, 2, 3].map((turn) => assemblePage([line('ab', 100, 50)], original, turn).turned);
    assert.deepEqual(turns, [undefined, 90, 180, 270]);
  });

  it('keeps boxes within the picture', () => {
    const page = assemblePage([line('edge', 20, 5)], original, 0);
    assert.deepEqual(page.lines[0]?.box, [0, 0, 70, 15]);
  });

  it('says what a person should know', () => {
    assert.deepEqual(assemblePage([], { ...original, notes: ['Only the first frame.'] }, 0), {
      width: 400,
      height: 600,
      lines: [],
      notes: ['Only the first frame.'],
    });
  });
});
