import assert from 'node:assert/strict';
import { parseLanguages } from '../../../../src/core/reading/languages.ts';

describe('parseLanguages', () => {
  for (const [text, languages] of [
    ['en', ['eng']],
    ['de+en', ['deu', 'eng']],
    [' DE + deu ', ['deu']],
    ['de-DE', ['deu']],
    ['chi_tra', ['chi_tra']],
    ['zh', ['chi_sim']],
  ] as const) {
    it(`takes “${text}” for ${languages.join(' and ')}`, () => assert.deepEqual(parseLanguages(text), languages));
  }

  it('takes “auto” for any', () => assert.deepEqual(parseLanguages(' Auto '), []));

  for (const text of ['', 'xx', 'german', 'de+', 'de,en', '-l', '../eng', 'eng/x']) {
    it(`takes “${text}” for no language`, () => assert.equal(parseLanguages(text), undefined));
  }
});
