import { throwIfAborted } from './clock.ts';
import type { Destination } from './ports.ts';
import type { SessionRecord, SessionStore } from './sessionPort.ts';

/**
 * Gives an interrupted upload up: the server throws away what it holds, when it can be reached, and nothing of it stays
 * on disk.
 *
 * @param destination the record's own, if there still is one.
 * @throws Problem `sessionTaken`, `sessionNotKept`; AbortError.
 */
export async function discardSession(
  { destination: name, file }: SessionRecord,
  destination: Destination | undefined,
  store: SessionStore,
  signal: AbortSignal,
): Promise<void> {
  const slot = await store.open({ destination: name, file: file.id }, signal);
  try {
    const { record } = slot;
    if (record && record.target === destination?.target) await abandon(destination, record, signal);
    await slot.clear();
  } finally {
    await slot.release();
  }
}

/** A server that is away throws it away by itself, some day. */
async function abandon({ session }: Destination, { state }: SessionRecord, signal: AbortSignal): Promise<void> {
  try {
    await session?.abandon(state, signal);
  } catch {
    throwIfAborted(signal);
  }
}
