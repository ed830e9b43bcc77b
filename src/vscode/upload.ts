import * as vscode from 'vscode';
import { SecretMask } from '../core/maskSecrets.ts';
import { formatBytes } from '../core/messages.ts';
import type { Outcome, Plan, Progress } from '../core/model.ts';
import * as pipeline from '../core/pipeline.ts';
import { isLarge } from '../core/plan.ts';
import { Problem } from '../core/problem.ts';
import { percentDone } from '../core/progress.ts';
import { chooseDestination } from '../core/settings.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { signalOf } from './cancellation.ts';
import { openDestination } from './destinations.ts';
import { progressText } from './progressText.ts';
import { SecretStore } from './secretStore.ts';
import { selectResources, type SelectedResource } from './selectResources.ts';
import { destinationSettings, uploadSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import type { RunningTransfer } from './transferStatus.ts';
import { logOutcome, logRetry } from './uploadLog.ts';

/** A batch that has ended. */
export interface FinishedUpload {
  readonly destination: string;
  /** In the order of the selection. */
  readonly outcomes: readonly Outcome[];
  /** An outcome's link as the person's browser reaches it. */
  readonly externalLink: (link: string) => string;
  readonly selection: readonly SelectedResource[];
  readonly secrets: SecretStore;
  /** Whether the links go to the clipboard without being asked to. */
  readonly copyLinks: boolean;
}

/**
 * Uploads resources, with progress in a notification and the status bar.
 *
 * @param name of the destination; absent: the default one.
 * @returns undefined when a person said no to so many files.
 * @throws Problem `workspaceUntrusted`, or one of the settings.
 */
export async function upload(
  shell: Shell,
  resources: readonly vscode.Uri[],
  name?: string,
): Promise<FinishedUpload | undefined> {
  requireTrust();
  const settings = uploadSettings(resources[0]);
  const target = chooseDestination(destinationSettings(resources[0]), name);
  const mask = new SecretMask();
  using transfer = shell.status.begin();
  return await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Uploading to “{0}”', target.name),
      cancellable: true,
    },
    async (notification, token) => {
      const signal = signalOf(token);
      const secrets = new SecretStore(shell.context.secrets, token);
      const { destination, externalLink } = await openDestination(shell, target, { secrets, mask });
      const selection = await selectResources(resources, { ...settings, signal });
      let declined = false as boolean;
      const onProgress = showProgress(notification, transfer);
      const outcomes = await pipeline.upload(
        selection.map(({ selected }) => selected),
        destination,
        { sniffer },
        {
          signal,
          concurrency: settings.concurrency,
          confirm: async (plan) => {
            declined = isLarge(plan, settings.confirmAbove) && !(await confirm(plan, target.name));
            if (!declined) onProgress(nothingYet(plan));
            return !declined;
          },
          onProgress,
          onOutcome: (outcome) => logOutcome(shell.log, mask, outcome),
          onRetry: (retry) => logRetry(shell.log, mask, retry),
        },
      );
      if (declined) return undefined;
      return {
        destination: target.name,
        outcomes,
        externalLink,
        selection,
        secrets,
        copyLinks: settings.copyLinks,
      };
    },
  );
}

/** @throws Problem `workspaceUntrusted`. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Problem('workspaceUntrusted', {});
}

/** Where progress goes: the notification, which counts in steps, and the status bar. */
function showProgress(
  notification: vscode.Progress<{ message?: string; increment?: number }>,
  transfer: RunningTransfer,
): (progress: Progress) => void {
  let shown = 0;
  return (progress) => {
    transfer.report(progress);
    const percent = percentDone(progress);
    notification.report({ message: progressText(progress), increment: percent - shown });
    shown = percent;
  };
}

/** A server that takes its time must not keep a person from seeing what is under way. */
function nothingYet({ files, totalBytes }: Plan): Progress {
  return { filesDone: 0, filesTotal: files.length, bytesDone: 0, bytesTotal: totalBytes, bytesPerSecond: 0 };
}

async function confirm({ files, totalBytes }: Plan, destination: string): Promise<boolean> {
  const yes = vscode.l10n.t('Upload');
  const question = vscode.l10n.t(
    'Upload {0} files with {1} to “{2}”?',
    files.length,
    formatBytes(totalBytes),
    destination,
  );
  return (await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes;
}
