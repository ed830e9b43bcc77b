import { l10n } from 'vscode';
import { formatBytes } from '../core/formatBytes.ts';
import { formatDuration } from '../core/formatDuration.ts';
import type { Progress } from '../core/model.ts';

/**
 * `2 of 5 files, 1.2 MB of 8 MB, 4.5 MB/s, 2 s left`
 *
 * @param standstill why nothing moves, in place of the speed.
 */
export function progressText(progress: Progress, standstill?: string): string {
  const { bytesDone, bytesTotal } = progress;
  return [
    filesText(progress),
    l10n.t('{0} of {1}', formatBytes(bytesDone), formatBytes(bytesTotal)),
    ...(standstill === undefined ? speedTexts(progress) : [standstill]),
  ].join(', ');
}

/** `2 of 5 files` */
export function filesText({ filesDone, filesTotal }: Progress): string {
  return filesTotal === 1 ? l10n.t('{0} of 1 file', filesDone) : l10n.t('{0} of {1} files', filesDone, filesTotal);
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
