import * as vscode from 'vscode';
import { mapSome } from '../core/mapSome.ts';
import { SecretMask } from '../core/maskSecrets.ts';
import type { Destination } from '../core/ports.ts';
import { asProblem, Problem } from '../core/problem.ts';
import { chooseDestination } from '../core/profile/settings.ts';
import { discardSession } from '../core/transfer/discardSession.ts';
import type { SessionRecord } from '../core/transfer/sessionPort.ts';
import { announce } from './actions.ts';
import { signalOf } from './cancellation.ts';
import { openDestination } from './destinations.ts';
import { announceProblems } from './heldUploads.ts';
import { interruptedOrTold } from './interruptedUploads.ts';
import { showBriefly, withNotification } from './plainWindow.ts';
import { SecretStore } from './secretStore.ts';
import { destinationSettings } from './settings.ts';
import type { Shell } from './shell.ts';
import { tell } from './tell.ts';
import { requireTrust } from './trust.ts';

/**
 * Gives up what was interrupted, here and at the servers.
 *
 * @param asked as `interruptedOrTold`.
 */
export async function discardInterrupted(shell: Shell, asked?: readonly SessionRecord[]): Promise<void> {
  await tell(shell, undefined, async () => {
    requireTrust();
    const records = await interruptedOrTold(shell, asked);
    if (records.length === 0) return;
    const { discarded, left } = await withNotification(vscode.l10n.t('Discarding interrupted uploads'), (_, token) =>
      discard(shell, records, token),
    );
    if (left > 0) {
      const all = records.length;
      const text = vscode.l10n.t('Cancelled: {0} of {1} interrupted uploads were discarded.', discarded, all);
      announce(shell.log, 'information', `${text} ${vscode.l10n.t('The others stay as they were.')}`, []);
    } else if (discarded > 0) {
      showBriefly(
        discarded === 1
          ? vscode.l10n.t('1 interrupted upload was discarded.')
          : vscode.l10n.t('{0} interrupted uploads were discarded.', discarded),
        5000,
      );
    }
  });
}

/** How many were discarded, and how many stay as it was cancelled. */
interface Discarded {
  readonly discarded: number;
  readonly left: number;
}

/** One that another window has taken meanwhile is left to it. What stays at a server is told once for all. */
export async function discard(
  shell: Shell,
  records: readonly SessionRecord[],
  token: vscode.CancellationToken,
): Promise<Discarded> {
  const signal = signalOf(token);
  const store = await shell.sessions();
  const problems: Problem[] = [];
  let discarded = 0;
  let left = 0;
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
        if (signal.aborted && !(error instanceof Problem)) left++;
        else problems.push(asProblem(error));
      }
    });
  }
  announceProblems(shell, problems);
  return { discarded, left };
}

/** The destination, or why it can't be had: the settings know it no more, or know it wrong. */
export async function stillThere(
  shell: Shell,
  name: string,
  token: vscode.CancellationToken,
): Promise<Destination | Problem> {
  try {
    const target = chooseDestination(destinationSettings(undefined), name);
    const services = { secrets: new SecretStore(shell.secrets, token), mask: new SecretMask() };
    return (await openDestination(shell, target, services)).destination;
  } catch (error) {
    return asProblem(error);
  }
}

export function byDestination(records: readonly SessionRecord[]): ReadonlyMap<string, readonly SessionRecord[]> {
  return Map.groupBy(records, ({ destination }) => destination);
}
