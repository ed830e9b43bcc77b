import assert from 'node:assert/strict';
import { bandOf, reliabilityOf } from '../../../bench/reliability.ts';

describe('the reliability of what is shown', () => {
  it('is told for each band of confidence, its lower end included', () => {
    assert.equal(bandOf(0.9)?.from, 0.9);
    assert.equal(bandOf(0.899)?.from, 0.8);
    assert.equal(bandOf(0)?.name, 'below 60 %');
  });

  it('is the part that is right, with how many it is of', () => {
    const shown = [true, true, false, true].map((right) => ({ confidence: 0.9, right }));
    assert.equal(reliabilityOf(shown), '0.750 of 4');
    assert.equal(reliabilityOf([]), '');
  });
});
