import type { Command } from 'commander';
import { SecretMask } from '../core/maskSecrets.ts';
import { preview } from '../core/pipeline.ts';
import { readingHere } from '../node/files/fileReading.ts';
import { selectPaths } from '../node/files/selectPaths.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { openDestination } from './destination.ts';
import { exitCodeFor } from './exitCode.ts';
import { printPreview } from './printPreview.ts';
import { transferAll } from './transferAll.ts';
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
  const selection = await selectPaths(paths, { signal, cwd: process.cwd(), reading: readingHere });

  if (flags.dryRun) {
    const { plan, requests } = await preview(selection, open.destination, { sniffer }, signal);
    printPreview(plan, requests, flags);
    return exitCodeFor(plan.refused, signal);
  }

  const outcomes = await transferAll(selection, open, flags, signal);
  return exitCodeFor(outcomes, signal);
}
