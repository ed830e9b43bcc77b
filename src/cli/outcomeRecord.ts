import type { Outcome } from '../core/model.ts';

/** An outcome as `upload --json` prints it, one a line. */
export interface OutcomeRecord {
  readonly file: string;
  /** `interrupted`: it was stopped, and “porter resume” goes on with it. */
  readonly status: Outcome['status'] | 'interrupted';
  /** Also of a file that was uploaded but could not be checked, which has failed. */
  readonly url?: string;
  /** Where a receiver on this machine stored it. */
  readonly path?: string;
  /** Bytes that the server had from an earlier, interrupted run. */
  readonly resumedFrom?: number;
  /** In bytes. */
  readonly size: number;
  readonly durationMs: number;
  readonly attempts: number;
  readonly warnings?: readonly string[];
  /** “porter resume” goes on with it. */
  readonly continuable?: true;
  readonly problem?: { readonly code: string; readonly message: string };
}

export function outcomeRecord(outcome: Outcome): OutcomeRecord {
  const { file, size, durationMs, attempts, warnings } = outcome;
  return {
    file,
    status: statusOf(outcome),
    ...('url' in outcome ? { url: outcome.url } : {}),
    ...(outcome.status === 'uploaded' && outcome.storedPath !== undefined ? { path: outcome.storedPath } : {}),
    ...(outcome.status === 'uploaded' && outcome.resumedFrom !== undefined ? { resumedFrom: outcome.resumedFrom } : {}),
    size,
    durationMs: Math.round(durationMs),
    attempts,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(isContinuable(outcome) ? { continuable: true } : {}),
    ...('problem' in outcome ? { problem: { code: outcome.problem.code, message: outcome.problem.message } } : {}),
  };
}

/** The outcome in one word, for scripts and people. */
export function statusOf(outcome: Outcome): OutcomeRecord['status'] {
  return outcome.status === 'cancelled' && isContinuable(outcome) ? 'interrupted' : outcome.status;
}

/** Whether “porter resume” goes on with it. */
export function isContinuable(outcome: Outcome): boolean {
  return 'continuable' in outcome;
}
