import type { Outcome, PlannedFile } from '../model.ts';
import type { Uploaded } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { LastFailure } from './retry.ts';
import type { UploadedBySession } from './sessionUpload.ts';

/** How it ended for a file of a batch. */
export type FileEnding =
  | { readonly status: 'done'; readonly uploaded: Uploaded | UploadedBySession }
  | { readonly status: 'cancelled' }
  | (LastFailure & { readonly continuable?: true });

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
  const common = { file: file.source.path, size: file.source.size, ...effort, warnings };
  switch (ending.status) {
    case 'done': {
      const { uploaded } = ending;
      return { ...common, status: 'uploaded', ...uploaded, warnings: [...warnings, ...(uploaded.warnings ?? [])] };
    }
    case 'failed':
      return {
        ...common,
        status: 'failed',
        problem: ending.problem,
        ...(ending.continuable && { continuable: true }),
      };
    case 'unknown': {
      const problem = new Problem('answerMissing', { host }, { cause: ending.problem });
      return { ...common, status: 'unknown', problem };
    }
    case 'cancelled':
      return { ...common, status: 'cancelled' };
  }
}
