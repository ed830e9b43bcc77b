import { throwIfAborted } from '../clock.ts';
import type { Destination } from '../ports.ts';
import { asProblem, Problem } from '../problem.ts';
import type { SessionRecord, SessionStore } from './sessionPort.ts';
import { placeOf } from './targetPlace.ts';
import { TransferError } from './transferError.ts';

/**
 * Gives an interrupted upload up: the server throws away what it holds, when it can be reached, and nothing of it stays
 * on disk.
 *
 * @param destination the record's own, if there still is one.
 * @returns Problem `heldAtServer` when the destination's server could not be told, `heldElsewhere` when the destination
 *   is not any more the one that the upload went to.
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
    const held = record && (await throwAway(record, destination, signal));
    await slot.clear();
    return held;
  } finally {
    await slot.release();
  }
}

async function throwAway(
  record: SessionRecord,
  destination: Destination | undefined,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const { target, destination: name, file } = record;
  if (destination?.target === target) return abandon(destination, record, signal);
  return new Problem('heldElsewhere', { file: file.path, destination: name, place: placeOf(target) });
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
    return heldAtServer(file.path, destination, error);
  }
}

/**
 * What the server has of an upload that was given up stays there: until it is told, or until somebody throws it away.
 *
 * @param destination the record's own as it is now, or why it cannot be had.
 */
export function heldGivenUp(
  { destination: name, target, file }: SessionRecord,
  destination: Destination | Problem,
): Problem<'heldForNow' | 'heldElsewhere'> {
  const isThere =
    destination instanceof Problem ? destination.code !== 'destinationUnknown' : destination.target === target;
  const details = { file: file.path, destination: name };
  return isThere
    ? new Problem('heldForNow', details)
    : new Problem('heldElsewhere', { ...details, place: placeOf(target) });
}

/** What the server has stays there, as it could not be told. */
export function heldAtServer(file: string, destination: string, error: unknown): Problem<'heldAtServer'> {
  const reason = (error instanceof TransferError ? error.problem : asProblem(error)).message;
  return new Problem('heldAtServer', { file, destination, reason });
}
