import * as vscode from 'vscode';
import type { Outcome } from '../core/model.ts';
import { asProblem, type Problem } from '../core/problem.ts';
import { announce, remedies, showDetails, type Action } from './actions.ts';
import { announceProblems } from './heldUploads.ts';
import { pickOne } from './plainWindow.ts';
import type { Shell } from './shell.ts';
import { keepForRetry, type Again, type Retry } from './tryAgain.ts';
import type { FinishedUpload } from './upload.ts';
import { mayBeThere, reportUpload, toTryAgain } from './uploadReport.ts';

type Showing = Pick<Shell, 'log' | 'transfers' | 'lastLinks'>;

/**
 * Hands over the links and tells, once for the batch, how it ended and what can be done about it. What is not there
 * stays in the view of uploads. What a server keeps of files that were cancelled is told when that is certain.
 *
 * @param again tries some of it once more.
 * @param links as in `UploadChoice`.
 */
export async function showUpload(
  shell: Showing,
  finished: FinishedUpload,
  again: Again,
  links: string[] = [],
): Promise<void> {
  const { destination, outcomes, copyLinks, externalLink, progressGone, held } = finished;
  const hasLinks = outcomes.some((outcome) => 'url' in outcome);
  for (const outcome of outcomes) if ('url' in outcome) links.push(externalLink(outcome.url));
  const { severity, message } = reportUpload(outcomes, destination, copyLinks && hasLinks ? links.length : 0);
  const copy = () => vscode.env.clipboard.writeText(links.join('\n'));
  if (hasLinks) {
    await shell.lastLinks.remember(links);
    if (copyLinks) await copy();
  }
  const retry = retryActions(finished, keepForRetry(shell, finished, again));
  const offersCopy = hasLinks && !copyLinks;
  // With all of them it would be five buttons.
  const offersOpen = hasLinks && !(offersCopy && retry.length > 0);
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

/** What can be tried again, with another secret where that was refused. */
function retryActions({ outcomes, secrets }: FinishedUpload, retry: Retry): readonly Action[] {
  const wanted = toTryAgain(outcomes);
  if (wanted.length === 0) return [];
  if (wanted.some(mayBeThere)) return [{ title: vscode.l10n.t('Upload Again'), run: () => retry(wanted) }];
  const refused = wanted.some((outcome) => 'problem' in outcome && isAboutCredentials(outcome.problem));
  if (!refused || !secrets.used) return [{ title: vscode.l10n.t('Retry Failed'), run: () => retry(wanted) }];
  return [{ title: vscode.l10n.t('Enter Secret Again'), run: () => retry(wanted, () => secrets.forgetUsed()) }];
}

function isAboutCredentials({ code }: Problem): boolean {
  return code === 'unauthorized' || code === 'credentialsRefused';
}

/**
 * Opens the link; of several, that of the file that is picked. The editor forwards it by itself where that is needed.
 */
async function open(outcomes: readonly Outcome[]): Promise<void> {
  const items = outcomes.flatMap((outcome) =>
    'url' in outcome ? [{ label: outcome.file, description: outcome.url, url: outcome.url }] : [],
  );
  const options = { placeHolder: vscode.l10n.t('Which link?'), matchOnDescription: true };
  const picked = items.length === 1 ? items[0] : await pickOne(items, options);
  if (picked !== undefined) await vscode.env.openExternal(vscode.Uri.parse(picked.url, true));
}
