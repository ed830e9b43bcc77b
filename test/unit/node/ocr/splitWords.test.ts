import assert from 'node:assert/strict';
import type { Character } from '../../../../src/node/ocr/ctcDecode.ts';
import { splitWords } from '../../../../src/node/ocr/splitWords.ts';

/** What the network thinks of a space at a sign of a pattern, and the steps that the sign leaves out. */
const signs: Readonly<Record<string, { readonly space: number; readonly gap: number }>> = {
  // As between the words of most lines.
  _: { space: 0.1, gap: 0.5 },
  // Hardly, and no wider than between letters.
  '~': { space: 0.005, gap: 0 },
  // Rather, but no wider than between letters.
  '^': { space: 0.1, gap: 0 },
  // Surely.
  '=': { space: 1, gap: 0 },
};

/** Characters a step apart, with signs between them. */
function lineOf(pattern: string, step = 0.05): readonly Character[] {
  const characters: Character[] = [];
  let [place, space] = [0.5, 0];
  for (const text of pattern) {
    const sign = signs[text];
    if (sign) {
      place += sign.gap;
      space = sign.space;
      continue;
    }
    characters.push({ text, position: place * step, confidence: 0.9, space });
    [place, space] = [place + 1, 0];
  }
  return characters;
}

const wordsOf = (pattern: string) => splitWords(lineOf(pattern)).map((word) => word.text);

describe('splitWords', () => {
  it('starts a word where the network thought of a space, and there is a gap', () => {
    assert.deepEqual(wordsOf('KETTLE_AND_SONS_LTD'), ['KETTLE', 'AND', 'SONS', 'LTD']);
    assert.deepEqual(wordsOf('TA~MAN'), ['TAMAN']);
    assert.deepEqual(wordsOf('TA^MAN'), ['TAMAN']);
  });

  it('starts a word where the network read a space', () => {
    assert.deepEqual(wordsOf('TAMAN=DAYA'), ['TAMAN', 'DAYA']);
    assert.deepEqual(wordsOf('9=.50'), ['9', '.50']);
  });

  it('starts a word behind a sign that follows a word, be a space ever so unlikely', () => {
    assert.deepEqual(wordsOf('No.~53'), ['No.', '53']);
    assert.deepEqual(wordsOf('Date:~1/2/18'), ['Date:', '1/2/18']);
    assert.deepEqual(wordsOf('(RM)~9.50'), ['(RM)', '9.50']);
  });

  it('starts a word between letters and figures, be a space ever so unlikely', () => {
    assert.deepEqual(wordsOf('81100~JOHOR'), ['81100', 'JOHOR']);
    assert.deepEqual(wordsOf('TOTAL~4.50'), ['TOTAL', '4.50']);
    assert.deepEqual(wordsOf('JM03X55'), ['JM03X55']);
  });

  it('keeps a number together', () => {
    assert.deepEqual(wordsOf('20~18'), ['2018']);
    assert.deepEqual(wordsOf('9_.50'), ['9.50']);
    assert.deepEqual(wordsOf('12:_30'), ['12:30']);
  });

  it('parts numbers', () => assert.deepEqual(wordsOf('1.00_2.00'), ['1.00', '2.00']));

  it('writes full-width forms as plain ones', () => {
    assert.deepEqual(wordsOf('\uFF32\uFF2D\uFF1A\uFF19'), ['RM:9']);
  });

  it('places each word along its line', () => {
    const [first, second] = splitWords(lineOf('ab_cd', 0.2));
    assert.deepEqual([first?.from.toFixed(2), first?.to.toFixed(2)], ['0.00', '0.40']);
    assert.deepEqual([second?.from.toFixed(2), second?.to.toFixed(2)], ['0.50', '0.90']);
  });

  it('makes a word of a single character, as wide as its line', () => {
    assert.deepEqual(splitWords([{ text: 'x', position: 0.5, confidence: 0.8, space: 0 }]), [
      { text: 'x', from: 0, to: 1, confidence: 0.8 },
    ]);
  });

  it('makes no word of nothing', () => assert.deepEqual(splitWords([]), []));
});
