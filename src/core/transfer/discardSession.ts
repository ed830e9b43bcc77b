import { throwIfAborted } from '../clock.ts';
import type { Destination } from '../ports.ts';
import { asProblem, Problem } from '../problem.ts';
import type { SessionRecord, SessionStore } from './sessionPort.ts';
import { TransferError } from './transferError.ts';

/**
 * Gives an interrupted upload up: the server throws away what it holds, when it can be reached, and nothing of it stays
 * on disk.
 *
 * @param destination the record's own, if there still is one.
 * @returns Problem `heldAtServer` when the destination's server could not be told.
 * @throws Problem `sessionTaken`, `sessionNotKept`; AbortError.
 */
export async function discardSession(
  { destination: name, file }: SessionRecord,
  destination: Destination | undefined,
  store: SessionStore,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const slot = await store.open({ destination: name, file: file.id }, signal);
  try {
    const { record } = slot;
    const held =
      record && record.target === destination?.target ? await abandon(destination, record, signal) : undefined;
    await slot.clear();
    return held;
  } finally {
    await slot.release();
  }
}

/** A server that is away throws it away by itself, some day. */
async function abandon(
  { session }: Destination,
  { state, destination, file }: SessionRecord,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  try {
    await session?.abandon(state, signal);
    return undefined;
  } catch (error) {
    throwIfAborted(signal);
    const reason = (error instanceof TransferError ? error.problem : asProblem(error)).message;
    return new Problem('heldAtServer', { file: file.path, destination, reason });
  }
}
