import { fileURLToPath } from 'node:url';
import { begunElsewhere } from '../core/transfer/begunElsewhere.ts';
import { discardSession } from '../core/transfer/discardSession.ts';
import { SecretMask } from '../core/maskSecrets.ts';
import { describe, type ProblemCode } from '../core/messages.ts';
import { mapSome } from '../core/mapSome.ts';
import type { Outcome } from '../core/model.ts';
import type { Destination } from '../core/ports.ts';
import { asProblem, Problem, sentenceOf } from '../core/problem.ts';
import { goingOn } from '../core/transfer/goOn.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import { TransferQueue } from '../core/transfer/transferQueue.ts';
import { readingHere } from '../node/files/fileReading.ts';
import { selectOne } from '../node/files/selectPaths.ts';
import { sessionStore, type DiskSessions } from '../node/sessions/sessionStore.ts';
import { openDestination, type OpenDestination } from './destination.ts';
import { ExitCode, exitCodeFor, isOfConfiguration } from './exitCode.ts';
import { tellHeld } from './heldUploads.ts';
import { outcomeRecord } from './outcomeRecord.ts';
import { notUploaded } from './printOutcomes.ts';
import { discardHint } from './resumeHint.ts';
import { printLine, tell } from './terminal.ts';
import { transferAll, type TransferFlags } from './transferAll.ts';
import type { LimitFlags } from './uploadFlags.ts';
import { sessionsFolder } from './userFolders.ts';

interface ResumeFlags extends TransferFlags, LimitFlags {
  readonly discard?: true;
}

/**
 * `porter resume`: goes on with what was interrupted, or gives it up.
 *
 * @returns The exit code.
 * @throws Problem of the configuration.
 */
export async function resumeCommand(flags: ResumeFlags, _command: unknown, signal: AbortSignal): Promise<number> {
  const sessions = sessionStore(sessionsFolder);
  const isStopped = await isStoppedWatching(sessions, flags, signal);
  const { underWay, interrupted, abandoned } = await sessions.look(new AbortController().signal);
  if (isStopped) {
    reportLeft([...interrupted, ...underWay], flags);
    return exitCodeFor([], signal);
  }
  for (const { file, destination } of underWay) {
    report(file, new Problem('sessionTaken', { file: file.path, destination }), flags);
  }
  if (interrupted.length + underWay.length === 0 && !flags.quiet) tell('No upload was interrupted.');
  if (!flags.discard) await throwAwayLeft(abandoned, interrupted, sessions, flags, signal);
  const records = flags.discard ? [...interrupted, ...abandoned] : interrupted;
  // Nobody knows yet whether they arrive.
  let exitCode: number = underWay.length > 0 ? ExitCode.somethingFailed : ExitCode.ok;
  for (const [name, group] of Map.groupBy(records, ({ destination }) => destination)) {
    const found = await destinationCalled(name, flags, signal);
    if (found === undefined) {
      reportLeft(group, flags);
      continue;
    }
    const how = [found, group, flags, signal] as const;
    exitCode = Math.max(exitCode, await (flags.discard ? discard(...how) : resume(name, ...how)));
  }
  return signal.aborted ? exitCodeFor([], signal) : exitCode;
}

/** Lets go of what other machines had; tells what it waits for. @returns whether the command was stopped meanwhile. */
async function isStoppedWatching(
  sessions: DiskSessions,
  { quiet }: ResumeFlags,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await sessions.releaseSilent(signal, (seconds) => {
      if (!quiet) tell(describe('silentElsewhere', { seconds }));
    });
  } catch {
    return true;
  }
  return false;
}

async function resume(
  name: string,
  found: OpenDestination | Problem,
  records: readonly SessionRecord[],
  flags: ResumeFlags,
  signal: AbortSignal,
): Promise<number> {
  if (found instanceof Problem) {
    for (const { file } of records) report(file, found, flags);
    return isOfConfiguration(found) ? ExitCode.wrongUse : ExitCode.somethingFailed;
  }
  await using open = found;
  const here: SessionRecord[] = [];
  for (const record of records) {
    const elsewhere = begunElsewhere(record, open.destination);
    if (elsewhere) report(record.file, elsewhere, flags);
    else here.push(record);
  }
  const exitCode = here.length < records.length ? ExitCode.somethingFailed : ExitCode.ok;
  return here.length > 0 ? Math.max(exitCode, await goOn(name, open, here, flags, signal)) : exitCode;
}

async function goOn(
  name: string,
  open: OpenDestination,
  records: readonly SessionRecord[],
  flags: ResumeFlags,
  signal: AbortSignal,
): Promise<number> {
  // That it was stopped is told of each file by what comes then.
  const looking = { cwd: process.cwd(), signal: new AbortController().signal, reading: readingHere };
  const selection = await Promise.all(
    records.map(async (record) => {
      const { id, path, size } = record.file;
      const selected = await selectOne(fileURLToPath(id), looking, path);
      return { ...(selected.kind === 'rejected' ? { ...selected, size } : selected), ...goingOn(record) };
    }),
  );
  if (!flags.quiet) tell(`Going on with ${count(records)} to “${name}”.`);
  const outcomes = await transferAll(selection, open, flags, signal);
  const isGone = outcomes.some((outcome) => 'problem' in outcome && meansGone.has(outcome.problem.code));
  if (isGone && !flags.quiet) tell(discardHint(flags.config));
  return exitCodeFor(outcomes, signal);
}

/** That a file is not there any more, or something else is in its place. */
const meansGone: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['fileNotFound', 'notAFile']);

/** Tells servers of what was given up earlier: those that are not told by going on there. */
async function throwAwayLeft(
  abandoned: readonly SessionRecord[],
  interrupted: readonly SessionRecord[],
  sessions: DiskSessions,
  flags: ResumeFlags,
  signal: AbortSignal,
): Promise<void> {
  const told = new Set(interrupted.map(({ destination }) => destination));
  for (const name of new Set(abandoned.map(({ destination }) => destination))) {
    if (told.has(name)) continue;
    const found = await destinationCalled(name, flags, signal);
    if (found === undefined) return;
    if (found instanceof Problem) {
      await tellHeld(name, found, sessions);
      continue;
    }
    await using open = found;
    await using queue = new TransferQueue({ sessions });
    await queue.throwAwayLeft(open.destination, signal);
    await tellHeld(name, open.destination, sessions);
    if (signal.aborted) return;
  }
}

async function discard(
  found: OpenDestination | Problem,
  records: readonly SessionRecord[],
  flags: ResumeFlags,
  signal: AbortSignal,
): Promise<number> {
  if (found instanceof Problem) tell(`Discarding ${count(records)} here only. ${found.message}`);
  await using _open = found instanceof Problem ? undefined : found;
  const destination = found instanceof Problem ? found : found.destination;
  const sessions = sessionStore(sessionsFolder);
  const codes = await mapSome(records, (record) => discardOne(record, destination, sessions, flags, signal));
  return Math.max(...codes);
}

async function discardOne(
  record: SessionRecord,
  destination: Destination | Problem,
  sessions: DiskSessions,
  flags: ResumeFlags,
  signal: AbortSignal,
): Promise<number> {
  let held: Problem | undefined;
  try {
    held = await discardSession(record, destination, sessions, signal);
  } catch (error) {
    if (signal.aborted) {
      reportLeft([record], flags);
      return ExitCode.ok;
    }
    const problem = asProblem(error);
    report(record.file, problem, flags);
    return problem.code === 'sessionEnded' ? ExitCode.ok : ExitCode.somethingFailed;
  }
  const { path } = record.file;
  const warnings = held ? { warnings: [held.message] } : {};
  const discarded = { file: path, status: 'discarded', destination: record.destination, ...warnings };
  if (flags.json) printLine(JSON.stringify(discarded));
  else if (!flags.quiet) printLine(`${path}  discarded`);
  if (held && !flags.json) tell(`  ${held.message}`);
  return ExitCode.ok;
}

/** @returns undefined when the command was stopped before it could be had. */
async function destinationCalled(
  name: string,
  flags: ResumeFlags,
  signal: AbortSignal,
): Promise<OpenDestination | Problem | undefined> {
  try {
    signal.throwIfAborted();
    return await openDestination({ ...flags, to: name }, new SecretMask(), signal);
  } catch (error) {
    return signal.aborted ? undefined : asProblem(error);
  }
}

/** That a file could not even be begun, or is nothing to do any more. */
function report({ id, path, size }: SessionRecord['file'], problem: Problem, { json }: ResumeFlags): void {
  const status = problem.code === 'sessionEnded' ? 'skipped' : 'failed';
  const outcome: Outcome = { status, id, file: path, size, durationMs: 0, attempts: 0, warnings: [], problem };
  if (json) printLine(JSON.stringify(outcomeRecord(outcome)));
  else tell(sentenceOf(path, problem));
}

/** That the command was stopped before their turn came: they stay as they are. */
function reportLeft(records: readonly SessionRecord[], { json }: ResumeFlags): void {
  for (const { file, abandoned } of records) {
    if (abandoned) continue;
    const { id, path, size } = file;
    const nothingDone = { id, file: path, size, durationMs: 0, attempts: 0, warnings: [] };
    const left = { ...nothingDone, status: 'cancelled', continuable: true } as const;
    if (json) printLine(JSON.stringify(outcomeRecord(left)));
    else tell(notUploaded(left));
  }
}

function count(records: readonly SessionRecord[]): string {
  return records.length === 1 ? '1 interrupted upload' : `${records.length} interrupted uploads`;
}
