import assert from 'node:assert/strict';
import { InvalidArgumentError } from 'commander';
import { positiveNumber, portNumber, timeLimit, wholeNumber } from '../../../src/cli/flagValues.ts';

describe('a number among the flags', () => {
  for (const [what, parse] of Object.entries({ wholeNumber: wholeNumber(0), portNumber, positiveNumber, timeLimit })) {
    it(`is not taken from an empty text (${what})`, () => {
      for (const text of ['', ' ', '\t']) assert.throws(() => parse(text), InvalidArgumentError);
      assert.equal(parse('7'), 7);
    });
  }

  it('stays within its limits', () => {
    for (const text of ['0', '101', '1.5', 'x']) assert.throws(() => wholeNumber(1, 100)(text), /from 1 to 100/);
    assert.deepEqual(['1', '100'].map(wholeNumber(1, 100)), [1, 100]);
  });
});
