import { readdirSync } from 'node:fs';
import { systemClock } from '../core/clock.ts';
import { describe } from '../core/messages.ts';
import type { Outcome, Selected } from '../core/model.ts';
import { upload } from '../core/pipeline.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import { processEnds } from '../core/transfer/transferOptions.ts';
import { TransferQueue } from '../core/transfer/transferQueue.ts';
import { sniffer } from '../node/files/sniffer.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';
import type { OpenDestination } from './destination.ts';
import { keyOf, tellHeld } from './heldUploads.ts';
import { isContinuable, outcomeRecord } from './outcomeRecord.ts';
import { printOutcomes } from './printOutcomes.ts';
import { progressDisplay } from './progressBar.ts';
import { resumeHint } from './resumeHint.ts';
import { printLine, tell, tellBesideBar } from './terminal.ts';
import { sessionsFolder } from './userFolders.ts';

export interface TransferFlags {
  readonly concurrency?: number;
  /** In bytes per second. */
  readonly limitRate?: number;
  readonly config?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/**
 * Uploads what was selected, and prints what became of it. Ctrl-C gives uploads up, at the servers too; SIGTERM, and
 * an output that takes no more, leave what can be continued.
 */
export async function transferAll(
  selection: readonly Selected[],
  open: OpenDestination,
  flags: TransferFlags,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const sessions = open.destination.session || isAnyKept() ? await diskSessions(flags) : undefined;
  const earlier = sessions && isAnyKept() ? await sessions.abandoned(new AbortController().signal) : [];
  const outcomes = await run(selection, open, { ...flags, sessions }, signal);
  if (!flags.json) printOutcomes(outcomes, open, flags);
  tellUnfinished(outcomes, flags, signal);
  if (sessions && isAnyKept()) {
    const arrived = idsOf(outcomes);
    const told = new Set(earlier.map(keyOf));
    const isTold = (record: SessionRecord) =>
      (signal.aborted || arrived.has(record.file.id)) && !told.has(keyOf(record));
    await tellHeld(open.destination.name, open.destination, sessions, isTold);
  }
  return outcomes;
}

async function run(
  selection: readonly Selected[],
  { destination }: OpenDestination,
  { concurrency, limitRate, json, quiet, sessions }: TransferFlags & { readonly sessions: DiskSessions | undefined },
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  await using queue = new TransferQueue({
    ...(sessions && { sessions }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  queue.bandwidthLimit = limitRate;
  // Where lines come as files end, a bar between them would be torn.
  const isTorn = json === true && process.stdout.isTTY;
  // Ends before the queue does, which may take a while: whoever does not wait for that is to have a cursor again.
  using display = await progressDisplay(!quiet && !isTorn);
  return await upload(
    selection,
    destination,
    { sniffer, queue },
    {
      signal: stopping(signal),
      onProgress: (progress) => display.show(progress),
      onRetry: (retry) => display.retry(retry),
      onOutcome: (outcome) => {
        if (json) printLine(JSON.stringify(outcomeRecord(outcome)));
      },
    },
  );
}

/** Before how many files it was stopped, and how to go on with what can be continued. */
function tellUnfinished(outcomes: readonly Outcome[], { config, quiet }: TransferFlags, signal: AbortSignal): void {
  const hint = outcomes.some(isContinuable) ? resumeHint(config) : undefined;
  if (signal.aborted && signal.reason !== 'SIGINT') {
    const unfinished = outcomes.filter(({ status }) => status === 'cancelled').length;
    // That its reader left is nothing to tell, but that there is something to go on with.
    const isTold = signal.reason === 'SIGTERM' || hint !== undefined;
    const stopped = `Stopped before ${unfinished} of ${outcomes.length} files had ended.`;
    if (unfinished > 0 && isTold) tell(hint === undefined ? stopped : `${stopped} ${hint}`);
  } else if (!quiet && hint !== undefined) tell(hint);
}

/** Only Ctrl-C gives uploads up. */
function stopping(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason === 'SIGINT' ? undefined : processEnds);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return controller.signal;
}

/** Of the files that were uploaded. */
function idsOf(outcomes: readonly Outcome[]): ReadonlySet<string> {
  return new Set(outcomes.filter(({ status }) => status === 'uploaded').map(({ id }) => id));
}

/** Whether anything is left of uploads that had not ended. */
function isAnyKept(): boolean {
  try {
    return readdirSync(sessionsFolder).length > 0;
  } catch {
    return false;
  }
}

/** Loaded on first use: whoever sends whole files does not wait for it. Tells, once, what it waits for. */
async function diskSessions({ quiet }: TransferFlags): Promise<DiskSessions> {
  const { sessionStore } = await import('../node/sessions/sessionStore.ts');
  let isTold = quiet === true;
  return sessionStore(sessionsFolder, systemClock, (seconds) => {
    if (!isTold) tellBesideBar(describe('silentElsewhere', { seconds }));
    isTold = true;
  });
}
