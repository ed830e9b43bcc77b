import assert from 'node:assert/strict';
import { characterErrors, edits } from '../../../bench/characterErrors.ts';
import type { Page } from '../../../src/core/reading/reading.ts';

const pageOf = (lines: Page['lines']): Page => ({ width: 400, height: 400, lines });

describe('edits', () => {
  it('counts insertions, deletions and replacements', () => {
    assert.deepEqual(
      [edits('total', 'total'), edits('total', 't0tal'), edits('total', 'tota'), edits('', 'ab')],
      [0, 1, 1, 2],
    );
  });
});

describe('characterErrors', () => {
  const labels = [
    { box: [0, 0, 100, 20], text: 'Total: 9' },
    { box: [200, 0, 300, 20], text: '9.50' },
  ] as const;

  it('compares each labelled line with what was read in its box, without spaces and case', () => {
    const page = pageOf([{ text: 'T0TAL:9', box: [0, 0, 100, 20] }]);
    assert.deepEqual(characterErrors(page, labels), { wrong: 1 + 4, all: 11 });
  });

  it('divides a line that was read as one over two labels', () => {
    const page = pageOf([
      {
        text: 'total: 9 9.50',
        box: [0, 0, 300, 20],
        words: [
          { text: 'total:9', box: [0, 0, 100, 20] },
          { text: '9.50', box: [200, 0, 300, 20] },
        ],
      },
    ]);
    assert.deepEqual(characterErrors(page, labels), { wrong: 0, all: 11 });
  });

  it('does not count what was read outside of the labels', () => {
    const page = pageOf([{ text: 'scribble', box: [0, 300, 100, 320] }]);
    assert.deepEqual(characterErrors(page, [labels[1]]), { wrong: 4, all: 4 });
  });
});
