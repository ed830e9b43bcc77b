import { systemClock, throwIfAborted } from '../clock.ts';
import { mapSome } from '../mapSome.ts';
import type { PlannedFile } from '../model.ts';
import type { Clock, Destination } from '../ports.ts';
import { Problem } from '../problem.ts';
import { dismissalLimit } from './dismissalLimit.ts';
import type { SessionRecord, SessionStore } from './sessionPort.ts';
import { placeOf } from './targetPlace.ts';
import { abandonAtServer } from './throwAway.ts';
import { problemOf } from './transferError.ts';

/**
 * Gives an interrupted upload up: the server throws away what it holds. Where it cannot be told now, or does not answer
 * soon, that it is to be stays on disk, so that an upload there tells it; where it was given up before and its
 * destination leads elsewhere, nothing of it does.
 *
 * @param destination the record's own as it is now, or why it cannot be had.
 * @returns what the server could not be told, for a person.
 * @throws Problem `sessionTaken`; `sessionEnded` where nothing is left of it; `sessionNotKept`; AbortError.
 */
export async function discardSession(
  interrupted: SessionRecord,
  destination: Destination | Problem,
  store: SessionStore,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Problem<'heldForNow' | 'heldElsewhere'> | undefined> {
  const slot = await store.open(interrupted, signal);
  try {
    const { record } = slot;
    if (record === undefined) {
      const { destination: name, file } = interrupted;
      throw new Problem('sessionEnded', { file: file.path, destination: name });
    }
    if (await isThrownAway(record, destination, signal, clock)) {
      await slot.clear();
      return undefined;
    }
    const held = heldGivenUp(record, destination);
    if (record.abandoned && held.code === 'heldElsewhere') await slot.clear();
    else await slot.save({ ...record, abandoned: true });
    return held;
  } finally {
    await slot.release();
  }
}

async function isThrownAway(
  record: SessionRecord,
  destination: Destination | Problem,
  signal: AbortSignal,
  clock: Clock,
): Promise<boolean> {
  if (destination instanceof Problem || destination.target !== record.target || !destination.session) return false;
  using limit = dismissalLimit(clock, signal);
  try {
    await abandonAtServer(record, destination.session, limit.signal);
    return true;
  } catch {
    throwIfAborted(signal);
    return false;
  }
}

/**
 * What an earlier run left of files that have arrived in one request since then is of no use any more: gives it up, as
 * `discardSession` does, but for what another process goes on with.
 */
export async function discardLeftOf(
  files: readonly PlannedFile[],
  destination: Destination,
  store: SessionStore,
  signal: AbortSignal,
): Promise<void> {
  const ids = new Set(files.map(({ source }) => source.id));
  const left = (await store.interrupted(signal)).filter(
    ({ destination: name, file }) => name === destination.name && ids.has(file.id),
  );
  await mapSome(left, (record) => discardSession(record, destination, store, signal).catch(() => undefined));
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
    destination instanceof Problem
      ? destination.code !== 'destinationUnknown'
      : destination.target === target && destination.session !== undefined;
  const details = { file: file.path, destination: name };
  return isThere
    ? new Problem('heldForNow', details)
    : new Problem('heldElsewhere', { ...details, place: placeOf(target) });
}

/** What the server has stays there, as it could not be told. */
export function heldAtServer(file: string, destination: string, error: unknown): Problem<'heldAtServer'> {
  return new Problem('heldAtServer', { file, destination, reason: problemOf(error).message });
}
