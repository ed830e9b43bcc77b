import { throwIfAborted } from './clock.ts';
import type { Clock } from './ports.ts';
import { asProblem, type Problem } from './problem.ts';
import { judge, type RetryHistory } from './retryPolicy.ts';
import { TransferError } from './transferError.ts';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** How often it is repeated in a row. */
  readonly retries: number;
  readonly idempotent: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  /** Called before waiting. */
  readonly onRetry?: (problem: Problem, delayMs: number) => void;
}

/** How a request ended after all its attempts. */
export type Ending<T> =
  | { readonly status: 'done'; readonly value: T; readonly attempts: number }
  | { readonly status: 'failed' | 'unknown'; readonly problem: Problem; readonly attempts: number }
  | { readonly status: 'cancelled'; readonly attempts: number };

/** Makes the attempt until it succeeds or the retry policy says to stop. Never throws. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<Ending<T>> {
  const { signal, clock } = options;
  let attempts = 0;
  let history: RetryHistory | undefined;
  for (;;) {
    try {
      throwIfAborted(signal);
      attempts++;
      return { status: 'done', value: await attempt(), attempts };
    } catch (error) {
      if (signal.aborted) return { status: 'cancelled', attempts };
      if (!(error instanceof TransferError)) return { status: 'failed', problem: asProblem(error), attempts };
      const { failure, problem } = error;
      const verdict = judge(failure, { ...options, now: clock.now(), history });
      if (verdict.kind !== 'retry') return { status: verdict.kind, problem, attempts };
      history = verdict.history;
      options.onRetry?.(problem, verdict.delayMs);
      try {
        await clock.sleep(verdict.delayMs, signal);
      } catch {
        return { status: 'cancelled', attempts };
      }
    }
  }
}
