import { formatBytes } from '../core/formatBytes.ts';
import { formatDuration } from '../core/messages.ts';
import type { Progress } from '../core/model.ts';
import type { ReadingProgress } from '../core/readingProgress.ts';
import { percentDone } from '../core/transfer/progress.ts';
import type { Retry } from '../core/transfer/runningBatch.ts';

const barsize = 24;

/** Shows how far something is, on standard error; nothing where that is no terminal. */
export interface Display<T> extends Disposable {
  show(progress: T): void;
}

/** As `Display`; `retry` says why nothing moves. */
export interface ProgressDisplay extends Display<Progress> {
  retry(retry: Retry): void;
}

/** @param enabled Whether the person wants to see it at all. */
export async function progressDisplay(enabled: boolean): Promise<ProgressDisplay> {
  let failure: { readonly message: string; readonly bytesDone: number } | undefined;
  let bytesDone = 0;
  const bar = await display(enabled, (progress: Progress) => {
    ({ bytesDone } = progress);
    if (failure && bytesDone > failure.bytesDone) failure = undefined;
    const percent = percentDone(progress);
    return {
      fraction: percent / 100,
      text: [
        `${percent} %`,
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
  const still = stalledSeconds === undefined ? [] : [`nothing moves for ${formatDuration(Math.floor(stalledSeconds))}`];
  if (failure !== undefined) return [...still, `trying again: ${failure}`];
  if (still.length > 0) return still;
  return [...(bytesPerSecond > 0 ? [`${formatBytes(Math.round(bytesPerSecond))}/s`] : []), ...timeLeft(secondsLeft)];
}

/** @param enabled Whether the person wants to see it at all. */
export async function readingDisplay(enabled: boolean): Promise<Display<ReadingProgress>> {
  return display(enabled, ({ filesDone, filesTotal, file, pages, fraction, secondsLeft }: ReadingProgress) => {
    const picture = pages === 1 ? file : `${file} of ${pages}`;
    return { fraction, text: [`${filesDone} of ${filesTotal} files`, picture, ...timeLeft(secondsLeft)].join(' · ') };
  });
}

function timeLeft(seconds: number | undefined): string[] {
  return seconds === undefined ? [] : [`${formatDuration(Math.ceil(seconds))} left`];
}

async function display<T>(
  enabled: boolean,
  shown: (progress: T) => { readonly fraction: number; readonly text: string },
): Promise<Display<T>> {
  if (!enabled || !process.stderr.isTTY) return { show: () => undefined, [Symbol.dispose]: () => undefined };
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: '{bar} {text}',
    clearOnComplete: true,
    hideCursor: true,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize,
  });
  let started = false;
  return {
    show(progress) {
      const { fraction, text } = shown(progress);
      // Rounded down, as it is not to look full before it is.
      const done = Math.floor(fraction * barsize);
      if (!started) bar.start(barsize, done, { text });
      bar.update(done, { text });
      started = true;
    },
    [Symbol.dispose]() {
      if (started) bar.stop();
    },
  };
}
