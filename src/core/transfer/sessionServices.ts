import type { BatchServices } from './batchRun.ts';
import type { OnBytes } from './heldFile.ts';
import type { PlannedFile } from '../model.ts';
import type { UploadedBySession } from './outcome.ts';
import { Patience, type RetryOptions } from './retry.ts';

/** What a session asks of the batch that it belongs to. */
export interface SessionServices
  extends
    Omit<RetryOptions, 'signal' | 'idempotent' | 'retries'>,
    Pick<BatchServices, 'store' | 'pace' | 'dismiss' | 'onRequest' | 'onReached'> {
  /** How often a request is repeated in a row, as things are now. */
  readonly retries: () => number;
  readonly onBytes: OnBytes;
  /** Looks whether the server has the file: see `verifyUploaded`. */
  readonly verify: (uploaded: UploadedBySession, file: PlannedFile, signal: AbortSignal) => Promise<void>;
}

/** For one request, or several of which each goes on where the last one ended; each may be repeated. */
export function patienceOf(services: SessionServices, signal: AbortSignal): Patience {
  return new Patience({
    ...services,
    // Another file may reach the server while this one waits to be tried again.
    get retries() {
      return services.retries();
    },
    signal,
    idempotent: true,
  });
}
