import assert from 'node:assert/strict';
import { regexFault } from '../../../../src/core/profile/regexFault.ts';

describe('a regular expression for foreign texts', () => {
  for (const pattern of [
    'href="([^"]+)"',
    'https?://\\S+',
    '(?:a|b)c*',
    '(a+)(b+)',
    '(\\(+)?x',
    '[(+]+',
    '(a{2,})',
    '\\(a+\\)+',
  ]) {
    it(`may be ${pattern}`, () => assert.equal(regexFault(pattern), undefined));
  }
  for (const pattern of ['(a+)+$', '(a*)*', '(?:a+){2,}', '((a+)b)*', '(a|a)*$', '(.*,)+x', '([a-z]+)*', '(a+)+?b']) {
    it(`may not be ${pattern}, which can take for ever`, () => assert.match(regexFault(pattern) ?? '', /for ever/));
  }
  for (const pattern of ['(', '[', '*', '(?<n>']) {
    it(`may not be ${pattern}, which is none`, () =>
      assert.match(regexFault(pattern) ?? '', /Invalid regular expression/));
  }
});
