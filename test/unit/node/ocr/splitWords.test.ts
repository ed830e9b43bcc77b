import assert from 'node:assert/strict';
import { splitWords } from '../../../../src/node/ocr/splitWords.ts';

/** Characters a step apart; each `_` leaves a step out. */
function lineOf(pattern: string, step = 0.05) {
  return Array.from(pattern).flatMap((text, index) =>
    text === '_' ? [] : [{ text, position: (index + 0.5) * step, confidence: 0.9 }],
  );
}

const wordsOf = (pattern: string) => splitWords(lineOf(pattern)).map((word) => word.text);

describe('splitWords', () => {
  it('starts a word after a gap', () => {
    assert.deepEqual(wordsOf('TAMAN_DAYA'), ['TAMAN', 'DAYA']);
  });

  it('starts a word where the network read a space', () => {
    assert.deepEqual(wordsOf('NO 53'), ['NO', '53']);
  });

  it('keeps a number together whose figures stand apart', () => {
    assert.deepEqual(wordsOf('20_18'), ['2018']);
    assert.deepEqual(wordsOf('9_.50'), ['9.50']);
  });

  describe('at a narrow gap', () => {
    /** Characters a step apart, and a little more before a `_`. */
    const narrow = (pattern: string) => {
      let position = 0;
      const characters = Array.from(pattern).flatMap((text) => {
        position += text === '_' ? 0.3 : 1;
        return text === '_' ? [] : [{ text, position: position / 40, confidence: 0.9 }];
      });
      return splitWords(characters).map((word) => word.text);
    };

    it('starts a word behind a sign that follows a letter', () => {
      assert.deepEqual(narrow('No._53'), ['No.', '53']);
      assert.deepEqual(narrow('Date:_1/2/18'), ['Date:', '1/2/18']);
      assert.deepEqual(narrow('(RM):_9.50'), ['(RM):', '9.50']);
    });

    it('starts a word behind a number', () => assert.deepEqual(narrow('81100_JOHOR'), ['81100', 'JOHOR']));

    it('starts a number behind a word', () => {
      assert.deepEqual(narrow('TOTAL_4.50'), ['TOTAL', '4.50']);
      assert.deepEqual(narrow('RM_4.50'), ['RM4.50']);
    });

    it('keeps words, codes and numbers together', () => {
      assert.deepEqual(narrow('TA_MAN'), ['TAMAN']);
      assert.deepEqual(narrow('JM03_X55'), ['JM03X55']);
      assert.deepEqual(narrow('12:_30'), ['12:30']);
    });
  });

  it('splits numbers at a wide gap', () => {
    assert.deepEqual(wordsOf('1.00__2.00'), ['1.00', '2.00']);
  });

  it('writes full-width forms as plain ones', () => {
    assert.deepEqual(wordsOf('\uFF32\uFF2D\uFF1A\uFF19'), ['RM:9']);
  });

  it('places each word along its line', () => {
    const [first, second] = splitWords(lineOf('ab_cd', 0.2));
    assert.deepEqual([first?.from.toFixed(2), first?.to.toFixed(2)], ['0.00', '0.40']);
    assert.deepEqual([second?.from.toFixed(2), second?.to.toFixed(2)], ['0.60', '1.00']);
  });

  it('makes a word of a single character, as wide as its line', () => {
    assert.deepEqual(splitWords([{ text: 'x', position: 0.5, confidence: 0.8 }]), [
      { text: 'x', from: 0, to: 1, confidence: 0.8 },
    ]);
  });

  it('makes no word of nothing', () => {
    assert.deepEqual(splitWords([]), []);
    assert.deepEqual(wordsOf(' '), []);
  });
});
