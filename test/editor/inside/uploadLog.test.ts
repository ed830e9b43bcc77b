import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { SecretMask } from '../../../src/core/maskSecrets.ts';
import type { Outcome } from '../../../src/core/model.ts';
import { Problem } from '../../../src/core/problem.ts';
import { logNotReached, logOutcome, logRetry } from '../../../src/vscode/uploadLog.ts';

function cancelled(attempts: number): Outcome {
  return { status: 'cancelled', id: 'a', file: 'a.txt', size: 3, durationMs: 5, attempts, warnings: [] };
}

/** What is logged of a batch. */
function logged(outcomes: readonly Outcome[]): readonly string[] {
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line) } as unknown as LogOutputChannel;
  for (const outcome of outcomes) logOutcome(log, new SecretMask(), outcome);
  logNotReached(log, outcomes);
  return lines;
}

describe('The log of an upload', () => {
  it('has a line for each file that was cancelled on its way, and one for all that were before their turn', () => {
    const outcomes = [cancelled(1), ...Array.from({ length: 100_000 }, () => cancelled(0))];
    assert.deepEqual(logged(outcomes), [
      'a.txt cancelled (3 bytes, 5 ms, 1 attempt)',
      'Cancelled before their turn: 100000',
    ]);
  });

  it('says once that a request is repeated', () => {
    const lines: string[] = [];
    const log = { warn: (line: string) => lines.push(line) } as unknown as LogOutputChannel;
    const problem = new Problem('serverBusy', { host: 'files.example', status: 429, reason: '', when: 'in 3 s' });
    logRetry(log, new SecretMask(), { files: ['a.txt'], problem, delayMs: 3_000 });
    assert.deepEqual(lines, ['a.txt: files.example takes no more for now (status 429). Again in 3000 ms.']);
  });

  it('has no such line when there are none', () => {
    assert.deepEqual(logged([cancelled(2)]), ['a.txt cancelled (3 bytes, 5 ms, 2 attempts)']);
  });
});
