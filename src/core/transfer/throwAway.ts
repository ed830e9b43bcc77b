import { Problem } from '../problem.ts';
import type { SessionProtocol, SessionRecord, SessionStore } from './sessionPort.ts';

/**
 * Has the server throw away what it holds of an upload that was given up, and forgets that then.
 *
 * @throws as `SessionProtocol.abandon` and `SessionStore.open`.
 */
export async function throwAway(
  record: SessionRecord,
  protocol: SessionProtocol,
  store: SessionStore | undefined,
  signal: AbortSignal,
): Promise<void> {
  await abandonAtServer(record, protocol, signal);
  if (store !== undefined) await forget(record, store, signal);
}

/**
 * As `SessionProtocol.abandon`. What was kept and cannot be used names nothing that a server could throw away, now or
 * later.
 */
export async function abandonAtServer(
  { state }: SessionRecord,
  protocol: SessionProtocol,
  signal: AbortSignal,
): Promise<void> {
  try {
    await protocol.abandon(state, signal);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'sessionUnusable')) throw error;
  }
}

/** Whoever uploads the file again meanwhile does that himself. */
async function forget(record: SessionRecord, store: SessionStore, signal: AbortSignal) {
  try {
    const slot = await store.open(record, signal);
    try {
      if (slot.record?.abandoned && slot.record.begun === record.begun) await slot.clear();
    } finally {
      await slot.release();
    }
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'sessionTaken')) throw error;
  }
}
