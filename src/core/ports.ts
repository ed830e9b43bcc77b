/** What core asks of the world; adapters are in src/node, src/receiver and the shells. */
import type { PlannedFile, Selected, Source } from './model.ts';
import type { Page } from './reading/reading.ts';
import type { SessionProtocol } from './transfer/sessionPort.ts';

/** Tells a media type by magic bytes. */
export interface Sniffer {
  /** `image/png`; undefined where no signature is known (text, for one). */
  detect(source: Source, signal: AbortSignal): string | undefined | Promise<string | undefined>;
}

/** A small file as it was chosen: all of it, and what its bytes are (`Sniffer`). Nothing writes to its memory again. */
export interface PrefetchedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly detected: string | undefined;
}

/**
 * The files of one batch, read a little before their turn comes, from when the first is taken. Disposed of, it reads no
 * more.
 */
export interface Prefetching extends Disposable {
  /**
   * Gives each file once; undefined: whoever asks reads it, and learns why it could not be read.
   *
   * @throws the signal's reason.
   */
  take(source: Source, signal: AbortSignal): PrefetchedFile | undefined | Promise<PrefetchedFile | undefined>;
}

/** Reads small files beside the thread that sends them. */
export interface Prefetcher {
  /**
   * @param selection in the order of sending.
   * @returns undefined where they are too few, none of them is small, or nothing can read beside the sending.
   */
  begin(selection: readonly Selected[]): Prefetching | undefined;
}

/** A thing in a folder, as a walk sees it. */
export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** A file system, as a walk sees it; `T` is an address in it: a path, a URI. */
export interface FileTree<T> {
  /** @throws Problem `fileNotFound`, `fileUnreadable`. */
  list(folder: T, signal: AbortSignal): Promise<readonly Entry[]>;
  child(folder: T, name: string): T;
  /**
   * What a symbolic link leads to in the end, when that lies in the folder `within` (or is it): compares real paths.
   *
   * @throws Problem when it cannot be told.
   */
  follow(link: T, within: T, signal: AbortSignal): Promise<'file' | 'folder' | 'other' | 'outside' | 'missing'>;
}

/** What a destination says about files before a byte is sent. */
export interface DestinationLimits {
  /** In bytes, of one file. */
  readonly maxSize?: number;
  /** Media types (`image/png`, `image/*`) or name endings (`.pdf`); absent: all. */
  readonly allow?: readonly string[];
  readonly filesPerRequest: number;
  /**
   * What makes a file replace another, so that it must differ within a batch: its name, or its name and the folder
   * below what was chosen. Absent: nothing does.
   */
  readonly storesBy?: 'name' | 'path';
  /** Requests at the same time, where it takes fewer than the settings allow. */
  readonly concurrency?: number;
}

/** A request as it would be sent, secrets masked. */
export interface RequestPreview {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** For people: the parts of a form, or the file as the body. */
  readonly body: readonly string[];
}

/** What the server said of one file. */
export interface Uploaded {
  readonly url?: string;
  readonly storedPath?: string;
  /** Sentences for a person: that no link was found, for one. */
  readonly warnings?: readonly string[];
}

/** Holds bytes back as a bandwidth limit says, which may be set and lifted while a request is under way. */
export interface Pace {
  readonly isLimited: boolean;
  /**
   * Settles when bytes may leave, and tells how many: at least one, at most those that were asked for.
   *
   * @throws AbortError
   */
  take(most: number, signal: AbortSignal): Promise<number>;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes of the files in this request that were handed to the network so far, all files together. */
  readonly onBytes: (bytes: number) => void;
  /** Asked before bytes of files leave. Absent: there is no limit and never will be. */
  readonly pace?: Pace;
}

/** Where files go. */
export interface Destination {
  /** Its key in the settings. */
  readonly name: string;
  /** For people: host and port of the server, `localhost:8080`. */
  readonly host: string;
  /** Where files go, without secrets: when it differs, a session of an earlier run cannot be continued here. */
  readonly target: string;
  /**
   * What of the settings an upload has from its beginning on, where that cannot be changed any more: when it differs, a
   * session of an earlier run starts over.
   */
  readonly begunWith?: string;
  /** What dates in the names and places of files are of, in milliseconds since 1970, where there are any. */
  readonly dated?: number;
  readonly limits: DestinationLimits;
  /** How often a request is repeated, where the profile says it. */
  readonly retries: number | undefined;
  /** Whether sending twice is the same as sending once (RFC 9110 §9.2.2), or the profile says that it is safe. */
  readonly idempotent: boolean;
  /** What the `fileName` template gives for one file, else its name; the plan makes the result safe. */
  nameFor(source: Source, signal: AbortSignal): string | Promise<string>;
  /** The request that `send` would make of these files. */
  preview(files: readonly PlannedFile[], signal: AbortSignal): Promise<RequestPreview>;
  /**
   * Sends the files, at most `limits.filesPerRequest`, in one request; the answers are in their order.
   *
   * @throws TransferError when the request or its answer failed; Problem `fileChanged`, `fileNotFound`,
   *   `fileUnreadable` of one of the files, or one of the settings (`secretMissing`); AbortError when cancelled.
   */
  send(files: readonly PlannedFile[], options: SendOptions): Promise<readonly Uploaded[]>;
  /** How it takes a file in parts, where it does. */
  readonly session?: SessionProtocol;
  /**
   * Looks whether what the server has is the file, where the profile asks for that.
   *
   * @throws TransferError when a request failed; Problem `contentDiffers`, `notCheckable`; AbortError when cancelled.
   */
  readonly verify?: (uploaded: Uploaded, file: PlannedFile, signal: AbortSignal) => Promise<void>;
}

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** @throws AbortError at once when the signal says so. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls again and again, first after `ms` milliseconds, until it is disposed of. Keeps no process alive. */
  every(ms: number, tick: () => void): Disposable;
}

/** How far an engine is with one picture: 0 to 1. */
export type ReadProgress = (fraction: number) => void;

/** Reads pictures. */
export interface Reader {
  /** Name with its version or model, as it stands in results. */
  readonly engine: string;
  /**
   * @throws Problem `notAnImage`, `imageTypeUnsupported`, `imageTooLarge`, `imageDamaged`, `pdfLocked`,
   *   `readingTimedOut`, `engineFailed`, `engineMissing`, `engineUnreachable`, `engineKeyRefused`, `engineLimited`,
   *   `engineUnavailable`, `engineMoved`, `engineRefused`; AbortError when cancelled. The next call works in any case.
   */
  read(source: Source, options: { readonly signal: AbortSignal; readonly onProgress?: ReadProgress }): Promise<Page>;
}

/** Looks into documents. */
export interface PageCounter {
  /**
   * How many pages of a document are to be read, from the first; 1 for a picture, and for what is neither; 0: it is
   * left out.
   *
   * @throws Problem `pdfLocked`, `imageDamaged`, `imageFileTooLarge`, `readingTimedOut`, `engineFailed`, and what
   *   `Source.open` throws; the signal's reason.
   */
  count(source: Source, signal: AbortSignal): Promise<number>;
}

/** Where secrets lie: the editor's SecretStorage. Each is bound to one origin (`URL.origin`). */
export interface Secrets {
  get(name: string, origin: string): Promise<string | undefined>;
}
