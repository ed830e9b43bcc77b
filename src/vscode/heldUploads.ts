import { l10n } from 'vscode';
import type { Outcome } from '../core/model.ts';
import type { Destination } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { heldGivenUp } from '../core/transfer/discardSession.ts';
import { announce, showDetails } from './actions.ts';
import type { Shell } from './shell.ts';

/** So many sentences stand in the message. */
const shownAtOnce = 2;

/**
 * What the server still has of files that were cancelled. Fulfilled when it has been told to throw that away, or some
 * seconds later where it could not be.
 */
export async function heldOfCancelled(
  { queue, sessions }: Pick<Shell, 'queue' | 'sessions'>,
  outcomes: readonly Outcome[],
  destination: Destination,
): Promise<readonly Problem[]> {
  const cancelled = new Set(outcomes.filter(({ status }) => status === 'cancelled').map(({ id }) => id));
  if (cancelled.size === 0 || destination.session === undefined) return [];
  await (await queue()).dismissed();
  const records = await (await sessions()).abandoned(new AbortController().signal);
  return records
    .filter((record) => record.destination === destination.name && cancelled.has(record.file.id))
    .map((record) => heldGivenUp(record, destination));
}

/** Tells what stays as it is, at servers or here: the first in a message, all of it in the log. */
export function announceProblems({ log }: Pick<Shell, 'log'>, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  for (const { code, message } of problems) log.warn(`${code}: ${message}`);
  const shown = problems.slice(0, shownAtOnce).map(({ message }) => message);
  const more = problems.length - shown.length;
  const text = [...shown, ...(more > 0 ? [l10n.t('And {0} more: see the details.', more)] : [])].join(' ');
  announce(log, 'warning', text, [showDetails()]);
}
