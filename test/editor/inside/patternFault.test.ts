import assert from 'node:assert/strict';
import { patternFault } from '../../../src/vscode/patternFault.ts';

describe('A pattern for files to upload', () => {
  for (const good of ['*.png', 'docs', 'docs/**', '*.{png,jpg}', '!(draft)*', '\\{a', '[{]a', 'a}b']) {
    it(`may be ${good}`, () => {
      assert.equal(patternFault(good), undefined);
    });
  }
  const braceFault = 'The “{” is not closed: write *.{png,jpg}.';
  for (const open of ['*.{png', ' {a,{b}/c ']) {
    it(`has each brace closed, as ${open} has not`, () => {
      assert.equal(patternFault(open), braceFault);
    });
  }
  for (const text of ['!docs', ' !docs/**', '!']) {
    it(`does not begin with an exclamation mark, as ${text}`, () => {
      assert.match(patternFault(text) ?? '', /^A pattern says which files are uploaded, so it cannot begin with “!”\./);
    });
  }
  it('is not empty', () => {
    assert.equal(patternFault('  '), 'Write a pattern.');
  });
});
