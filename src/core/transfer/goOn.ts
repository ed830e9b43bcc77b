import type { EarlierTry, PlannedFile } from '../model.ts';
import type { Destination } from '../ports.ts';
import { asProblem, Problem } from '../problem.ts';
import type { SessionRecord, SessionSlot, SessionStore } from './sessionPort.ts';

/** What goes on with an interrupted upload is called what it was called, and dated as it was. */
export function goingOn({ file: { name, dated } }: SessionRecord): EarlierTry {
  const before = { ...(name !== undefined && { name }), ...(dated !== undefined && { dated }) };
  return { before, goesOn: true };
}

/** The file as its upload was begun, which decided where it lies. */
export function asBegun(file: PlannedFile, { path, name = file.name, dated }: SessionRecord['file']): PlannedFile {
  const source = path === file.source.path ? file.source : { ...file.source, path };
  return { ...file, source, name, ...(dated !== undefined && { dated }) };
}

/**
 * Takes the place on disk of an interrupted upload that is to be gone on with.
 *
 * @throws Problem `sessionTaken`, `sessionEnded`, `sessionNotSure`; AbortError.
 */
export async function openInterrupted(
  { source }: PlannedFile,
  { name: destination }: Destination,
  store: SessionStore,
  signal: AbortSignal,
): Promise<SessionSlot> {
  const slot = await store.open({ destination, file: source }, signal).catch((error: unknown) => {
    const { code, details } = asProblem(error);
    if (code !== 'sessionNotKept' || !('reason' in details)) throw error;
    throw new Problem('sessionNotSure', { file: source.path, reason: details.reason }, { cause: error });
  });
  if (slot.record && !slot.record.abandoned) return slot;
  await slot.release();
  throw new Problem('sessionEnded', { file: source.path, destination });
}
