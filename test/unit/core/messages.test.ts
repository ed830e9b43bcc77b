import assert from 'node:assert/strict';
import { describe as sentence, formatBytes, formatDuration, templates } from '../../../src/core/messages.ts';

describe('messages', () => {
  it('names the file, its size and the limit', () => {
    assert.equal(
      sentence('tooLarge', { file: 'a.bin', size: 1_500_000, limit: 999, destination: 'web' }),
      'a.bin has 1.5 MB, above the limit of 999 bytes of “web”. Choose another destination or raise its maxSize.',
    );
  });

  it('end as sentences', () => {
    for (const template of Object.values(templates)) assert.match(template, /[.}]$/);
  });
});

describe('formatBytes', () => {
  for (const [bytes, text] of [
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [5_368_709_120, '5.4 GB'],
  ] as const) {
    it(`writes ${bytes} as ${text}`, () => assert.equal(formatBytes(bytes), text));
  }
});

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
