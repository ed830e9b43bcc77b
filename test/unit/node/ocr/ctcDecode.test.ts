import assert from 'node:assert/strict';
import { ctcDecode } from '../../../../src/node/ocr/ctcDecode.ts';

describe('ctcDecode', () => {
  const dictionary = ['a', 'b', '\u3000', ' '];
  const [wideSpace, space] = [3, 4];
  const confidence = (step: number) => (step + 1) / 10;

  /** @param spaces how likely a space is at each step. */
  function decode(classes: readonly number[], { covered = 1, spaces = [] as readonly number[], from = 0 } = {}) {
    const likelihoodRatio = (step: number, other: number) => {
      assert.equal(other, space);
      return classes[step] === space ? 1 : (spaces[step] ?? 0);
    };
    const best = { classes: Int32Array.from(classes), confidence, likelihoodRatio };
    return ctcDecode({ ...best, from, steps: classes.length - from, covered }, dictionary);
  }

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

  it('tells the likeliest of the spaces since the character before', () => {
    const spaces = [0, 0.1, 0.4, 0.2, 0, 0.3];
    assert.deepEqual(
      decode([1, 0, 0, 0, 2, 1], { spaces }).map((character) => character.space),
      [0, 0.4, 0.3],
    );
  });

  it('takes a space for none of the characters', () => {
    for (const one of [space, wideSpace]) {
      const characters = decode([1, one, 2, 1]);
      assert.deepEqual(
        characters.map((character) => [character.text, character.space]),
        [
          ['a', 0],
          ['b', 1],
          ['a', 0],
        ],
      );
    }
  });

  it('places a character at the middle of its first step', () => {
    assert.deepEqual(
      decode([1, 0, 0, 2]).map((character) => character.position),
      [0.125, 0.875],
    );
  });

  it('counts positions along the line, not along the padding of its batch', () => {
    assert.deepEqual(
      decode([1, 2, 0, 0], { covered: 0.5 }).map((character) => character.position),
      [0.25, 0.75],
    );
  });

  it('reads one line out of a batch', () => {
    const line = decode([1, 1, 2, 0], { from: 2, spaces: [0.9, 0.9, 0.2] });
    assert.deepEqual(line, [{ text: 'b', position: 0.25, confidence: 0.3, space: 0.2 }]);
  });
});
