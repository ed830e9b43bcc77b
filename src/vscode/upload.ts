import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { SecretMask } from '../core/maskSecrets.ts';
import { formatBytes } from '../core/formatBytes.ts';
import { describe } from '../core/messages.ts';
import type { Outcome, Plan, Progress } from '../core/model.ts';
import * as pipeline from '../core/pipeline.ts';
import { isLarge } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import type { Problem } from '../core/problem.ts';
import { chooseDestination } from '../core/settings.ts';
import { FilePrefetcher } from '../node/files/filePrefetcher.ts';
import { sniffer } from '../node/files/sniffer.ts';
import { signalOf } from './cancellation.ts';
import { openDestination } from './destinations.ts';
import { heldOfCancelled } from './heldUploads.ts';
import { unsavedNotebooks } from './openDocuments.ts';
import { ask } from './plainWindow.ts';
import { showTransferWhile } from './progressNotification.ts';
import { SecretStore } from './secretStore.ts';
import { selectResources, type SelectedResource, type SelectOptions } from './selectResources.ts';
import { destinationSettings, queueSettings, uploadSettings, type UploadSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import type { Transfer } from './transfers/transfer.ts';
import { requireTrust } from './trust.ts';
import { logNotReached, logOutcome, logRetry } from './uploadLog.ts';

/** Looks what there is to upload. */
export type Select = (options: SelectOptions) => Promise<readonly SelectedResource[]>;

/** A batch that has ended. */
export interface FinishedUpload {
  readonly destination: string;
  /** In the order of the selection. */
  readonly outcomes: readonly Outcome[];
  /** An outcome's link as the person's browser reaches it. */
  readonly externalLink: (link: string) => string;
  readonly selection: readonly SelectedResource[];
  readonly secrets: Pick<SecretStore, 'used' | 'forgetUsed'>;
  /** Whether the links go to the clipboard without being asked to. */
  readonly copyLinks: boolean;
  /** See `heldOfCancelled`. */
  readonly held: () => Promise<readonly Problem[]>;
  /** Fulfilled when its progress is no longer shown. */
  readonly progressGone: Promise<void>;
}

/**
 * Uploads resources, with progress in a notification, the status bar and the view of uploads.
 *
 * @param name of the destination; absent: the default one.
 * @param select what they hold; default: as they are chosen now.
 * @returns undefined when a person said no to so many files.
 * @throws Problem `workspaceUntrusted`, or one of the settings.
 */
export async function upload(
  shell: Shell,
  resources: readonly vscode.Uri[],
  name?: string,
  select: Select = (options) => selectResources(resources, options),
): Promise<FinishedUpload | undefined> {
  requireTrust();
  const settings = uploadSettings(resources[0]);
  // The window's queue keeps what was right; here a person is told.
  queueSettings();
  const target = chooseDestination(destinationSettings(resources[0]), name);
  const cancellation = new vscode.CancellationTokenSource();
  const transfer = shell.transfers.begin(target.name, () => cancellation.cancel());
  const work = run(shell, select, target, settings, transfer, cancellation.token);
  const progressGone = showTransferWhile(work, transfer, shell.transfers);
  const finished = await work;
  return finished && { ...finished, progressGone };
}

async function run(
  shell: Shell,
  select: Select,
  target: { readonly name: string; readonly profile: Profile },
  settings: UploadSettings,
  transfer: Transfer,
  token: vscode.CancellationToken,
): Promise<Omit<FinishedUpload, 'progressGone'> | undefined> {
  using _ = transfer;
  const signal = signalOf(token);
  const mask = new SecretMask();
  const secrets = new SecretStore(shell.context.secrets, token, (isAsking) => transfer.asks(isAsking));
  const { destination, externalLink } = await openDestination(shell, target, { secrets, mask });
  const bundle = (name: string) => pathToFileURL(shell.context.asAbsolutePath(`dist/${name}`));
  const selection = await select({ ...settings, statThread: bundle('statThread.js'), signal });
  const unsaved = pathsOfUnsavedNotebooks(selection);
  const queue = await shell.queue();
  const prefetcher = new FilePrefetcher(bundle('prefetchThread.js'));
  let declined = false as boolean;
  const outcomes = await pipeline.upload(
    selection.map(({ selected }) => selected),
    destination,
    { sniffer, prefetcher, queue },
    {
      signal,
      confirm: async (plan) => {
        declined = isLarge(plan, settings.confirmAbove) && !(await confirm(plan, target.name));
        if (!declined) transfer.report(nothingYet(plan));
        return !declined;
      },
      onBatch: (batch) => transfer.begin(batch),
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
  const told = outcomes.map((outcome) => (unsaved.has(outcome.file) ? withNotebookWarning(outcome) : outcome));
  const held = () => heldOfCancelled(shell, outcomes, selection, destination);
  return { destination: target.name, outcomes: told, externalLink, selection, secrets, copyLinks, held };
}

function pathsOfUnsavedNotebooks(selection: readonly SelectedResource[]): ReadonlySet<string> {
  const notebooks = new Set(unsavedNotebooks().map(({ uri }) => uri.toString()));
  const unsaved = notebooks.size === 0 ? [] : selection.filter(({ uri }) => notebooks.has(uri.toString()));
  return new Set(unsaved.map(({ path }) => path));
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
