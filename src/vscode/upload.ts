import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { SecretMask } from '../core/maskSecrets.ts';
import { formatBytes } from '../core/formatBytes.ts';
import { describe } from '../core/messages.ts';
import type { Outcome, Plan, Progress } from '../core/model.ts';
import * as pipeline from '../core/pipeline.ts';
import { isLarge } from '../core/plan.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Problem } from '../core/problem.ts';
import { chooseDestination } from '../core/profile/settings.ts';
import { FilePrefetcher } from '../node/files/filePrefetcher.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { signalOf } from './cancellation.ts';
import { openDestination } from './destinations.ts';
import { heldOfCancelled } from './heldUploads.ts';
import { resourceOf, unsavedNotebooks } from './openDocuments.ts';
import { ask } from './plainWindow.ts';
import { showTransferWhile } from './progressNotification.ts';
import { SecretStore } from './secretStore.ts';
import { selectResources, type Chosen } from './selectResources.ts';
import { destinationSettings, queueSettings, uploadSettings, type UploadSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import type { Transfer } from './transfers/transfer.ts';
import { requireTrust } from './trust.ts';
import { logNotReached, logOutcome, logRetry } from './uploadLog.ts';

/** A batch that has ended. */
export interface FinishedUpload {
  readonly destination: string;
  /** In the order of the selection. */
  readonly outcomes: readonly Outcome[];
  /** An outcome's link as the person's browser reaches it. */
  readonly externalLink: (link: string) => string;
  readonly secrets: Pick<SecretStore, 'used' | 'forgetUsed'>;
  /** Whether the links go to the clipboard without being asked to. */
  readonly copyLinks: boolean;
  /** See `heldOfCancelled`. */
  readonly held: () => Promise<readonly Problem[]>;
  /** Fulfilled when its progress is no longer shown. */
  readonly progressGone: Promise<void>;
}

export interface UploadChoice {
  /** The destination's name; absent: the default one of what was chosen first. */
  readonly destination?: string;
  /** Called when nothing but their way to the destination is left. */
  readonly onBegin?: () => void;
  /** Of batches that are one upload to a person, those that have ended: the links of each are added. */
  readonly links?: string[];
}

/**
 * Uploads what was chosen, with progress in a notification, the status bar and the view of uploads.
 *
 * @returns undefined when a person said no to so many files.
 * @throws Problem `workspaceUntrusted`, or one of the settings.
 */
export async function upload(
  shell: Shell,
  chosen: readonly Chosen[],
  { destination, onBegin }: UploadChoice = {},
): Promise<FinishedUpload | undefined> {
  requireTrust();
  const settings = uploadSettings();
  // The window's queue keeps what was right; here a person is told.
  queueSettings();
  const target = chooseDestination(destinationSettings(chosen[0]?.uri), destination);
  const cancellation = new vscode.CancellationTokenSource();
  const transfer = shell.transfers.begin(target.name, () => cancellation.cancel());
  const work = run(shell, chosen, { target, settings, transfer, token: cancellation.token, onBegin });
  const progressGone = showTransferWhile(work, transfer, shell.transfers);
  const finished = await work;
  return finished && { ...finished, progressGone };
}

interface Running {
  readonly target: { readonly name: string; readonly profile: Profile };
  readonly settings: UploadSettings;
  readonly transfer: Transfer;
  readonly token: vscode.CancellationToken;
  readonly onBegin: UploadChoice['onBegin'];
}

async function run(
  shell: Shell,
  chosen: readonly Chosen[],
  { target, settings, transfer, token, onBegin }: Running,
): Promise<Omit<FinishedUpload, 'progressGone'> | undefined> {
  using _ = transfer;
  const signal = signalOf(token);
  const mask = new SecretMask();
  const secrets = new SecretStore(shell.secrets, token, (isAsking) => transfer.asks(isAsking));
  const { destination, externalLink } = await openDestination(shell, target, { secrets, mask });
  const bundle = (name: string) => pathToFileURL(shell.context.asAbsolutePath(`dist/${name}`));
  const selection = await selectResources(chosen, { ...settings, statThread: bundle('statThread.js'), signal });
  const unsaved = new Set(unsavedNotebooks().map(({ uri }) => uri.toString()));
  const queue = await shell.queue();
  const prefetcher = new FilePrefetcher(bundle('prefetchThread.js'));
  let declined = false as boolean;
  const outcomes = await pipeline.upload(
    selection,
    destination,
    { sniffer, prefetcher, queue },
    {
      signal,
      confirm: async (plan) => {
        declined = isLarge(plan, settings.confirmAbove) && !(await confirm(plan, target.name));
        if (!declined) transfer.report(nothingYet(plan));
        return !declined;
      },
      onBatch: (batch) => {
        transfer.begin(batch);
        onBegin?.();
      },
      onProgress: (progress) => transfer.report(progress),
      onOutcome: (outcome) => logOutcome(shell.log, mask, outcome),
      onRetry: (retry) => {
        logRetry(shell.log, mask, retry);
        transfer.retry(retry);
      },
    },
  );
  if (declined) return undefined;
  logNotReached(shell.log, outcomes);
  const { copyLinks } = settings;
  const isUnsaved = ({ id }: Outcome) => unsaved.size > 0 && unsaved.has(resourceOf(id).toString());
  const told = outcomes.map((outcome) => (isUnsaved(outcome) ? withNotebookWarning(outcome) : outcome));
  const held = () => heldOfCancelled(shell, outcomes, destination);
  return { destination: target.name, outcomes: told, externalLink, secrets, copyLinks, held };
}

/** Says that a notebook went without what was changed in it since it was saved. */
function withNotebookWarning(outcome: Outcome): Outcome {
  const { status, file, warnings } = outcome;
  return status === 'uploaded'
    ? { ...outcome, warnings: [...warnings, describe('notebookUnsaved', { file })] }
    : outcome;
}

/** A server that takes its time must not keep a person from seeing what is under way. */
function nothingYet({ files, totalBytes }: Plan): Progress {
  return { filesDone: 0, filesTotal: files.length, bytesDone: 0, bytesTotal: totalBytes, bytesPerSecond: 0 };
}

async function confirm({ files, totalBytes }: Plan, destination: string): Promise<boolean> {
  const yes = vscode.l10n.t('Upload');
  const size = formatBytes(totalBytes);
  const question =
    files.length === 1
      ? vscode.l10n.t('Upload 1 file with {0} to “{1}”?', size, destination)
      : vscode.l10n.t('Upload {0} files with {1} to “{2}”?', files.length, size, destination);
  return (await ask(question, [yes])) === yes;
}
