import { l10n } from 'vscode';
import { formatDuration } from '../../core/formatDuration.ts';
import type { Transfer, Wait } from './transfer.ts';

/** Why nothing of a batch moves; undefined while something does, or while nobody can tell. */
export function standstillText(transfer: Transfer): string | undefined {
  if (transfer.isPaused) return l10n.t('paused');
  if (transfer.isAsking) return askingText();
  const wait = transfer.counts.sending === undefined ? transfer.nextWait : undefined;
  if (wait) return waitText(wait);
  const seconds = transfer.stalledSeconds;
  return seconds === undefined ? undefined : stallText(seconds);
}

export function askingText(): string {
  return l10n.t('waits for a secret');
}

export function stallText(seconds: number): string {
  return l10n.t('no byte moved for {0}', formatDuration(Math.floor(seconds)));
}

/** When it is tried again, and why. */
export function waitText({ problem, until }: Wait): string {
  const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
  return l10n.t('again in {0}: {1}', formatDuration(seconds), problem.event);
}
