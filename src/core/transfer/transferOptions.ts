import type { Batch } from './batch.ts';
import type { Outcome, Progress } from '../model.ts';
import type { Problem } from '../problem.ts';

/** Why uploads are stopped that another run may go on with. */
export const processEnds = Symbol('the process is about to end');

export interface TransferOptions {
  /** Cancels all of it; with the reason `processEnds`, what another run can continue is left to it. */
  readonly signal: AbortSignal;
  /** At most every 150 ms, and once at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Called as each file ends. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Called before a request is repeated. */
  readonly onRetry?: (retry: Retry) => void;
  /** Called once, before the first request. */
  readonly onBatch?: (batch: Batch) => void;
}

/** A request that failed and will be repeated. */
export interface Retry {
  /** `Source.path` of each file in it. */
  readonly files: readonly string[];
  readonly problem: Problem;
  readonly delayMs: number;
}
