/**
 * The values that travel along the way of the data (ARCHITECTURE.md): a selection becomes a plan, a plan becomes
 * outcomes. What is read of pictures stands in reading.ts. Nothing here does anything.
 */
import type { Problem } from './problem.ts';

/** A half-open range of bytes, [start, end). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A file-like thing that can be read again: a local file, a resource of a virtual file system, an unsaved editor or a
 * buffer in memory.
 */
export interface Source {
  /** What tells one source from another, a URI: the same file chosen twice goes once. */
  readonly id: string;
  /** Base name, as the user sees it. */
  readonly name: string;
  /** For people: the path relative to the workspace or working folder, else the full path. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /**
   * The page that is meant of a document, from 1; absent: all of it. What is read from the source is the whole file.
   */
  readonly page?: number;
  /** Last change, in milliseconds since 1970; absent where nothing tells. */
  readonly modified?: number;
  /** Differs when the content may: of size, times and inode, or a digest. Absent where nothing tells, as in memory. */
  readonly version?: string;
  /** The full path of a file on this machine, which threads read for themselves; absent for all else. */
  readonly localPath?: string;
  /**
   * Reads the range, by default the whole. A chunk's memory is reused: it is valid only until the next one is asked
   * for.
   *
   * @throws Problem `fileNotFound`, `fileUnreadable`, or `fileChanged` when it is of another version by now.
   */
  open(range: Partial<ByteRange>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * As `open`, in one piece, in memory that nobody writes to again: for a range that fits there. Absent where that is
   * no faster.
   */
  read?(range: ByteRange, signal: AbortSignal): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * How a file was sent before: what it is called and what its dates are of stay the same, so that it lies where it did.
 */
interface SentBefore {
  /** `PlannedFile.name`. */
  readonly name?: string;
  /** `PlannedFile.dated`. */
  readonly dated?: number;
}

/** What is known from an earlier try of something. */
export interface EarlierTry {
  readonly before?: SentBefore;
  /** `PlannedFile.goesOn`. */
  readonly goesOn?: true;
}

/** What a selection holds: something to send, or why it can't be. */
export type Selected =
  | (EarlierTry & { readonly kind: 'source'; readonly source: Source })
  | (EarlierTry & {
      readonly kind: 'rejected';
      /** Tells it from all else that was selected, as `Source.id` does. */
      readonly id: string;
      readonly path: string;
      /** In bytes, where that is known: of one that was interrupted. */
      readonly size?: number;
      readonly problem: Problem;
    });

/** A file that has been checked and may be sent. */
export interface PlannedFile {
  readonly source: Source;
  /** The name that is sent: what the destination's `fileName` template gives, made safe (safeName.ts). */
  readonly name: string;
  /**
   * Media type as RFC 6838 names it, without parameters: `image/png`. What the bytes are, else what the name says,
   * which is all that is known of a file before its turn comes where the destination takes all types.
   */
  readonly mediaType: string;
  /** What dates in the destination's templates are of, in milliseconds since 1970; absent: `Destination.dated`. */
  readonly dated?: number;
  /** What another try of it keeps; absent: it is named anew, as the settings may have been corrected. */
  readonly before?: SentBefore;
  /** Its interrupted upload is to be gone on with: nothing is sent that another process has ended or given up since. */
  readonly goesOn?: true;
  /** What was noticed and does not stop the file: sentences for a person. */
  readonly warnings: readonly string[];
}

/** All files of a batch, each checked before a byte is sent. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  /** Those that won't be sent: why is in the outcome. */
  readonly refused: readonly Outcome[];
  /** Sum of the sizes of `files`, in bytes. */
  readonly totalBytes: number;
}

/** What an outcome of any kind tells of its file. */
interface OutcomeOfFile {
  /** That of what was selected: files of two folders may go by one path. */
  readonly id: string;
  /** `Source.path`. */
  readonly file: string;
  /** `PlannedFile.before`. */
  readonly before?: SentBefore;
  /** `PlannedFile.goesOn`, where it failed and what was interrupted was not given up: so does another try. */
  readonly goesOn?: true;
  /** In bytes. */
  readonly size: number;
  /** From the first attempt to the end, in milliseconds. */
  readonly durationMs: number;
  /** Requests made for it; in parts: one, and one more for each that was repeated. */
  readonly attempts: number;
  readonly warnings: readonly string[];
}

/** How it ended for one file. */
export type Outcome =
  | (OutcomeOfFile & {
      readonly status: 'uploaded';
      /** Where the file can be had; absent when the destination's answer names no link. */
      readonly url?: string;
      /** Where a receiver on this machine stored it. */
      readonly storedPath?: string;
      /** Bytes that the server had from an earlier, interrupted run. */
      readonly resumedFrom?: number;
    })
  | (OutcomeOfFile & { readonly status: 'skipped'; readonly problem: Problem })
  | (OutcomeOfFile & {
      readonly status: 'cancelled';
      /** What was sent, in this run or before, is kept: uploading the file again goes on from there. */
      readonly continuable?: true;
    })
  /** Too late: the server may have the file. */
  | (OutcomeOfFile & { readonly status: 'cancelled'; readonly problem: Problem })
  | (OutcomeOfFile & {
      readonly status: 'failed';
      readonly problem: Problem;
      /** What was sent is kept: uploading the file again goes on from there. */
      readonly continuable?: true;
      /** Where a file can be had that was uploaded but could not be checked. */
      readonly url?: string;
    })
  /** A request that is not safe to repeat, or the last one of several, got no answer: the file may be there or not. */
  | (OutcomeOfFile & {
      readonly status: 'unknown';
      readonly problem: Problem;
      /** Uploading the file again finds out, and goes on where that is needed. */
      readonly continuable?: true;
    });

/** How far a batch is; never complete before the last answer. */
export interface Progress {
  /** Those that have ended. */
  readonly filesDone: number;
  /** Of these, the ones that were not uploaded; absent: none. Their bytes are not in `bytesTotal`. */
  readonly filesFailed?: number;
  /** And the ones that may be there or not; absent: none. Neither are theirs. */
  readonly filesUnknown?: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Moving average, in bytes per second. */
  readonly bytesPerSecond: number;
  /** Seconds left at that speed; absent while it can't be told. */
  readonly secondsLeft?: number;
  /** Seconds since a byte last moved, once that is long enough to say so. */
  readonly stalledSeconds?: number;
}
