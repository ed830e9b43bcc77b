import type { Outcome, PlannedFile } from '../model.ts';
import type { Problem } from '../problem.ts';

/** Where a file of a batch stands. */
export type TransferState = 'waiting' | 'sending' | 'retrying' | 'paused' | Outcome['status'];

/** A file of a batch, as it is now. */
export interface TransferItem {
  readonly file: PlannedFile;
  readonly state: TransferState;
  /** Bytes that the server acknowledged, and those handed to the network of what is under way. */
  readonly bytesDone: number;
  /** How many of them did not go out now, as the server had them already; below zero: it has not what went out. */
  readonly bytesFound?: number;
  /** Why it is repeated, or how it failed. */
  readonly problem?: Problem;
}

/** Files that were chosen together, on their way; each call names one of them, or none for all. */
export interface Batch {
  /** In the order of sending; an item is replaced by another when its state changes, its `file` stays the same one. */
  readonly items: readonly TransferItem[];
  /**
   * Nothing more is begun. What a session can continue stops at once and keeps what the server has; so does a request
   * that is safe to repeat, which starts over later. Any other request under way ends first.
   */
  pause(file?: PlannedFile): void;
  /** Whether pausing would hold anything now. */
  mayPause(file?: PlannedFile): boolean;
  resume(file?: PlannedFile): void;
  /** Ends it within 250 ms; sessions are abandoned at the server. */
  cancel(file?: PlannedFile): void;
}
