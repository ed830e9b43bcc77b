import { readdirSync } from 'node:fs';
import type { Outcome, Selected } from '../core/model.ts';
import { upload } from '../core/pipeline.ts';
import type { Destination } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { heldGivenUp } from '../core/transfer/discardSession.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import { TransferQueue } from '../core/transfer/transferQueue.ts';
import { sniffer } from '../node/files/sniffer.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';
import type { OpenDestination } from './destination.ts';
import { ExitCode } from './exitCode.ts';
import { outcomeRecord } from './outcomeRecord.ts';
import { printOutcomes } from './printOutcomes.ts';
import { progressDisplay } from './progressBar.ts';
import { leavesSessions, resumeHint } from './resumeHint.ts';
import { printLine, tell } from './terminal.ts';
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
 * an output that takes no more, leave what can be continued, so that the outcomes are those of the files that had ended
 * or cannot go on later.
 */
export async function transferAll(
  selection: readonly Selected[],
  open: OpenDestination,
  flags: TransferFlags,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { concurrency, limitRate, json, quiet } = flags;
  const sessions = open.destination.session || isAnyKept() ? await diskSessions() : undefined;
  const ended: Outcome[] = [];
  const outcomes = await run();
  if (!json) printOutcomes(outcomes ?? ended, open, flags);
  if (outcomes === undefined) {
    const unfinished = selection.length - ended.length;
    const leaves = sessions && (await leavesSessions(selection, open.destination.name, sessions));
    const hint = leaves ? ` ${resumeHint(flags.config)}` : '';
    // That its reader left is nothing to tell, but that there is something to go on with.
    const isTold = signal.reason === 'SIGTERM' || leaves;
    if (unfinished > 0 && isTold) tell(`Stopped before ${unfinished} of ${selection.length} files had ended.${hint}`);
  } else if (!quiet && outcomes.some((outcome) => outcome.status === 'failed' && outcome.continuable)) {
    tell(resumeHint(flags.config));
  }
  if (sessions && isAnyKept()) {
    const arrived = idsOf(selection, ended);
    const isTold = ({ file }: SessionRecord) => signal.aborted || arrived.has(file.id);
    await tellHeld(open.destination.name, open.destination, sessions, isTold);
  }
  return outcomes ?? ended;

  /** undefined when it was stopped, and not by Ctrl-C. */
  async function run(): Promise<readonly Outcome[] | undefined> {
    // Where lines come as files end, a bar between them would be torn.
    const isTorn = json === true && process.stdout.isTTY;
    using display = await progressDisplay(!quiet && !isTorn);
    await using queue = new TransferQueue({
      ...(sessions && { sessions }),
      ...(concurrency === undefined ? {} : { concurrency }),
    });
    queue.bandwidthLimit = limitRate;
    const cancel = new AbortController();
    const stopped = new Promise<undefined>((resolve) => {
      const stop = () => {
        if (signal.reason === 'SIGINT') {
          cancel.abort();
          return;
        }
        void queue.leave().then(() => resolve(undefined));
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    const services = { sniffer, queue };
    const work = upload(selection, open.destination, services, {
      signal: cancel.signal,
      onProgress: (progress) => display.show(progress),
      onRetry: (retry) => display.retry(retry),
      onOutcome: (outcome) => {
        ended.push(outcome);
        if (json) printLine(JSON.stringify(outcomeRecord(outcome)));
      },
    });
    return await Promise.race([work, stopped]);
  }
}

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

/** Of the files that were uploaded. */
function idsOf(selection: readonly Selected[], outcomes: readonly Outcome[]): ReadonlySet<string> {
  const uploaded = new Set(outcomes.filter(({ status }) => status === 'uploaded').map(({ file }) => file));
  const sources = selection.flatMap((one) =>
    one.kind === 'source' && uploaded.has(one.source.path) ? one.source : [],
  );
  return new Set(sources.map(({ id }) => id));
}

/** Whether anything is left of uploads that had not ended. */
function isAnyKept(): boolean {
  try {
    return readdirSync(sessionsFolder).length > 0;
  } catch {
    return false;
  }
}

/** Loaded on first use: whoever sends whole files does not wait for it. */
async function diskSessions(): Promise<DiskSessions> {
  const { sessionStore } = await import('../node/sessions/sessionStore.ts');
  return sessionStore(sessionsFolder);
}

/** What a command ends with that came to these outcomes. */
export function exitCodeFor(outcomes: readonly Outcome[], signal: AbortSignal): number {
  if (signal.aborted) return signal.reason === 'SIGTERM' ? ExitCode.terminated : ExitCode.cancelled;
  const isFailure = outcomes.some(({ status }) => status === 'failed' || status === 'unknown');
  return isFailure ? ExitCode.somethingFailed : ExitCode.ok;
}
