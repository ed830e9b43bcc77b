import { l10n } from 'vscode';
import type { Outcome } from '../core/model.ts';

/** What a person is told when a batch has ended. */
export interface UploadReport {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
  /** Of the files that were uploaded, in their order. */
  readonly links: readonly string[];
}

/** So many reasons stand in a notification; the others are in the log. */
const reasonsShown = 3;

/** One sentence for the whole batch, and why for what is not there. */
export function reportUpload(outcomes: readonly Outcome[], destination: string, copied: boolean): UploadReport {
  const uploaded = outcomes.filter((outcome) => outcome.status === 'uploaded');
  const links = uploaded.flatMap(({ url }) => url ?? []);
  const missing = outcomes.length - uploaded.length;
  const warnings = uploaded.flatMap((outcome) => outcome.warnings);
  const reasons = reasonsOf(outcomes);
  const shown = [...reasons, ...warnings].slice(0, reasonsShown);
  const more = reasons.length + warnings.length - shown.length;
  const message = [
    headline(outcomes, uploaded, destination),
    ...(copied && links.length > 0 ? [copiedText(links.length)] : []),
    ...shown,
    ...(more > 0 ? [l10n.t('And {0} more: see the details.', more)] : []),
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

/** Each reason once, with the files that it holds for. */
function reasonsOf(outcomes: readonly Outcome[]): readonly string[] {
  const files = new Map<string, string[]>();
  for (const outcome of outcomes) {
    if (!('problem' in outcome)) continue;
    const { message } = outcome.problem;
    files.set(message, [...(files.get(message) ?? []), outcome.file]);
  }
  return [...files].map(([message, names]) =>
    outcomes.length === 1 || names.every((name) => message.includes(name)) ? message : `${listed(names)}: ${message}`,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, reasonsShown).join(', ');
  return names.length > reasonsShown ? l10n.t('{0} and {1} more', shown, names.length - reasonsShown) : shown;
}
