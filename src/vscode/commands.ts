import * as vscode from 'vscode';
import type { Problem } from '../core/problem.ts';
import { announce } from './actions.ts';
import { addDestination } from './addDestination.ts';
import { chosenResources } from './chosenResources.ts';
import type { CommandId } from './contributions.ts';
import { pickDestination } from './pickDestination.ts';
import { showBriefly } from './plainWindow.ts';
import { readImages } from './readImages.ts';
import type { Shell } from './shell.ts';
import { ShowingResults } from './showingResults.ts';
import { SecretStore } from './secretStore.ts';
import { tell } from './tell.ts';
import { requireTrust } from './trust.ts';
import { uploadAndShow } from './uploadAndShow.ts';
import { copiedText } from './uploadReport.ts';

export { forgetConsent } from './openEngine.ts';
export { uploadMatching } from './uploadMatching.ts';

type Arguments = readonly unknown[];

export async function upload(shell: Shell, args: Arguments): Promise<void> {
  await tell(shell, chosenResources(args)[0], async () => {
    requireTrust();
    const resources = await chosenOrAsked(args, vscode.l10n.t('Upload'));
    await uploadAndShow(shell, resources);
  });
}

export async function uploadTo(shell: Shell, args: Arguments): Promise<void> {
  await tell(shell, chosenResources(args)[0], async () => {
    requireTrust();
    const resources = await chosenOrAsked(args, vscode.l10n.t('Upload'));
    if (resources.length === 0) return;
    const destination = await pickDestination(resources[0]);
    if (destination !== undefined) await uploadAndShow(shell, resources, destination);
  });
}

export async function addDestinationOrTell(shell: Shell): Promise<void> {
  await tell(shell, undefined, addDestination);
}

export async function readImage(shell: Shell, args: Arguments): Promise<void> {
  const resources = await chosenOrAsked(args, vscode.l10n.t('Read'), pictures());
  await tell(shell, resources[0], () => readAndShow(shell, resources));
}

/** The palette hands over nothing, and what a tab shows is no folder: then one is asked for. */
export async function readFolder(shell: Shell, args: Arguments): Promise<void> {
  const folders = args.length > 0 ? chosenResources(args) : await askForFolders();
  await tell(shell, folders[0], () => readAndShow(shell, folders));
}

async function askForFolders(): Promise<readonly vscode.Uri[]> {
  const openLabel = vscode.l10n.t('Read');
  const options = { canSelectFolders: true, canSelectFiles: false, canSelectMany: true, openLabel };
  return (await vscode.window.showOpenDialog(options)) ?? [];
}

/** Both at once: reading does not wait for the upload, and goes on if that fails. */
export async function uploadAndRead(shell: Shell, args: Arguments): Promise<void> {
  await tell(shell, chosenResources(args)[0], async () => {
    requireTrust();
    const resources = await chosenOrAsked(args, vscode.l10n.t('Upload and Read'), pictures());
    await Promise.all([
      uploadAndShow(shell, resources),
      tell(shell, resources[0], () => readAndShow(shell, resources)),
    ]);
  });
}

export async function copyLastLink(shell: Shell): Promise<void> {
  const links = shell.lastLinks.values;
  if (links.length === 0) {
    announce(shell.log, 'information', vscode.l10n.t('Nothing has been uploaded from this window yet.'), [
      {
        title: vscode.l10n.t('Upload…'),
        run: () => vscode.commands.executeCommand('porter.upload' satisfies CommandId),
      },
    ]);
    return;
  }
  await vscode.env.clipboard.writeText(links.join('\n'));
  showBriefly(copiedText(links.length), 3000);
}

async function readAndShow(shell: Shell, resources: readonly vscode.Uri[]): Promise<void> {
  if (resources.length === 0) return;
  const secrets = new SecretStore(shell.secrets, new vscode.CancellationTokenSource().token);
  const showing = new ShowingResults(shell.results);
  let refused: Problem | undefined;
  try {
    await readImages(shell, resources, secrets, (shown) => {
      showing.add(shown);
      const { reading } = shown;
      if ('problem' in reading && reading.problem.code === 'engineKeyRefused') refused ??= reading.problem;
    });
  } finally {
    await showing.end();
  }
  if (refused === undefined) return;
  const enterAgain = async () => {
    await secrets.forgetUsed();
    await tell(shell, resources[0], () => readAndShow(shell, resources));
  };
  announce(shell.log, 'error', refused.message, [{ title: vscode.l10n.t('Enter Key Again'), run: enterAgain }]);
}

/** What the command was called on, else what a person chooses now: nothing, when that is Escape. */
async function chosenOrAsked(
  args: Arguments,
  openLabel: string,
  filters?: Readonly<Record<string, string[]>>,
): Promise<readonly vscode.Uri[]> {
  const chosen = chosenResources(args);
  if (chosen.length > 0) return chosen;
  return (
    (await vscode.window.showOpenDialog({ canSelectMany: true, openLabel, ...(filters ? { filters } : {}) })) ?? []
  );
}

/** The same as in the menus’ `when` (package.json). */
function pictures(): Readonly<Record<string, string[]>> {
  return {
    [vscode.l10n.t('Pictures and PDFs')]: [
      ...['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'heic', 'heif', 'pdf'],
    ],
    [vscode.l10n.t('All Files')]: ['*'],
  };
}
