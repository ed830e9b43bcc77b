import assert from 'node:assert/strict';
import { parseCountry } from '../../../../src/core/reading/countryCode.ts';

describe('parseCountry', () => {
  for (const [text, expected] of [
    ['DE', 'DE'],
    [' us ', 'US'],
    ['UK', 'GB'],
    ['auto', undefined],
    ['Auto', undefined],
    ['USA', null],
    ['XX', null],
    ['ZZ', null],
    ['', null],
  ] as const) {
    it(`takes ${JSON.stringify(text)} as ${expected}`, () => assert.equal(parseCountry(text), expected));
  }
});
