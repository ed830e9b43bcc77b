import { SingleBar } from 'cli-progress';
import { formatBytes } from '../core/messages.ts';
import type { Progress } from '../core/model.ts';
import type { ReadingProgress } from '../core/recognise.ts';

/** Shows how far something is, on standard error; nothing where that is no terminal. */
export interface Display<T> extends Disposable {
  show(progress: T): void;
}

/** @param enabled Whether the person wants to see it at all. */
export function progressDisplay(enabled: boolean): Display<Progress> {
  return display(enabled, (progress: Progress) => ({
    done: progress.bytesDone,
    total: progress.bytesTotal,
    text: [
      `${progress.filesDone} of ${progress.filesTotal} files`,
      `${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytesTotal)}`,
      ...(progress.bytesPerSecond > 0 ? [`${formatBytes(Math.round(progress.bytesPerSecond))}/s`] : []),
      ...(progress.secondsLeft === undefined ? [] : [`${Math.ceil(progress.secondsLeft)} s left`]),
    ].join(' · '),
  }));
}

/** @param enabled Whether the person wants to see it at all. */
export function readingDisplay(enabled: boolean): Display<ReadingProgress> {
  return display(enabled, ({ filesDone, filesTotal, file, fraction }: ReadingProgress) => ({
    done: fraction,
    total: 1,
    text: `${filesDone} of ${filesTotal} pictures · ${file}`,
  }));
}

function display<T>(
  enabled: boolean,
  shown: (progress: T) => { readonly done: number; readonly total: number; readonly text: string },
): Display<T> {
  if (!enabled || !process.stderr.isTTY) return { show: () => undefined, [Symbol.dispose]: () => undefined };
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {text}',
    clearOnComplete: true,
    hideCursor: true,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
  });
  let started = false;
  return {
    show(progress) {
      const { done, total, text } = shown(progress);
      if (!started) bar.start(total, done, { text });
      bar.setTotal(total);
      bar.update(done, { text });
      started = true;
    },
    [Symbol.dispose]() {
      if (started) bar.stop();
    },
  };
}
