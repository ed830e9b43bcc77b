/** Counts of tests, passed on by the tiers to who runs them all: a line of JSON for each tier, in a file. */
import { appendFileSync, readFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Name of the variable that holds the file's path; where it isn't set, nobody counts. */
export const tallyVariable = 'PORTER_TEST_TALLY';

export function addToTally(counts: Counts): void {
  const path = process.env[tallyVariable];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(counts)}\n`);
}

export function readTally(path: string): Counts {
  const tiers = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Counts);
  return sum(tiers);
}

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}
