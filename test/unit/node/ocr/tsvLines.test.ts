import assert from 'node:assert/strict';
import { tsvLines } from '../../../../src/node/ocr/tsvLines.ts';

const header = 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext';

function tsv(...rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows.map((row) => row.join('\t')), ''].join('\n');
}

describe('tsvLines', () => {
  it('makes lines of words, in pixels of the original', () => {
    const lines = tsvLines(
      tsv(
        [4, 1, 1, 1, 1, 0, 10, 20, 90, 12, -1, ''],
        [5, 1, 1, 1, 1, 1, 10, 20, 40, 12, 96.25, 'TOTAL'],
        [5, 1, 1, 1, 1, 2, 60, 20, 40, 12, 80, '9.54'],
        [5, 1, 1, 1, 2, 1, 10, 40, 40, 12, 50.04, 'CASH'],
      ),
      2,
    );
    assert.deepEqual(
      lines.map(({ text, box, confidence }) => [text, box, confidence]),
      [
        ['TOTAL 9.54', [20, 40, 200, 64], 0.882],
        ['CASH', [20, 80, 100, 104], 0.5],
      ],
    );
  });

  it('keeps lines of the same number apart that stand in other blocks', () => {
    const lines = tsvLines(
      tsv([5, 1, 1, 1, 1, 1, 0, 0, 40, 12, 90, 'one'], [5, 1, 2, 1, 1, 1, 0, 50, 40, 12, 90, 'two']),
      1,
    );
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['one', 'two'],
    );
  });

  it('leaves out words of nothing', () => {
    assert.deepEqual(tsvLines(tsv([5, 1, 1, 1, 1, 1, 0, 0, 40, 12, 95, ' ']), 1), []);
    assert.deepEqual(tsvLines('', 1), []);
  });
});
