import assert from 'node:assert/strict';
import { ctcDecode } from '../../../../src/node/ocr/ctcDecode.ts';

/** Scores in which each step's class stands out. */
function stepsOf(classes: readonly number[], count = 4): Float32Array {
  const scores = new Float32Array(classes.length * count).fill(0.01);
  classes.forEach((best, step) => (scores[step * count + best] = 0.9));
  return scores;
}

describe('ctcDecode', () => {
  const dictionary = ['a', 'b', ' '];
  const decode = (classes: readonly number[], covered = 1) =>
    ctcDecode({ scores: stepsOf(classes), offset: 0, steps: classes.length, classes: 4, covered }, dictionary);
  const textOf = (classes: readonly number[]) =>
    decode(classes)
      .map((character) => character.text)
      .join('');

  it('joins a run of one class and drops the blanks', () => {
    assert.equal(textOf([0, 1, 1, 0, 2, 2, 2, 0]), 'ab');
  });

  it('keeps a character twice where a blank stands between', () => {
    assert.equal(textOf([1, 1, 0, 1, 2]), 'aab');
  });

  it('takes the last class for a space', () => {
    assert.equal(textOf([1, 3, 2]), 'a b');
  });

  it('places a character at the middle of its first step', () => {
    assert.deepEqual(
      decode([1, 0, 0, 2]).map((character) => character.position),
      [0.125, 0.875],
    );
  });

  it('counts positions along the line, not along the padding of its batch', () => {
    assert.deepEqual(
      decode([1, 2, 0, 0], 0.5).map((character) => character.position),
      [0.25, 0.75],
    );
  });

  it('reads one line out of a batch', () => {
    const batch = Float32Array.from([...stepsOf([1, 1]), ...stepsOf([2, 0])]);
    const line = ctcDecode({ scores: batch, offset: 8, steps: 2, classes: 4, covered: 1 }, dictionary);
    assert.deepEqual(line, [{ text: 'b', position: 0.25, confidence: batch[10] }]);
  });
});
