import assert from 'node:assert/strict';
import { describe as sentence, describeEvent, templates } from '../../../src/core/messages.ts';

describe('messages', () => {
  it('names the file, its size and the limit', () => {
    assert.equal(
      sentence('tooLarge', { file: 'a.bin', size: 1_500_000, limit: 999, destination: 'web' }),
      'a.bin has 1.5 MB, above the limit of 999 bytes of “web”. Choose another destination or raise its maxSize.',
    );
  });

  it('tells a limit in the units that it was set in, and the size beside it too', () => {
    assert.match(
      sentence('tooLarge', { file: 'a.bin', size: 6_000_000, limit: 5_242_880, destination: 'web' }),
      /^a\.bin has 5\.7 MiB, above the limit of 5 MiB of “web”\./,
    );
  });

  it('tell what happened alone, whatever a server says', () => {
    const busy = { host: 'a.example', status: 503, reason: ': Down. Try Tuesday', when: 'in 3 s' };
    assert.equal(describeEvent('serverFailed', busy), 'a.example failed (status 503: Down. Try Tuesday).');
    assert.equal(describeEvent('answerInvalid', { host: 'a', reason: 'x' }), 'The answer of a cannot be used: x.');
  });

  it('end as sentences', () => {
    for (const template of Object.values(templates)) assert.match(template, /[.}]$/);
  });
});
