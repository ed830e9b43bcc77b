import * as vscode from 'vscode';
import { systemClock, throwIfAborted } from '../core/clock.ts';
import { SecretMask } from '../core/maskSecrets.ts';
import { begunElsewhere } from '../core/transfer/begunElsewhere.ts';
import { discardSession } from '../core/transfer/discardSession.ts';
import { goingOn } from '../core/transfer/goOn.ts';
import { mapSome } from '../core/mapSome.ts';
import { describe } from '../core/messages.ts';
import type { Destination } from '../core/ports.ts';
import { asProblem, Problem } from '../core/problem.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import { chooseDestination } from '../core/settings.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';
import { announce } from './actions.ts';
import { signalOf } from './cancellation.ts';
import { openDestination } from './destinations.ts';
import { announceProblems } from './heldUploads.ts';
import { isLostDocument, resourceOf } from './openDocuments.ts';
import { showBriefly, withNotification } from './plainWindow.ts';
import { listed } from './reasons.ts';
import { SecretStore } from './secretStore.ts';
import type { Chosen } from './selectResources.ts';
import { destinationSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import { tell } from './tell.ts';
import { requireTrust } from './trust.ts';
import { uploadChosen } from './uploadAndShow.ts';

/** What the question asks of the window. */
type Asking = Pick<Shell, 'log' | 'sessions'>;

/** Milliseconds that an editor gives a closing window's extensions to end. */
const closingMs = 5000;
/** Milliseconds between looks whether it has. */
const lookAgainMs = 250;

/**
 * Asks what is to become of uploads that a reload or a crash interrupted; silent when there are none.
 *
 * @param answer what is done: with Resume or Discard.
 * @throws AbortError
 */
export async function askAboutInterrupted(
  shell: Asking,
  answer: { readonly resume: () => unknown; readonly discard: () => unknown },
  signal: AbortSignal,
): Promise<void> {
  const records = await interruptedSoon(await shell.sessions(), signal);
  if (records.length === 0) return;
  announce(shell.log, 'information', question(records), [
    { title: vscode.l10n.t('Resume'), run: answer.resume },
    { title: vscode.l10n.t('Discard'), run: answer.discard },
  ]);
}

/** What was interrupted, also by a window that is closing, which holds some of it for a moment yet. */
async function interruptedSoon(store: DiskSessions, signal: AbortSignal): Promise<readonly SessionRecord[]> {
  const until = performance.now() + closingMs;
  while ((await store.areEnding()) && performance.now() < until) {
    await systemClock.sleep(lookAgainMs, signal);
  }
  await store.releaseSilent(signal);
  return store.interrupted(signal);
}

/** Uploads once more what was interrupted, destination by destination: what servers have of it is not sent again. */
export async function resumeInterrupted(shell: Shell): Promise<void> {
  await tell(shell, undefined, async () => {
    requireTrust();
    const records = await interruptedOrTold(shell);
    const { token } = new vscode.CancellationTokenSource();
    const lost = await lostOf(records);
    announceProblems(
      shell,
      lost.map(({ file }) => new Problem('documentLost', { file: file.path })),
    );
    const there = records.filter((record) => !lost.includes(record));
    const groups = await Promise.all(
      [...byDestination(there)].map(async ([name, files]) => ({
        name,
        files,
        to: await stillThere(shell, name, token),
      })),
    );
    announceProblems(
      shell,
      groups.flatMap(({ files, to }) => files.flatMap((record) => whyNotThere(record, to) ?? [])),
    );
    await Promise.all(
      groups.map(async ({ name, files, to }) => {
        const here = files.filter((record) => whyNotThere(record, to) === undefined);
        await uploadChosen(shell, here.map(chosenBefore), { destination: name });
      }),
    );
    // That a file is gone was told; nobody is to be asked about it again.
    await discard(shell, [...lost, ...(await thoseGone(there))], token);
  });
}

/** It goes by the path that it had when its upload was begun. */
function chosenBefore(record: SessionRecord): Chosen {
  const { id, path } = record.file;
  return { uri: resourceOf(id), path, ...goingOn(record) };
}

/** That a destination cannot be had, uploading tells. */
function whyNotThere(record: SessionRecord, to: Destination | Problem): Problem | undefined {
  return to instanceof Problem ? undefined : begunElsewhere(record, to);
}

/** Gives up what was interrupted, here and at the servers. */
export async function discardInterrupted(shell: Shell): Promise<void> {
  await tell(shell, undefined, async () => {
    requireTrust();
    const records = await interruptedOrTold(shell);
    if (records.length === 0) return;
    const discarded = await withNotification(vscode.l10n.t('Discarding interrupted uploads'), (_, token) =>
      discard(shell, records, token),
    );
    if (discarded === 0) return;
    showBriefly(
      discarded === 1
        ? vscode.l10n.t('1 interrupted upload was discarded.')
        : vscode.l10n.t('{0} interrupted uploads were discarded.', discarded),
      5000,
    );
  });
}

/**
 * One that another window has taken meanwhile is left to it. What stays at a server is told once for all.
 *
 * @returns how many were discarded.
 */
async function discard(
  shell: Shell,
  records: readonly SessionRecord[],
  token: vscode.CancellationToken,
): Promise<number> {
  const signal = signalOf(token);
  const store = await shell.sessions();
  const problems: Problem[] = [];
  let discarded = 0;
  for (const [name, files] of byDestination(records)) {
    const destination = await stillThere(shell, name, token);
    if (destination instanceof Problem) {
      shell.log.warn(`Discarding uploads to “${name}” here only: ${destination.message}`);
    }
    await mapSome(files, async (record) => {
      try {
        const held = await discardSession(record, destination, store, signal);
        discarded++;
        if (held) problems.push(held);
      } catch (error) {
        throwIfAborted(signal);
        problems.push(asProblem(error));
      }
    });
  }
  announceProblems(shell, problems);
  return discarded;
}

/** Records of documents that were closed without being saved. */
async function lostOf(records: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
  const isLost = await Promise.all(records.map(({ file }) => isLostDocument(file.id)));
  return records.filter((_, index) => isLost[index]);
}

/** Records whose file does not exist any more. */
async function thoseGone(records: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
  const isGone = async (record: SessionRecord) => {
    try {
      await vscode.workspace.fs.stat(resourceOf(record.file.id));
      return false;
    } catch (error) {
      return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    }
  };
  const gone = await Promise.all(records.map(isGone));
  return records.filter((_, index) => gone[index]);
}

/** The destination, or why it can't be had: the settings know it no more, or know it wrong. */
async function stillThere(shell: Shell, name: string, token: vscode.CancellationToken): Promise<Destination | Problem> {
  try {
    const target = chooseDestination(destinationSettings(undefined), name);
    const services = { secrets: new SecretStore(shell.context.secrets, token), mask: new SecretMask() };
    return (await openDestination(shell, target, services)).destination;
  } catch (error) {
    return asProblem(error);
  }
}

async function interrupted(shell: Asking): Promise<readonly SessionRecord[]> {
  const store = await shell.sessions();
  const { signal } = new AbortController();
  await store.releaseSilent(signal, (seconds) => {
    showBriefly(describe('silentElsewhere', { seconds }), seconds * 1000);
  });
  return store.interrupted(signal);
}

async function interruptedOrTold(shell: Shell): Promise<readonly SessionRecord[]> {
  const records = await interrupted(shell);
  if (records.length === 0) announce(shell.log, 'information', vscode.l10n.t('No upload was interrupted.'), []);
  return records;
}

function byDestination(records: readonly SessionRecord[]): ReadonlyMap<string, readonly SessionRecord[]> {
  return Map.groupBy(records, ({ destination }) => destination);
}

function question(records: readonly SessionRecord[]): string {
  const [only] = records;
  if (only && records.length === 1) {
    return vscode.l10n.t('The upload of {0} to “{1}” was interrupted.', only.file.path, only.destination);
  }
  const paths = records.map(({ file }) => file.path).sort((one, other) => one.localeCompare(other));
  return vscode.l10n.t('{0} uploads were interrupted: {1}.', records.length, listed(paths));
}
