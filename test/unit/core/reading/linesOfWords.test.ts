import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linesOfWords } from '../../../../src/core/reading/linesOfWords.ts';
import type { Word } from '../../../../src/core/reading/reading.ts';

function word(text: string, left: number, right: number, confidence?: number): Word {
  return { text, box: [left, 10, right, 30], ...(confidence === undefined ? {} : { confidence }) };
}

describe('linesOfWords', () => {
  it('keeps words together, and parts columns', () => {
    const lines = linesOfWords([word('Green', 0, 50, 0.9), word('tea', 60, 90, 0.7), word('3.00', 121, 160, 0.5)]);
    assert.deepEqual(
      lines.map(({ text, box, confidence }) => [text, box, confidence]),
      [
        ['Green tea', [0, 10, 90, 30], 0.8],
        ['3.00', [121, 10, 160, 30], 0.5],
      ],
    );
  });

  it('tells no confidence where no word has one', () => {
    assert.deepEqual(linesOfWords([word('tea', 0, 30)]), [
      { text: 'tea', box: [0, 10, 30, 30], words: [word('tea', 0, 30)] },
    ]);
  });

  it('loses no word, and none leaves its order', () => {
    const words = fc.array(fc.nat(200)).map((gaps) => {
      let left = 0;
      return gaps.map((gap, index) => word(String(index), (left += gap), (left += 20)));
    });
    fc.assert(
      fc.property(words, (given) => {
        assert.deepEqual(
          linesOfWords(given).flatMap(({ words }) => words ?? []),
          given,
        );
      }),
    );
  });
});
