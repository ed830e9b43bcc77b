import { formatBytes } from '../core/formatBytes.ts';
import type { Outcome } from '../core/model.ts';
import type { Problem } from '../core/problem.ts';
import type { OpenDestination } from './destination.ts';
import { printLine, tell } from './terminal.ts';

/** Links on standard output, all else on standard error. */
export function printOutcomes(
  outcomes: readonly Outcome[],
  { ownReceiverFolder }: OpenDestination,
  { quiet }: { readonly quiet?: true },
): void {
  for (const outcome of outcomes) {
    if (outcome.status === 'uploaded') {
      const { file, url, storedPath } = outcome;
      if (!quiet) printLine([file, url ?? 'uploaded'].join('  '));
      else if (url !== undefined) printLine(url);
      if (!quiet && outcome.resumedFrom !== undefined) {
        tell(`  Went on where it was interrupted: ${formatBytes(outcome.resumedFrom)} were there already.`);
      }
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
