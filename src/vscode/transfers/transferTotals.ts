/** How far all uploads of the window are together. */
import { l10n } from 'vscode';
import type { Progress } from '../../core/model.ts';
import { filesUploaded, percentDone } from '../../core/transfer/progress.ts';
import { filesTexts, speedTexts } from '../progressText.ts';
import { askingText, standstillText } from './standstill.ts';
import type { Transfer } from './transfer.ts';

/** `25 %, 500 kB/s, 6 s left, 0 of 2 files, 1 not uploaded`; undefined until a first byte may leave. */
export function totalText(running: readonly Transfer[]): string | undefined {
  const begun = running.filter(({ progress }) => progress !== undefined);
  if (begun.length === 0) return undefined;
  const total = totalProgress(begun);
  const standstills = begun.map(standstillText);
  // One that moves is enough.
  const standstill = standstills.includes(undefined) ? undefined : standstills[0];
  return [
    l10n.t('{0} %', percentDone(total)),
    ...(standstill === undefined ? speedTexts(total) : []),
    ...filesTexts(total),
    ...(standstill === undefined ? [] : [standstill]),
  ].join(', ');
}

/** What the status bar says; undefined while nothing is uploading. */
export function statusOf(
  running: readonly Transfer[],
): { readonly text: string; readonly tooltip: string } | undefined {
  if (running.length === 0) return undefined;
  const total = sumOf(running);
  const going = running.filter(({ isPaused }) => !isPaused);
  const isPaused = going.length === 0;
  // One that moves is enough.
  const standsStill = going.every(({ isAsking, stalledSeconds }) => isAsking || stalledSeconds !== undefined);
  const isAsking = standsStill && going.some((transfer) => transfer.isAsking);
  const isStalled = standsStill && going.some((transfer) => !transfer.isAsking);
  const icon = isPaused ? '$(debug-pause)' : isAsking ? '$(key)' : isStalled ? '$(warning)' : '$(sync~spin)';
  const isCounted = total.filesTotal > 0;
  return {
    text: `${icon} Porter${isCounted ? ` ${filesUploaded(total)}/${total.filesTotal}` : ''}`,
    tooltip: [
      ...(isCounted
        ? [l10n.t('Porter uploads: {0}', filesTexts(total).join(', '))]
        : [l10n.t('Porter gets files ready')]),
      ...(going.length < running.length ? [l10n.t('paused')] : []),
      ...(isAsking ? [askingText()] : []),
      ...(isStalled ? [l10n.t('no byte moves')] : []),
    ].join(', '),
  };
}

function totalProgress(begun: readonly Transfer[]): Progress {
  const all = sumOf(begun);
  // What is paused takes no time.
  const { bytesDone, bytesTotal, bytesPerSecond } = sumOf(begun.filter(({ isPaused }) => !isPaused));
  const isTimeKnown = bytesPerSecond > 0 && begun.some(({ progress }) => progress?.secondsLeft !== undefined);
  return {
    ...all,
    bytesPerSecond,
    ...(isTimeKnown ? { secondsLeft: (bytesTotal - bytesDone) / bytesPerSecond } : {}),
  };
}

function sumOf(transfers: readonly Transfer[]): Progress {
  const files = { filesDone: 0, filesFailed: 0, filesUnknown: 0, filesTotal: 0 };
  const sum = { ...files, bytesDone: 0, bytesTotal: 0, bytesPerSecond: 0 };
  for (const { progress } of transfers) {
    sum.filesDone += progress?.filesDone ?? 0;
    sum.filesFailed += progress?.filesFailed ?? 0;
    sum.filesUnknown += progress?.filesUnknown ?? 0;
    sum.filesTotal += progress?.filesTotal ?? 0;
    sum.bytesDone += progress?.bytesDone ?? 0;
    sum.bytesTotal += progress?.bytesTotal ?? 0;
    sum.bytesPerSecond += progress?.bytesPerSecond ?? 0;
  }
  return sum;
}
