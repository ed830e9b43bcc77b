import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { SecretMask } from '../core/maskSecrets.ts';
import type { Destination } from '../core/ports.ts';
import type { Profile } from '../core/profile/profile.ts';
import { createDestination, receiverDestination } from '../node/destinations/createDestination.ts';
import { DigestThreads } from '../node/files/digestThreads.ts';
import type { SecretStore } from './secretStore.ts';
import { networkSettings } from './networkSettings.ts';
import { inFolderOf, receiverFolder } from './settings.ts';
import type { Shell } from './shell.ts';

/** A destination, and its links as the person's browser reaches them. */
interface OpenDestination {
  readonly destination: Destination;
  readonly externalLink: (link: string) => string;
}

/**
 * Makes a profile a destination; the receiver is started when it is the one.
 *
 * @throws Problem `folderUnusable`, or one of the settings.
 */
export async function openDestination(
  shell: Shell,
  { name, profile }: { readonly name: string; readonly profile: Profile },
  services: { readonly secrets: SecretStore; readonly mask: SecretMask },
): Promise<OpenDestination> {
  const script = pathToFileURL(shell.context.asAbsolutePath('dist/digestThread.js'));
  const all = {
    ...services,
    env: process.env,
    digests: new DigestThreads(script),
    network: networkSettings(),
    sendQueues: await shell.sendQueues(),
  };
  if (profile.kind !== 'receiver') {
    return { destination: createDestination(name, profile, all), externalLink: (link) => link };
  }
  const named = receiverFolder();
  const folder = named ?? vscode.Uri.joinPath(shell.context.globalStorageUri, 'received').fsPath;
  const { receiver, externalLink } = await inFolderOf('porter.receiver.folder', named, () =>
    shell.receiver.start(folder),
  );
  return { destination: receiverDestination(name, profile, receiver, all), externalLink };
}
