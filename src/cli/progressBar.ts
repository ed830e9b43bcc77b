import { SingleBar } from 'cli-progress';
import { formatBytes } from '../core/messages.ts';
import type { Progress } from '../core/model.ts';
import type { ReadingProgress } from '../core/recognise.ts';
import type { Retry } from '../core/runningBatch.ts';

/** Shows how far something is, on standard error; nothing where that is no terminal. */
export interface Display<T> extends Disposable {
  show(progress: T): void;
}

/** As `Display`; `retry` says why nothing moves. */
export interface ProgressDisplay extends Display<Progress> {
  retry(retry: Retry): void;
}

/** @param enabled Whether the person wants to see it at all. */
export function progressDisplay(enabled: boolean): ProgressDisplay {
  let failure: { readonly message: string; readonly bytesDone: number } | undefined;
  let bytesDone = 0;
  const bar = display(enabled, (progress: Progress) => {
    ({ bytesDone } = progress);
    if (failure && bytesDone > failure.bytesDone) failure = undefined;
    return {
      done: bytesDone,
      total: progress.bytesTotal,
      text: [
        `${progress.filesDone} of ${progress.filesTotal} files`,
        `${formatBytes(bytesDone)} of ${formatBytes(progress.bytesTotal)}`,
        ...speed(progress, failure?.message),
      ].join(' · '),
    };
  });
  return {
    ...bar,
    retry({ problem: { message } }) {
      failure = { message, bytesDone };
    },
  };
}

function speed({ bytesPerSecond, secondsLeft, stalledSeconds }: Progress, failure: string | undefined): string[] {
  const still = stalledSeconds === undefined ? [] : [`nothing moves for ${Math.floor(stalledSeconds)} s`];
  if (failure !== undefined) return [...still, `trying again: ${failure}`];
  if (still.length > 0) return still;
  return [
    ...(bytesPerSecond > 0 ? [`${formatBytes(Math.round(bytesPerSecond))}/s`] : []),
    ...(secondsLeft === undefined ? [] : [`${Math.ceil(secondsLeft)} s left`]),
  ];
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
