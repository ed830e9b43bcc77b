import type { Outcome, PlannedFile } from '../model.ts';
import type { Uploaded } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { LastFailure } from './retry.ts';

/** A file that was uploaded by session. */
export interface UploadedBySession extends Uploaded {
  /** Bytes that the server had from an earlier run. */
  readonly resumedFrom?: number;
}

/** How it ended for a file of a batch. */
export type FileEnding =
  | { readonly status: 'done'; readonly uploaded: Uploaded | UploadedBySession }
  /** `late`: when nothing was left to send, so that the server may have it. */
  | { readonly status: 'cancelled'; readonly late?: boolean }
  /** Another run finds it and can go on with it. */
  | { readonly status: 'left' }
  /** Another process has ended it or given it up. */
  | { readonly status: 'skipped'; readonly problem: Problem }
  /** `uploaded`: it is there, and what failed is the check. */
  | (LastFailure & {
      readonly continuable?: true;
      /** Sending it once more does no harm. */
      readonly isRepeatable?: true;
      /** What an earlier run left was given up. */
      readonly isGivenUp?: true;
      readonly uploaded?: Uploaded;
    });

/** What it took. */
export interface Effort {
  readonly durationMs: number;
  readonly attempts: number;
  /** Sentences for a person. */
  readonly warnings?: readonly string[];
}

/** @param host of the destination, for people. */
export function outcomeOf(file: PlannedFile, ending: FileEnding, effort: Effort, host: string): Outcome {
  const warnings = [...file.warnings, ...(effort.warnings ?? [])];
  const { id, path, size } = file.source;
  const before = file.before && { before: file.before };
  const goesOn = isStillInterrupted(ending) && file.goesOn && { goesOn: file.goesOn };
  const common = { id, file: path, ...before, ...goesOn, size, ...effort, warnings };
  switch (ending.status) {
    case 'done': {
      const { uploaded } = ending;
      return { ...common, status: 'uploaded', ...uploaded, warnings: [...warnings, ...(uploaded.warnings ?? [])] };
    }
    case 'skipped':
      return { ...common, status: 'skipped', problem: ending.problem };
    case 'failed': {
      const { problem, continuable, uploaded } = ending;
      // Where something else is than the file, its link is of no use.
      const url = problem.code === 'notCheckable' ? uploaded?.url : undefined;
      return {
        ...common,
        status: 'failed',
        problem,
        ...(continuable && { continuable }),
        ...(url === undefined ? {} : { url }),
      };
    }
    case 'unknown': {
      const { continuable, isRepeatable, problem: cause } = ending;
      const code = continuable ? 'endUnanswered' : isRepeatable ? 'allUnanswered' : 'answerMissing';
      const problem = new Problem(code, { host, reason: whyMissing(cause) }, { cause });
      return { ...common, status: 'unknown', problem, ...(continuable && { continuable }) };
    }
    case 'left':
      return { ...common, status: 'cancelled', continuable: true };
    case 'cancelled': {
      if (!ending.late) return { ...common, status: 'cancelled' };
      return { ...common, status: 'cancelled', problem: new Problem('cancelledLate', { file: common.file, host }) };
    }
  }
}

/** Whether what an earlier run left is there for another: neither given up, nor of no use as the file is there. */
function isStillInterrupted(ending: FileEnding): boolean {
  const hasFailed = ending.status === 'failed' || ending.status === 'unknown';
  return hasFailed && !ending.isGivenUp && !ending.uploaded;
}

/** Whether the file is there, and only the check after the upload could not be made. */
export function isUnchecked(outcome: Outcome): boolean {
  return outcome.status === 'failed' && outcome.problem.code === 'notCheckable';
}

/** Whether nobody knows if the file is there. */
export function isUnknown(outcome: Outcome): boolean {
  return outcome.status === 'unknown' || (outcome.status === 'cancelled' && 'problem' in outcome);
}

/** Why there is no answer, as a clause. */
function whyMissing({ code, details }: Problem): string {
  if (code === 'answerMissing' && 'reason' in details) return details.reason;
  if ('seconds' in details) return `it was silent for ${details.seconds} s`;
  // Of a gateway that got none itself.
  if ('status' in details) return `status ${details.status}`;
  if ('proxy' in details && 'reason' in details) return `the proxy ${details.proxy}: ${details.reason}`;
  return code === 'answerInvalid' && 'reason' in details ? `its answer: ${details.reason}` : 'the connection broke off';
}
