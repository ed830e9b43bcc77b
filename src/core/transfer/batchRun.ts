import type { TransferState } from './batch.ts';
import type { PlannedFile } from '../model.ts';
import type { Effort, FileEnding } from './outcome.ts';
import type { Clock, Destination, Pace } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { SessionStore } from './sessionPort.ts';

/** How a file is stopped for good; `leave`: its process is about to end. */
export type FinalStop = 'cancel' | 'leave';
export type Stop = 'pause' | FinalStop;

/** Files of a batch that are under way together; each is named by its index in the batch. */
export interface BatchRun {
  /** Never throws: what happened to the files is told to the batch. */
  run(): Promise<void>;
  /**
   * Pausing waits for a request that is not safe to repeat; resuming takes that back. Leaving cancels what another run
   * cannot continue.
   */
  stop(index: number, how: Stop): void;
  /** Whether pausing stops what is under way now. */
  readonly mayPause: boolean;
  resume(index: number): void;
}

/** What a run asks of its batch, and tells it. */
export interface BatchServices {
  readonly destination: Destination;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly store: SessionStore | undefined;
  readonly pace: Pace;
  /**
   * Sees to it that what is thrown away at the server is, in a bounded time, also after the batch has ended.
   *
   * @param until whoever waits for that is gone; default: nobody goes.
   * @returns whether the server did.
   */
  readonly dismiss: (abandon: (signal: AbortSignal) => Promise<void>, until?: AbortSignal) => Promise<boolean>;
  /** There may be a request to make. */
  readonly onRequest: () => void;
  /** Whether the server has done for a file of the batch what it was asked to. */
  isReached(): boolean;
  /** It has. */
  readonly onReached: () => void;
  fileAt(index: number): PlannedFile;
  onState(index: number, state: TransferState): void;
  onBytes(index: number, bytes: number, moved: boolean): void;
  onRetry(indices: readonly number[], problem: Problem, delayMs: number): void;
  /**
   * It stopped where it is; the run no longer has it.
   *
   * @param unanswered why nobody knows whether the server has it, where it may.
   */
  onPaused(index: number, effort: Effort, unanswered?: Problem): void;
  onEnd(index: number, ending: FileEnding, effort: Effort): void;
}
