import { formatBytes } from '../core/formatBytes.ts';
import type { Outcome } from '../core/model.ts';
import { sentenceOf } from '../core/problem.ts';
import type { OpenDestination } from './destination.ts';
import { statusOf } from './outcomeRecord.ts';
import { printLines, type Line } from './terminal.ts';

/** Links on standard output, all else on standard error. */
export function printOutcomes(
  outcomes: readonly Outcome[],
  open: OpenDestination,
  flags: { readonly quiet?: true },
): void {
  printLines(linesOf(outcomes, open, flags));
}

function* linesOf(
  outcomes: readonly Outcome[],
  { ownReceiverFolder }: OpenDestination,
  { quiet }: { readonly quiet?: true },
): Generator<Line> {
  for (const outcome of outcomes) {
    if (outcome.status === 'uploaded') {
      const { file, url, storedPath } = outcome;
      if (!quiet) yield ['stdout', [file, url ?? 'uploaded'].join('  ')];
      else if (url !== undefined) yield ['stdout', url];
      if (!quiet && outcome.resumedFrom !== undefined) {
        const there = formatBytes(outcome.resumedFrom);
        yield ['stderr', `  Went on where it was interrupted: ${there} were there already.`];
      }
      const isOwn = ownReceiverFolder !== undefined && storedPath !== undefined;
      if (!quiet && isOwn) yield ['stderr', `  stored at ${storedPath}`];
    } else if ('problem' in outcome) {
      yield ['stderr', sentenceOf(outcome.file, outcome.problem)];
      if ('url' in outcome) yield ['stderr', `  Its link: ${outcome.url}`];
    } else {
      yield ['stderr', notUploaded(outcome)];
    }
    // A link alone does not tell which file the line below it is about.
    for (const warning of outcome.warnings) yield ['stderr', `${quiet ? `${outcome.file}:` : ' '} ${warning}`];
  }
  if (quiet) return;
  yield ['stderr', summary(outcomes)];
  if (ownReceiverFolder !== undefined && outcomes.some(({ status }) => status === 'uploaded')) {
    yield ['stderr', 'The links answer while a receiver runs over that folder. To start one: porter serve'];
  }
}

/** That it was stopped. */
export function notUploaded(outcome: Outcome): string {
  return `${outcome.file} was not uploaded: ${statusOf(outcome)}.`;
}

/** `3 uploaded (1.2 MB), 1 failed`. */
function summary(outcomes: readonly Outcome[]): string {
  const statuses = ['uploaded', 'failed', 'unknown', 'skipped', 'interrupted', 'cancelled'] as const;
  return statuses
    .flatMap((status) => {
      const some = outcomes.filter((outcome) => statusOf(outcome) === status);
      if (some.length === 0) return [];
      const size = status === 'uploaded' ? ` (${formatBytes(some.reduce((sum, one) => sum + one.size, 0))})` : '';
      return [`${some.length} ${status}${size}`];
    })
    .join(', ');
}
