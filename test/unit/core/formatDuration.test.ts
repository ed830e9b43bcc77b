import assert from 'node:assert/strict';
import { formatDuration } from '../../../src/core/formatDuration.ts';

describe('formatDuration', () => {
  for (const [seconds, text] of [
    [0, '0 s'],
    [89, '89 s'],
    [90, '2 min'],
    [3600, '60 min'],
    [7200, '2 h'],
  ] as const) {
    it(`writes ${seconds} seconds as ${text}`, () => assert.equal(formatDuration(seconds), text));
  }
});
