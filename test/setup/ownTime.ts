import { readFileSync } from 'node:fs';

/** Of this process's main thread: the second number is the nanoseconds that it waited for a processor (proc(5)). */
const schedulerStatistics = '/proc/self/schedstat';

/**
 * How long something takes, in milliseconds, whether it waits or computes. How long the main thread waits for a
 * processor meanwhile is not counted, where the system tells that (Linux).
 */
export async function ownTime(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const waitedBefore = waitedForProcessor();
  await act();
  return performance.now() - started - (waitedForProcessor() - waitedBefore);
}

function waitedForProcessor(): number {
  try {
    return Number(readFileSync(schedulerStatistics, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
