import assert from 'node:assert/strict';
import { withPostcodesInCapitals } from '../../../../src/core/receipt/postcodeCase.ts';

describe('withPostcodesInCapitals', () => {
  for (const [text, expected] of [
    ['Brackwater Bw4 7Qx', 'Brackwater BW4 7QX'],
    ['LONDON Sw1 2Ps, GB', 'LONDON SW1 2PS, GB'],
    ['Cambridge CBl 1AA', 'Cambridge CB1 1AA'],
  ] as const) {
    it(`reads ${text} as ${expected}`, () => assert.equal(withPostcodesInCapitals(text), expected));
  }

  for (const text of ['Be4 7Qx', 'A4 3Pcs', 'X2 10 Pcs', 'Bw4 17Qx', 'w4 7Qx', 'BW4 7QX', 'Cl1 1AA', 'All 2 OK']) {
    it(`leaves ${text} as it is`, () => assert.equal(withPostcodesInCapitals(text), text));
  }
});
