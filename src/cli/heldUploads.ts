import type { Destination } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { heldGivenUp } from '../core/transfer/discardSession.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';
import { tell } from './terminal.ts';

/**
 * Which uploads were given up here or earlier, and their server could not be told.
 *
 * @param destination the one of that name as it is now, or why it cannot be had.
 * @param isTold of which that is told; default: of all.
 */
export async function tellHeld(
  name: string,
  destination: Destination | Problem,
  sessions: DiskSessions,
  isTold: (record: SessionRecord) => boolean = () => true,
): Promise<void> {
  for (const record of await sessions.abandoned(new AbortController().signal)) {
    if (record.destination === name && isTold(record)) tell(heldGivenUp(record, destination).message);
  }
}

/** Of what was given up, until the file is uploaded anew. */
export function keyOf({ destination, file, begun }: SessionRecord): string {
  return JSON.stringify([destination, file.id, begun]);
}
