import * as vscode from 'vscode';
import { systemClock } from '../core/clock.ts';
import { describe } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { SessionKey, SessionRecord } from '../core/transfer/sessionPort.ts';
import type { DiskSessions } from '../node/sessions/sessionStore.ts';
import { announce } from './actions.ts';
import { announceProblems } from './heldUploads.ts';
import { showBriefly } from './plainWindow.ts';
import { listed } from './reasons.ts';
import type { Shell } from './shell.ts';

/** What the question asks of the window. */
type Asking = Pick<Shell, 'log' | 'sessions'>;

/** What is done with what a person was asked about. */
type Answer = (asked: readonly SessionRecord[]) => unknown;

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
  answer: { readonly resume: Answer; readonly discard: Answer },
  signal: AbortSignal,
): Promise<void> {
  const records = await interruptedSoon(await shell.sessions(), signal);
  if (records.length === 0) return;
  announce(shell.log, 'information', question(records), [
    { title: vscode.l10n.t('Resume'), run: () => answer.resume(records) },
    { title: vscode.l10n.t('Discard'), run: () => answer.discard(records) },
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

/**
 * What is interrupted now, of what a person was asked about. Where nothing is it is told, and so is what others do, or
 * have done, with the rest of that.
 *
 * @param asked what that was; absent: nobody was asked, and it is all of it.
 * @throws Problem `sessionsUnreadable`.
 */
export async function interruptedOrTold(
  shell: Asking & Pick<Shell, 'transfers'>,
  asked?: readonly SessionRecord[],
): Promise<readonly SessionRecord[]> {
  const store = await shell.sessions();
  const { signal } = new AbortController();
  await store.releaseSilent(signal, (seconds) => {
    showBriefly(describe('silentElsewhere', { seconds }), seconds * 1000);
  });
  const { interrupted, underWay } = await store.look(signal);
  const taken = underWay.filter((record) => !isOfWindow(shell, record));
  const wanted = asked ?? (interrupted.length === 0 ? taken : []);
  const missed = wanted.filter((record) => !isAmong(record, interrupted) && !isOfWindow(shell, record));
  announceProblems(
    shell,
    missed.map((record) => {
      const details = { file: record.file.path, destination: record.destination };
      return new Problem(isAmong(record, taken) ? 'sessionTaken' : 'sessionEnded', details);
    }),
  );
  if (interrupted.length + missed.length === 0) {
    announce(shell.log, 'information', vscode.l10n.t('No upload is interrupted.'), []);
  }
  return asked ? interrupted.filter((record) => isAmong(record, asked)) : interrupted;
}

/** Whether this window uploads it now. */
function isOfWindow({ transfers }: Pick<Shell, 'transfers'>, { destination, file }: SessionRecord): boolean {
  return transfers.running.some(
    (transfer) =>
      transfer.destination === destination && transfer.items?.some((item) => item.file.source.id === file.id),
  );
}

function isAmong({ destination, file }: SessionKey, records: readonly SessionRecord[]): boolean {
  return records.some((record) => record.destination === destination && record.file.id === file.id);
}

function question(records: readonly SessionRecord[]): string {
  const [only] = records;
  if (only && records.length === 1) {
    return vscode.l10n.t('The upload of {0} to “{1}” was interrupted.', only.file.path, only.destination);
  }
  const paths = records.map(({ file }) => file.path).sort((one, other) => one.localeCompare(other));
  return vscode.l10n.t('{0} uploads were interrupted: {1}.', records.length, listed(paths));
}
