import { formatBytes } from '../core/formatBytes.ts';
import { formatDuration } from '../core/messages.ts';
import type { Progress } from '../core/model.ts';
import type { ReadingProgress } from '../core/readingProgress.ts';
import { percentDone } from '../core/transfer/progress.ts';
import type { Retry } from '../core/transfer/transferOptions.ts';

const barsize = 24;

interface Frame {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly text: string;
}

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
  let awaited: (AwaitedRetry & { readonly bytesDone: number }) | undefined;
  let bytesDone = 0;
  const bar = await display(enabled, (progress: Progress) => {
    ({ bytesDone } = progress);
    if (awaited && bytesDone > awaited.bytesDone) awaited = undefined;
    return progressFrame(progress, awaited, performance.now());
  });
  return {
    ...bar,
    retry({ problem: { event }, delayMs }) {
      awaited = { event, at: performance.now() + delayMs, bytesDone };
    },
  };
}

/** A request that will be repeated. */
interface AwaitedRetry {
  /** What went wrong. */
  readonly event: string;
  /** When, in milliseconds of the clock that `now` is of. */
  readonly at: number;
}

/** What is shown of a batch. */
export function progressFrame(progress: Progress, awaited: AwaitedRetry | undefined, now: number): Frame {
  const { filesDone, filesFailed = 0, filesTotal, bytesDone, bytesTotal } = progress;
  const percent = percentDone(progress);
  const text = [
    `${percent} %`,
    `${filesDone - filesFailed} of ${filesTotal} files`,
    ...(filesFailed > 0 ? [`${filesFailed} not uploaded`] : []),
    ...(bytesTotal > 0 || filesFailed === 0 ? [`${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`] : []),
    ...(filesDone < filesTotal ? speed(progress, awaited && retryText(awaited, now)) : []),
  ].join(' · ');
  return { fraction: percent / 100, text };
}

function retryText({ event, at }: AwaitedRetry, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  return seconds > 0 ? `trying again in ${formatDuration(seconds)}: ${event}` : `trying again: ${event}`;
}

function speed({ bytesPerSecond, secondsLeft, stalledSeconds }: Progress, retrying: string | undefined): string[] {
  const still = stalledSeconds === undefined ? [] : [`nothing moves for ${formatDuration(Math.floor(stalledSeconds))}`];
  if (retrying !== undefined) return [...still, retrying];
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

async function display<T>(enabled: boolean, shown: (progress: T) => Frame): Promise<Display<T>> {
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
