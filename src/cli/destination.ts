import { join } from 'node:path';
import type { SecretMask } from '../core/maskSecrets.ts';
import type { Destination } from '../core/ports.ts';
import type { Profile, ReceiverProfile } from '../core/profile/profile.ts';
import { chooseDestination } from '../core/profile/settings.ts';
import { createDestination, receiverDestination } from '../node/destinations/createDestination.ts';
import type { DestinationServices } from '../node/destinations/destinationServices.ts';
import { openFilesLimit } from '../node/files/openFilesLimit.ts';
import { readConfiguration } from './configuration.ts';
import { digestThreads } from './digestThreads.ts';
import { environmentSecrets } from './environmentSecrets.ts';
import { profileOfUrl, withLimits, type UploadFlags } from './uploadFlags.ts';
import { userFolders } from './userFolders.ts';

/** Where receivers keep files unless told otherwise. */
export const receiverFolder = join(userFolders.data, 'received');

/** A destination for one run of the command line. */
export interface OpenDestination extends AsyncDisposable {
  readonly destination: Destination;
  /** Folder of the receiver that was started for this run only: its links end with it. */
  readonly ownReceiverFolder?: string;
}

/**
 * The destination that the flags and the configuration choose. The built-in one is a running `porter serve`, else a
 * receiver of its own until it is disposed of.
 *
 * @throws Problem of the settings, or `folderUnusable`.
 */
export async function openDestination(
  flags: UploadFlags,
  mask: SecretMask,
  signal: AbortSignal,
): Promise<OpenDestination> {
  const { name, profile } = await chosen(flags, signal);
  const services: DestinationServices = {
    secrets: environmentSecrets(name),
    env: process.env,
    mask,
    digests: digestThreads(),
  };
  if (profile.kind === 'receiver') return openReceiver(name, profile, services, signal);
  return {
    destination: withinOpenFiles(createDestination(name, profile, services)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function chosen(flags: UploadFlags, signal: AbortSignal): Promise<{ name: string; profile: Profile }> {
  if (flags.url !== undefined) return { name: '--url', profile: profileOfUrl(flags) };
  const { name, profile } = chooseDestination(await readConfiguration(flags.config, signal), flags.to);
  return { name, profile: withLimits(profile, flags) };
}

async function openReceiver(
  name: string,
  profile: ReceiverProfile,
  services: DestinationServices,
  signal: AbortSignal,
): Promise<OpenDestination> {
  // A server's modules: whoever uploads elsewhere does not wait for them.
  const { findRunningReceiver, serveStateFolder } = await import('../receiver/serveState.ts');
  const running = await findRunningReceiver(serveStateFolder(), signal);
  if (running) {
    const find = (signal: AbortSignal) => findRunningReceiver(serveStateFolder(), signal, running.folder);
    return {
      destination: withinOpenFiles(receiverDestination(name, profile, running, services, find)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  const { startReceiver } = await import('../receiver/startReceiver.ts');
  const receiver = await startReceiver({ folder: receiverFolder }, signal);
  return {
    destination: withinOpenFiles(receiverDestination(name, profile, receiver, services)),
    ownReceiverFolder: receiver.folder,
    [Symbol.asyncDispose]: () => receiver.close(),
  };
}

/** What of open files is not of uploads: of Node, threads, the terminal, a receiver of this process. */
const openBesides = 32;
/** Both ends of a connection, the file, and what a receiver of this process writes, looks at or syncs of it. */
const openPerUpload = 4;

/**
 * The destination, with as many uploads at a time as there may be files open: the system refuses those that are too
 * many, and where the receiver is of this process what was sent to it would be of unknown fate.
 */
function withinOpenFiles(destination: Destination): Destination {
  const limit = openFilesLimit();
  if (limit === undefined) return destination;
  const fitting = Math.max(1, Math.floor((limit - openBesides) / openPerUpload));
  const { limits } = destination;
  return { ...destination, limits: { ...limits, concurrency: Math.min(limits.concurrency ?? Infinity, fitting) } };
}
