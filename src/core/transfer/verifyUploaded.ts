import { describe } from '../messages.ts';
import type { PlannedFile } from '../model.ts';
import type { Destination, Uploaded } from '../ports.ts';
import { Problem } from '../problem.ts';
import { Patience, persist, type RetryOptions } from './retry.ts';
import { TransferError } from './transferError.ts';

/**
 * Looks whether the server has the file, where the destination can and should.
 *
 * @throws Problem `contentDiffers`, `notCheckable`; AbortError.
 */
export async function verifyUploaded(
  destination: Destination,
  uploaded: Uploaded,
  file: PlannedFile,
  options: Omit<RetryOptions, 'idempotent'>,
): Promise<void> {
  const { verify } = destination;
  if (verify === undefined) return;
  try {
    await persist(() => verify(uploaded, file, options.signal), new Patience({ ...options, idempotent: true }));
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    // The advice is about uploads, and what was sent arrived.
    const reason = error.problem.event.replace(/\.$/, '');
    throw new Problem('notCheckable', { file: file.source.path, reason }, { cause: error });
  }
}

/** What is told of a file whose check was cancelled: it is there all the same. */
export function unchecked<T extends Uploaded>(uploaded: T, { source }: PlannedFile, { host }: Destination): T {
  const warning = describe('notChecked', { file: source.path, host });
  return { ...uploaded, warnings: [...(uploaded.warnings ?? []), warning] };
}
