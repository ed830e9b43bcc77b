import assert from 'node:assert/strict';
import { ctcDecode } from '../../../../src/node/ocr/ctcDecode.ts';

describe('ctcDecode', () => {
  const dictionary = ['a', 'b', ' '];
  const confidence = (step: number) => (step + 1) / 10;
  const decode = (classes: readonly number[], covered = 1) =>
    ctcDecode({ classes: Int32Array.from(classes), confidence, from: 0, steps: classes.length, covered }, dictionary);
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
    const classes = Int32Array.of(1, 1, 2, 0);
    const line = ctcDecode({ classes, confidence, from: 2, steps: 2, covered: 1 }, dictionary);
    assert.deepEqual(line, [{ text: 'b', position: 0.25, confidence: 0.3 }]);
  });
});
