import { throwIfAborted } from '../clock.ts';
import type { Clock } from '../ports.ts';
import { asProblem, type Problem } from '../problem.ts';
import { judge, type RetryHistory } from './retryPolicy.ts';
import { TransferError } from './transferError.ts';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** How often it is repeated in a row; Infinity: until the policy's deadline. */
  readonly retries: number;
  readonly idempotent: boolean;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Called before waiting. */
  readonly onRetry?: (problem: Problem, delayMs: number) => void;
}

/** How a request ended after all its attempts. */
export type Ending<T> =
  | { readonly status: 'done'; readonly value: T; readonly attempts: number }
  | { readonly status: 'failed' | 'unknown'; readonly problem: Problem; readonly attempts: number }
  | { readonly status: 'cancelled'; readonly attempts: number };

/** What was thrown last, when it is not to be tried again. */
export type LastFailure = Omit<Extract<Ending<never>, { status: 'failed' | 'unknown' }>, 'attempts'>;

/** Failures in a row, and how many more of them are borne. */
export class Patience {
  readonly #options: RetryOptions;
  #history: RetryHistory | undefined;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /**
   * Waits until it may be tried again.
   *
   * @returns how it ended when it may not.
   * @throws AbortError
   */
  async after(error: unknown): Promise<LastFailure | undefined> {
    const { signal, clock, onRetry } = this.#options;
    throwIfAborted(signal);
    if (!(error instanceof TransferError)) return { status: 'failed', problem: asProblem(error) };
    const { failure, problem } = error;
    const verdict = judge(failure, { ...this.#options, now: clock.now(), history: this.#history });
    if (verdict.kind !== 'retry') return { status: verdict.kind, problem };
    this.#history = verdict.history;
    onRetry?.(problem, verdict.delayMs);
    await clock.sleep(verdict.delayMs, signal);
    return undefined;
  }

  /** The server kept bytes: attempts start over. */
  renew(): void {
    this.#history = undefined;
  }
}

/** Makes the attempt until it succeeds or the retry policy says to stop. Never throws. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<Ending<T>> {
  let patience: Patience | undefined;
  let attempts = 0;
  try {
    for (;;) {
      throwIfAborted(options.signal);
      attempts++;
      try {
        return { status: 'done', value: await attempt(), attempts };
      } catch (error) {
        patience ??= new Patience(options);
        const last = await patience.after(error);
        if (last) return { ...last, attempts };
      }
    }
  } catch {
    return { status: 'cancelled', attempts };
  }
}

/**
 * Makes the attempt, which is safe to repeat, until it succeeds.
 *
 * @throws what the last attempt threw; AbortError when cancelled.
 */
export async function persist<T>(attempt: () => Promise<T>, patience: Patience): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (await patience.after(error)) throw error;
    }
  }
}
