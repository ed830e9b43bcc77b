import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/problem.ts';
import { logOfRetries, progressFrame } from '../../../src/cli/progressBar.ts';

describe('the progress bar of the command line', () => {
  const begun = { filesDone: 0, filesTotal: 1, bytesDone: 0, bytesTotal: 5000, bytesPerSecond: 0 };

  it('does not look full when the only file failed', () => {
    const failed = { ...begun, filesDone: 1, filesFailed: 1, bytesTotal: 0 };
    assert.deepEqual(progressFrame(failed, undefined, 0), {
      fraction: 0,
      text: '0 % · 0 of 1 files · 1 not uploaded',
    });
    const unknown = { ...begun, filesDone: 1, filesUnknown: 1, bytesTotal: 0 };
    assert.equal(progressFrame(unknown, undefined, 0).text, '0 % · 0 of 1 files · 1 unknown');
  });

  it('is full when all was uploaded', () => {
    const done = { ...begun, filesDone: 1, bytesDone: 5000 };
    assert.deepEqual(progressFrame(done, undefined, 0), {
      fraction: 1,
      text: '100 % · 1 of 1 files · 5 kB of 5 kB',
    });
  });

  it('does not tell of another attempt, or of a speed, when all has ended', () => {
    const failed = { ...begun, filesDone: 1, filesFailed: 1, bytesTotal: 0, bytesPerSecond: 700, stalledSeconds: 9 };
    const awaited = { event: 'host.test failed.', at: 6000 };
    assert.equal(progressFrame(failed, awaited, 0).text, '0 % · 0 of 1 files · 1 not uploaded');
  });

  it('counts down to the next attempt', () => {
    const awaited = { event: 'host.test failed.', at: 6000 };
    const textAt = (now: number) => progressFrame(begun, awaited, now).text.split(' · ').at(-1);
    assert.deepEqual([0, 4500, 6000].map(textAt), [
      'trying again in 6 s: host.test failed.',
      'trying again in 2 s: host.test failed.',
      'trying again: host.test failed.',
    ]);
  });
});

describe('the log of what is repeated, where there is no terminal', () => {
  const problem = new Problem('serverFailed', { host: 'host.test', status: 503, reason: '', when: 'later' });
  const retry = (file: string, delayMs: number) => ({ files: [file], problem, delayMs });

  it('tells of a wait at most every ten seconds, and of none that is short', () => {
    const lines: string[] = [];
    let now = 0;
    const log = logOfRetries(
      (line) => lines.push(line),
      () => now,
    );
    for (const [at, file, delayMs] of [
      [0, 'a.txt', 900],
      [0, 'b.txt', 4000],
      [9_999, 'c.txt', 4000],
      [10_000, 'd.txt', 60_000],
    ] as const) {
      now = at;
      log(retry(file, delayMs));
    }
    assert.deepEqual(lines, [
      `b.txt: trying again in 4 s: ${problem.event}`,
      `d.txt: trying again in 60 s: ${problem.event}`,
    ]);
  });
});
