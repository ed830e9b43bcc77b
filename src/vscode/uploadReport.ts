import { l10n } from 'vscode';
import type { Outcome } from '../core/model.ts';
import { isUnchecked } from '../core/transfer/outcome.ts';
import { firstOf, reasonsOf } from './reasons.ts';

/** What a person is told when a batch has ended. */
interface UploadReport {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
}

/**
 * One sentence for the whole batch, and why for what is not there.
 *
 * @param copied how many links are on the clipboard: of files that were uploaded, or could not be checked then.
 */
export function reportUpload(outcomes: readonly Outcome[], destination: string, copied: number): UploadReport {
  const uploaded = outcomes.filter((outcome) => outcome.status === 'uploaded');
  const warnings = uploaded.flatMap((outcome) => outcome.warnings);
  const failures = outcomes.filter((outcome) => 'problem' in outcome);
  const message = [
    headline(outcomes, uploaded, destination),
    ...(copied > 0 ? [copiedText(copied)] : []),
    ...firstOf([...reasonsOf(failures, outcomes.length === 1), ...warnings]),
    ...(outcomes.some((outcome) => 'continuable' in outcome)
      ? [l10n.t('What was sent is kept: the next try goes on from there.')]
      : []),
  ].join(' ');
  const stopped = outcomes.some(({ status }) => status === 'cancelled');
  const isFailure = outcomes.some(({ status }) => status === 'failed' || status === 'unknown');
  const isToKnow =
    outcomes.length === 0 || warnings.length > 0 || isFailure || (!stopped && uploaded.length < outcomes.length);
  const isError = isFailure && !stopped && uploaded.length === 0;
  const severity = isError ? 'error' : isToKnow ? 'warning' : 'information';
  return { severity, message };
}

function headline(outcomes: readonly Outcome[], uploaded: readonly Outcome[], destination: string): string {
  const [only] = outcomes;
  if (only && outcomes.length === 1) return headlineOfOne(only, destination);
  const all = outcomes.length;
  if (all === 0) {
    return l10n.t(
      'Nothing was uploaded to “{0}”: the folder holds no files but what is left out ({1}).',
      destination,
      '.git, node_modules, porter.exclude',
    );
  }
  const count = (isOne: (outcome: Outcome) => boolean) => outcomes.filter(isOne).length;
  const unchecked = count(isUnchecked);
  const there = uploaded.length + unchecked;
  if (count(({ status }) => status === 'cancelled') > 0) {
    return l10n.t('Cancelled: {0} of {1} files were uploaded to “{2}”.', there, all, destination);
  }
  const unknown = count(({ status }) => status === 'unknown');
  const skipped = count(({ status }) => status === 'skipped');
  const failed = all - there - unknown - skipped;
  const [first, ...others] = [
    {
      count: failed,
      alone: l10n.t('{0} of {1} files were not uploaded to “{2}”.', failed, all, destination),
      more: '',
    },
    {
      count: unknown,
      alone: l10n.t('It is not known whether {0} of {1} files were uploaded to “{2}”.', unknown, all, destination),
      more: l10n.t('Of {0} more it is not known.', unknown),
    },
    {
      count: skipped,
      alone: l10n.t('{0} of {1} files were not sent to “{2}”.', skipped, all, destination),
      more: l10n.t('Nothing was sent of {0} more.', skipped),
    },
    {
      count: unchecked,
      alone: l10n.t('{0} files were uploaded to “{1}”, {2} of them not checked.', all, destination, unchecked),
      more: l10n.t('{0} more could not be checked.', unchecked),
    },
  ].filter((some) => some.count > 0);
  return first === undefined
    ? l10n.t('{0} files were uploaded to “{1}”.', all, destination)
    : [first.alone, ...others.map(({ more }) => more)].join(' ');
}

function headlineOfOne(outcome: Outcome, destination: string): string {
  const { file, status } = outcome;
  switch (status) {
    case 'uploaded':
      return l10n.t('{0} was uploaded to “{1}”.', file, destination);
    case 'cancelled':
      return l10n.t('The upload of {0} to “{1}” was cancelled.', file, destination);
    case 'unknown':
      return l10n.t('It is not known whether {0} was uploaded to “{1}”.', file, destination);
    case 'skipped':
      return l10n.t('{0} was not sent to “{1}”.', file, destination);
    default:
      return isUnchecked(outcome)
        ? l10n.t('{0} was uploaded to “{1}”, but not checked.', file, destination)
        : l10n.t('{0} was not uploaded to “{1}”.', file, destination);
  }
}

/** Whether the server may have it, and sending it again may store it twice: going on finds that out before. */
export function mayBeThere(outcome: Outcome): boolean {
  return (outcome.status === 'unknown' && outcome.problem.code === 'answerMissing') || isUnchecked(outcome);
}

/** What is tried again when a person names none of them: what failed, else what may be there. */
export function toTryAgain(outcomes: readonly Outcome[]): readonly Outcome[] {
  const missing = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
  const failed = missing.filter((outcome) => !mayBeThere(outcome));
  return failed.length > 0 ? failed : missing;
}

/** Says that so many links were copied. */
export function copiedText(count: number): string {
  return count === 1 ? l10n.t('The link is on the clipboard.') : l10n.t('{0} links are on the clipboard.', count);
}
