import { l10n } from 'vscode';
import { formatBytes } from '../core/formatBytes.ts';
import { formatDuration } from '../core/formatDuration.ts';
import type { Progress } from '../core/model.ts';
import { areBytesTold, filesUploaded } from '../core/transfer/progress.ts';

/**
 * `2 of 5 files, 1 not uploaded, 1.2 MB of 8 MB, 4.5 MB/s, 2 s left`
 *
 * @param standstill why nothing moves, in place of the speed.
 */
export function progressText(progress: Progress, standstill?: string): string {
  const { bytesDone, bytesTotal } = progress;
  return [
    ...filesTexts(progress),
    ...(areBytesTold(progress) ? [l10n.t('{0} of {1}', formatBytes(bytesDone), formatBytes(bytesTotal))] : []),
    ...(standstill === undefined ? speedTexts(progress) : [standstill]),
  ].join(', ');
}

/** `2 of 5 files`, and `1 not uploaded` and `1 unknown` where there are such. */
export function filesTexts(progress: Progress): readonly string[] {
  const { filesFailed = 0, filesUnknown = 0, filesTotal } = progress;
  const uploaded = filesUploaded(progress);
  return [
    filesTotal === 1 ? l10n.t('{0} of 1 file', uploaded) : l10n.t('{0} of {1} files', uploaded, filesTotal),
    ...(filesFailed > 0 ? [l10n.t('{0} not uploaded', filesFailed)] : []),
    ...(filesUnknown > 0 ? [l10n.t('{0} unknown', filesUnknown)] : []),
  ];
}

/** `4.5 MB/s` and `2 s left`, as far as they are known. */
export function speedTexts({
  bytesPerSecond,
  secondsLeft,
}: Pick<Progress, 'bytesPerSecond' | 'secondsLeft'>): readonly string[] {
  return [
    ...(bytesPerSecond > 0 ? [l10n.t('{0}/s', formatBytes(Math.round(bytesPerSecond)))] : []),
    ...timeLeft(secondsLeft),
  ];
}

/** `2 s left`, if it is known. */
export function timeLeft(seconds: number | undefined): readonly string[] {
  return seconds === undefined ? [] : [l10n.t('{0} left', formatDuration(Math.ceil(seconds)))];
}
