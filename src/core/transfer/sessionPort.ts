/**
 * What core asks of a protocol that lets a file be sent in parts and continued. Chunking, parallel parts, retries,
 * back-off, progress and resuming are written once, over this; tus, S3 multipart, blocks with ids (Azure), byte ranges
 * (Google Cloud Storage) and chunks closed by a digest (OCI) differ behind it.
 */
import type { ByteRange, PlannedFile } from '../model.ts';
import type { SendOptions, Uploaded } from '../ports.ts';

/** What can be kept on disk. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What the protocol needs to go on with an upload: an address, an id. It holds no credentials. */
export type SessionState = Readonly<Record<string, Json>>;

/** A range that the server has, and what it said of it: an ETag, a digest. */
export interface HeldPart extends ByteRange {
  readonly receipt?: Json;
}

/** What parts a server takes. Sizes in bytes; the last part of a file may be smaller. */
export interface PartLimits {
  /** The size that is wanted; more where the file would have more parts than `maxParts`. */
  readonly partSize: number;
  /** Every part but the last is a multiple of this. Default 1. */
  readonly multipleOf?: number;
  readonly maxParts?: number;
  readonly maxPartSize?: number;
  /** Parts of one file at the same time; 1: in their order, each where the last one ended. */
  readonly parallel: number;
}

/** A session, and what the server has of the file already: the request that began it may have carried bytes. */
export interface BegunSession {
  readonly state: SessionState;
  readonly held: readonly HeldPart[];
  /** In bytes, where the answer asks for other parts than the limits give (OCI-Chunk-Min-Length). */
  readonly partSize?: number;
}

/** A part that the server has taken: all of it, or as much as it says. */
export interface SentPart {
  readonly held: HeldPart;
  /** The state from now on, when the answer changed it. */
  readonly state?: SessionState;
}

/** A file that was made of its parts. */
export interface FinishedSession extends Uploaded {
  /** What the server may hold of it besides, for `abandon`: of a request to begin it that got no answer. */
  readonly left?: SessionState;
}

/**
 * Each method throws TransferError when a request or its answer failed, the Problem of a file or setting, and
 * AbortError when cancelled. Each may be repeated after a failure.
 */
export interface SessionProtocol {
  /** Smallest file, in bytes, that goes by session; smaller ones go by `Destination.send`. */
  readonly from: number;
  readonly limits: PartLimits;
  /**
   * Whether the last part makes the file, so that once it was sent the file may be there for good; else `finish` does.
   */
  readonly lastPartEnds: boolean;
  /**
   * What is to be kept before `begin`, so that what that began is found again by a run that comes after a kill: without
   * an answer nobody knows its state. `abandon` takes it. Undefined where a server tells nobody what was begun.
   */
  intend(file: PlannedFile, signal: AbortSignal): Promise<SessionState | undefined>;
  begin(file: PlannedFile, options: SendOptions): Promise<BegunSession>;
  /**
   * What the server has; undefined when it no longer knows the session, so that the file starts over.
   *
   * @throws TransferError, marked `mayBeGone` where the answer may say that as well.
   */
  held(state: SessionState, file: PlannedFile, signal: AbortSignal): Promise<readonly HeldPart[] | undefined>;
  /**
   * Sends a range of the file. `onBytes` counts those of this part. A failure by which the two sides differ about the
   * session (a wrong offset, a lock, a damaged part, a session unknown) is marked `passes`: `held` is asked, and the
   * upload goes on from there. So is an answer that is none of the protocol, to any request but `begin`: the server
   * spoke it before, so that something else answers now.
   */
  send(state: SessionState, file: PlannedFile, part: ByteRange, options: SendOptions): Promise<SentPart>;
  /**
   * Makes the parts, which are the whole file in its order, one file; tells where it is.
   *
   * @throws TransferError `answerMissing` when it may have been made by a request whose answer was lost.
   */
  finish(
    state: SessionState,
    file: PlannedFile,
    held: readonly HeldPart[],
    signal: AbortSignal,
  ): Promise<FinishedSession>;
  /**
   * Has the server throw away what it holds, or, given what was intended, what `begin` may have left there. Quiet when
   * it holds nothing.
   */
  abandon(state: SessionState, signal: AbortSignal): Promise<void>;
}

/** An upload under way, as it is kept on disk: everything that another run needs to go on with it. */
export interface SessionRecord {
  /** The destination's key in the settings. */
  readonly destination: string;
  /** `Destination.target`: settings that lead elsewhere since then start over. */
  readonly target: string;
  /** `Destination.begunWith`: other settings start over, and the server throws away what it has. */
  readonly begunWith?: string;
  readonly file: {
    /** `Source.id`. */
    readonly id: string;
    /** `Source.path` when it was sent first. */
    readonly path: string;
    /** `PlannedFile.name`; absent in what an older Porter wrote. */
    readonly name?: string;
    /** `PlannedFile.dated`. */
    readonly dated?: number;
    /** `Source.version`: a file that changed starts over. */
    readonly version: string;
    /** In bytes. */
    readonly size: number;
  };
  /** Milliseconds since 1970. */
  readonly begun: number;
  /** In bytes; parts keep the size that they began with. */
  readonly partSize: number;
  readonly state: SessionState;
  /** It was about to be begun: the state is that of `SessionProtocol.intend`. */
  readonly intended?: true;
  /** The last part was about to be sent, which makes the file: a server that knows nothing of it may have that. */
  readonly ending?: true;
  /** It was given up, or nobody went on with it for long: the server is to throw away what it has. */
  readonly abandoned?: true;
}

/** Which upload: the same file to the same destination is the same one. */
export interface SessionKey extends Pick<SessionRecord, 'destination'> {
  /** `path`: for problems. */
  readonly file: Pick<SessionRecord['file'], 'id' | 'path'>;
}

/** An upload's place on disk, locked until it is released. */
export interface SessionSlot {
  /** What an earlier run left. */
  readonly record: SessionRecord | undefined;
  /**
   * To be asked before each request that changes what the server has.
   *
   * @throws Problem `sessionLost` when another process may have it by now, as this one stood still.
   */
  requireLock(): Promise<void>;
  /**
   * Replaces the record, atomically and synced.
   *
   * @throws Problem `sessionNotKept` when the disk takes no more; `sessionLost`.
   */
  save(record: SessionRecord): Promise<void>;
  /**
   * Removes the record: the upload has ended, or is given up.
   *
   * @throws Problem `sessionLost`.
   */
  clear(): Promise<void>;
  /** Lets go of the lock. What was saved and not cleared stays, for another run. */
  release(): Promise<void>;
}

/** Uploads under way, on disk. */
export interface SessionStore {
  /**
   * @throws Problem `sessionTaken` when another process has it, `sessionNotKept` when the disk takes no more;
   *   AbortError when cancelled.
   */
  open(key: SessionKey, signal: AbortSignal): Promise<SessionSlot>;
  /** Those that no process has locked: they were interrupted, and may be continued. The latest first. */
  interrupted(signal: AbortSignal): Promise<readonly SessionRecord[]>;
  /** Those that no process has locked, of which servers were not told that they were given up. */
  abandoned(signal: AbortSignal): Promise<readonly SessionRecord[]>;
}
