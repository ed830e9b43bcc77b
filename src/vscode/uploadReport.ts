import { l10n } from 'vscode';
import type { Outcome } from '../core/model.ts';
import { firstOf, reasonsOf } from './reasons.ts';

/** What a person is told when a batch has ended. */
export interface UploadReport {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
  /** Of the files that were uploaded, in their order; with those that could not be checked then. */
  readonly links: readonly string[];
}

/** One sentence for the whole batch, and why for what is not there. */
export function reportUpload(outcomes: readonly Outcome[], destination: string, copied: boolean): UploadReport {
  const uploaded = outcomes.filter((outcome) => outcome.status === 'uploaded');
  const links = outcomes.flatMap((outcome) => ('url' in outcome ? [outcome.url] : []));
  const missing = outcomes.length - uploaded.length;
  const warnings = uploaded.flatMap((outcome) => outcome.warnings);
  const failures = outcomes.filter((outcome) => 'problem' in outcome);
  const message = [
    headline(outcomes, uploaded, destination),
    ...(copied && links.length > 0 ? [copiedText(links.length)] : []),
    ...firstOf([...reasonsOf(failures, outcomes.length === 1), ...warnings]),
    ...(failures.some((outcome) => outcome.status === 'failed' && outcome.continuable)
      ? [l10n.t('What was sent is kept: the next try goes on from there.')]
      : []),
  ].join(' ');
  const stopped = outcomes.some(({ status }) => status === 'cancelled');
  const severity =
    missing > 0 && !stopped
      ? uploaded.length > 0
        ? 'warning'
        : 'error'
      : warnings.length > 0
        ? 'warning'
        : 'information';
  return { severity, message, links };
}

function headline(outcomes: readonly Outcome[], uploaded: readonly Outcome[], destination: string): string {
  const [only] = outcomes;
  if (only?.status === 'cancelled' && outcomes.length === 1) {
    return l10n.t('The upload of {0} to “{1}” was cancelled.', only.file, destination);
  }
  if (outcomes.some(({ status }) => status === 'cancelled')) {
    return l10n.t('Cancelled: {0} of {1} files were uploaded to “{2}”.', uploaded.length, outcomes.length, destination);
  }
  if (only && outcomes.length === 1) {
    return uploaded.length === 1
      ? l10n.t('{0} was uploaded to “{1}”.', only.file, destination)
      : l10n.t('{0} was not uploaded to “{1}”.', only.file, destination);
  }
  return uploaded.length === outcomes.length
    ? l10n.t('{0} files were uploaded to “{1}”.', outcomes.length, destination)
    : l10n.t(
        '{0} of {1} files were not uploaded to “{2}”.',
        outcomes.length - uploaded.length,
        outcomes.length,
        destination,
      );
}

function copiedText(count: number): string {
  return count === 1 ? l10n.t('The link is on the clipboard.') : l10n.t('{0} links are on the clipboard.', count);
}
