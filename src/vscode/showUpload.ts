import * as vscode from 'vscode';
import type { Outcome } from '../core/model.ts';
import { asProblem, type Problem } from '../core/problem.ts';
import { announce, remedies, showDetails, type Action } from './actions.ts';
import { announceProblems } from './heldUploads.ts';
import { pickOne } from './plainWindow.ts';
import type { SelectedResource } from './selectResources.ts';
import type { Shell } from './shell.ts';
import type { EndedTransfer } from './transfers/transfers.ts';
import type { FinishedUpload } from './upload.ts';
import { isUnchecked, reportUpload } from './uploadReport.ts';

type Showing = Pick<Shell, 'log' | 'transfers' | 'lastLink'>;

/**
 * Hands over the links and tells, once for the batch, how it ended and what can be done about it. What is not there
 * stays in the view of uploads. What a server keeps of files that were cancelled is told when that is certain.
 *
 * @param again uploads these files to the same destination once more.
 */
export async function showUpload(
  shell: Showing,
  finished: FinishedUpload,
  again: (files: readonly SelectedResource[]) => Promise<void>,
): Promise<void> {
  const { destination, outcomes, copyLinks, externalLink, progressGone, held } = finished;
  const { severity, message, links } = reportUpload(outcomes, destination, copyLinks);
  const last = links.at(-1);
  const copy = () => vscode.env.clipboard.writeText(links.map(externalLink).join('\n'));
  if (last !== undefined) {
    await shell.lastLink.remember(externalLink(last));
    if (copyLinks) await copy();
  }
  const retry = retryActions(finished, keepForRetry(shell, finished, again));
  const offersCopy = links.length > 0 && !copyLinks;
  // With all of them it would be five buttons.
  const offersOpen = links.length > 0 && !(offersCopy && retry.length > 0);
  await progressGone;
  announce(shell.log, severity, message, [
    ...retry,
    ...(offersCopy ? [{ title: vscode.l10n.t('Copy Links'), run: copy }] : []),
    ...(offersOpen ? [{ title: vscode.l10n.t('Open'), run: () => open(outcomes) }] : []),
    ...outcomes.flatMap((outcome) => ('problem' in outcome ? remedies(outcome.problem) : [])).slice(0, 1),
    showDetails(),
  ]);
  try {
    announceProblems(shell, await held());
  } catch (error) {
    // How the upload ended was told: that it failed would not be true.
    shell.log.error(asProblem(error));
  }
}

type Retry = (outcomes: readonly Outcome[]) => Promise<void>;

/** Keeps what can be tried again in the view of uploads, until that is done. */
function keepForRetry(
  { transfers }: Showing,
  { destination, outcomes, selection, externalLink }: FinishedUpload,
  again: (files: readonly SelectedResource[]) => Promise<void>,
): Retry {
  const kept: EndedTransfer = transfers.keep(
    destination,
    outcomes.filter(({ status }) => status === 'failed' || status === 'unknown'),
    (wanted) => {
      transfers.clear(kept, wanted);
      const files = new Set(wanted.map(({ file }) => file));
      return again(selection.filter(({ path }) => files.has(path)));
    },
    externalLink,
  );
  return kept.retry;
}

/**
 * What can be tried again: what failed, with another secret where that was refused; else what may have failed or could not
 * be checked, as sending that twice may store it twice.
 */
function retryActions({ outcomes, secrets }: FinishedUpload, retry: Retry): readonly Action[] {
  const failed = outcomes.filter((outcome) => outcome.status === 'failed' && !isUnchecked(outcome));
  const uncertain = outcomes.filter((outcome) => outcome.status === 'unknown' || isUnchecked(outcome));
  if (failed.length > 0) {
    const refused = failed.some((outcome) => 'problem' in outcome && isAboutCredentials(outcome.problem));
    if (!refused || !secrets.used) return [{ title: vscode.l10n.t('Retry Failed'), run: () => retry(failed) }];
    const enterAgain = async () => {
      await secrets.forgetUsed();
      await retry(failed);
    };
    return [{ title: vscode.l10n.t('Enter Secret Again'), run: enterAgain }];
  }
  return uncertain.length > 0 ? [{ title: vscode.l10n.t('Upload Again'), run: () => retry(uncertain) }] : [];
}

function isAboutCredentials({ code }: Problem): boolean {
  return code === 'unauthorized' || code === 'credentialsRefused';
}

/** Opens the link; of several, that of the file that is picked. The editor forwards it by itself where that is needed. */
async function open(outcomes: readonly Outcome[]): Promise<void> {
  const items = outcomes.flatMap((outcome) =>
    'url' in outcome ? [{ label: outcome.file, description: outcome.url, url: outcome.url }] : [],
  );
  const options = { placeHolder: vscode.l10n.t('Which link?'), matchOnDescription: true };
  const picked = items.length === 1 ? items[0] : await pickOne(items, options);
  if (picked !== undefined) await vscode.env.openExternal(vscode.Uri.parse(picked.url, true));
}
