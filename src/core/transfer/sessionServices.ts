import type { BatchServices } from './batchRun.ts';
import type { OnBytes } from './heldFile.ts';
import type { SendOptions, Uploaded } from '../ports.ts';
import { Patience, type RetryOptions } from './retry.ts';
import type { SessionStore } from './sessionPort.ts';

/** A file that was uploaded by session. */
export interface UploadedBySession extends Uploaded {
  /** Bytes that the server had from an earlier run. */
  readonly resumedFrom?: number;
}

/** What a session asks of the batch that it belongs to. */
export interface SessionServices extends Omit<RetryOptions, 'signal' | 'idempotent' | 'retries'> {
  /** How often a request is repeated in a row, as things are now. */
  readonly retries: () => number;
  /** The server has the session. */
  readonly onReached: () => void;
  readonly store: SessionStore | undefined;
  readonly pace: () => Pick<SendOptions, 'pace'>;
  /** There may be a request to make: `take` gives it. */
  readonly onRequest: () => void;
  readonly onBytes: OnBytes;
  /** Looks whether the server has the file: see `verifyUploaded`. */
  readonly verify: (uploaded: UploadedBySession, signal: AbortSignal) => Promise<void>;
  readonly dismiss: BatchServices['dismiss'];
}

/** For one request, or several of which each goes on where the last one ended; each may be repeated. */
export function patienceOf(services: SessionServices, signal: AbortSignal): Patience {
  return new Patience({ ...services, retries: services.retries(), signal, idempotent: true });
}
