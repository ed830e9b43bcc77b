import type { Command } from 'commander';
import { SecretMask } from '../core/maskSecrets.ts';
import { formatBytes } from '../core/messages.ts';
import type { Outcome } from '../core/model.ts';
import { preview, upload } from '../core/pipeline.ts';
import type { Problem } from '../core/problem.ts';
import { TransferQueue } from '../core/transferQueue.ts';
import { selectPaths } from '../node/files/selectPaths.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { openDestination, type OpenDestination } from './destination.ts';
import { ExitCode } from './exitCode.ts';
import { outcomeRecord } from './outcomeRecord.ts';
import { printPreview } from './printPreview.ts';
import { progressDisplay } from './progressBar.ts';
import { printLine, tell } from './terminal.ts';
import { flagsWithoutUrl, type UploadFlags } from './uploadFlags.ts';

/**
 * `porter upload`.
 *
 * @returns The exit code.
 * @throws Problem of the flags or the configuration.
 */
export async function uploadCommand(
  paths: readonly string[],
  flags: UploadFlags,
  command: Command,
  signal: AbortSignal,
): Promise<number> {
  const [lonely] = flagsWithoutUrl(flags);
  if (lonely !== undefined) command.error(`error: option '${lonely}' needs '--url'`);
  const mask = new SecretMask();
  await using open = await openDestination(flags, mask, signal);
  const { destination } = open;
  const selection = await selectPaths(paths, { signal, cwd: process.cwd() });

  if (flags.dryRun) {
    const { plan, requests } = await preview(selection, destination, { sniffer }, signal);
    printPreview(plan, requests, flags);
    return plan.refused.some(isFailure) ? ExitCode.somethingFailed : ExitCode.ok;
  }

  const outcomes = await transferAll();
  if (!flags.json) printOutcomes(outcomes, open, flags);
  if (signal.aborted) return ExitCode.cancelled;
  return outcomes.some(isFailure) ? ExitCode.somethingFailed : ExitCode.ok;

  async function transferAll(): Promise<readonly Outcome[]> {
    // Where lines come as files end, a bar between them would be torn.
    const isTorn = flags.json === true && process.stdout.isTTY;
    using display = progressDisplay(!flags.quiet && !isTorn);
    await using queue = new TransferQueue(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency });
    return await upload(
      selection,
      destination,
      { sniffer, queue },
      {
        signal,
        onProgress: (progress) => display.show(progress),
        ...(flags.json ? { onOutcome: (outcome) => printLine(JSON.stringify(outcomeRecord(outcome))) } : {}),
      },
    );
  }
}

function isFailure({ status }: Outcome): boolean {
  return status === 'failed' || status === 'unknown';
}

function printOutcomes(
  outcomes: readonly Outcome[],
  { ownReceiverFolder }: OpenDestination,
  { quiet }: UploadFlags,
): void {
  for (const outcome of outcomes) {
    if (outcome.status === 'uploaded') {
      const { file, url, storedPath } = outcome;
      if (!quiet) printLine([file, url ?? 'uploaded'].join('  '));
      else if (url !== undefined) printLine(url);
      if (ownReceiverFolder !== undefined && storedPath !== undefined) tell(`  stored at ${storedPath}`);
    } else if ('problem' in outcome) {
      tell(sentence(outcome.file, outcome.problem));
    } else {
      tell(`${outcome.file} was not uploaded: cancelled.`);
    }
    if (!quiet) for (const warning of outcome.warnings) tell(`  ${warning}`);
  }
  if (quiet) return;
  tell(summary(outcomes));
  if (ownReceiverFolder !== undefined && outcomes.some(({ status }) => status === 'uploaded')) {
    tell('The links answer while a receiver runs over that folder. To start one: porter serve');
  }
}

/** The problem's sentence, with the file before it unless that is named in it. */
function sentence(file: string, { message }: Problem): string {
  return message.includes(file) ? message : `${file}: ${message}`;
}

/** `3 uploaded (1.2 MB), 1 failed`. */
function summary(outcomes: readonly Outcome[]): string {
  const statuses = ['uploaded', 'failed', 'unknown', 'skipped', 'cancelled'] as const;
  return statuses
    .flatMap((status) => {
      const some = outcomes.filter((outcome) => outcome.status === status);
      if (some.length === 0) return [];
      const size = status === 'uploaded' ? ` (${formatBytes(some.reduce((sum, one) => sum + one.size, 0))})` : '';
      return [`${some.length} ${status}${size}`];
    })
    .join(', ');
}
