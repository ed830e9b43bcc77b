import assert from 'node:assert/strict';
import { withNumberZeros, withoutWordZeros } from '../../../../src/core/receipt/wordZeros.ts';

describe('withoutWordZeros', () => {
  for (const [text, expected] of [
    ['00184 R0MA', '00184 ROMA'],
    ['SUM0 DE LARANJA', 'SUMO DE LARANJA'],
    ['C00KIES', 'COOKIES'],
    ['queij0 fresc0', 'queijo fresco'],
    ['L0T 84, L0R0NG 2', 'LOT 84, LORONG 2'],
  ] as const) {
    it(`reads ${text} as ${expected}`, () => assert.equal(withoutWordZeros(text), expected));
  }

  for (const text of [
    ...['5.00SR', 'RM0.50', 'RM0', '0KG', '100PLUS', 'TD01167104', 'AB.0CDEF.0', 'XX00', '000', '2.A0C'],
    ...['COLA 0SUGAR', '0pcs', '0POINTS', 'お釣り0円', '税込0円也'],
  ]) {
    it(`leaves ${text} as it is`, () => assert.equal(withoutWordZeros(text), text));
  }
});

describe('withNumberZeros', () => {
  for (const [text, expected] of [
    ['Chennai 60o002', 'Chennai 600002'],
    ['430O0 KAJANG', '43000 KAJANG'],
  ] as const) {
    it(`reads ${text} as ${expected}`, () => assert.equal(withNumberZeros(text), expected));
  }

  for (const text of ['300', '7OO', '1OOO', '50OML', 'A10O0', 'NOOO', '4O.OO', 'OOOO', '12.5OOO']) {
    it(`leaves ${text} as it is`, () => assert.equal(withNumberZeros(text), text));
  }
});
