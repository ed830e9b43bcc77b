import { formatBytes } from '../core/formatBytes.ts';
import { formatDuration } from '../core/formatDuration.ts';
import type { Progress } from '../core/model.ts';
import type { ReadingProgress } from '../core/reading/readingProgress.ts';
import { areBytesTold, filesUploaded, percentDone } from '../core/transfer/progress.ts';
import type { Retry } from '../core/transfer/transferOptions.ts';
import { canDraw, tell } from './terminal.ts';

const barsize = 24;

interface Frame {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly text: string;
}

/** Shows how far something is, on standard error; nothing moves where that cannot be drawn over. */
interface Display<T> extends Disposable {
  show(progress: T): void;
}

type OnRetry = (retry: Retry) => void;

/** As `Display`; `retry` says why nothing moves. */
interface ProgressDisplay extends Display<Progress> {
  readonly retry: OnRetry;
}

const invisible: Display<unknown> = { show: () => undefined, [Symbol.dispose]: () => undefined };

/** @param enabled Whether the person wants to see it at all. */
export async function progressDisplay(enabled: boolean): Promise<ProgressDisplay> {
  if (enabled && !canDraw()) return { ...invisible, retry: logOfRetries(tell) };
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

/** Shorter waits are not worth a line, and lines of a log come no closer. In milliseconds. */
const leastLogged = 1000;
const logInterval = 10_000;

/** Tells why nothing moves where no bar can, as in CI: now and then, as thousands of files may wait. */
export function logOfRetries(tellLine: (line: string) => void, clock = () => performance.now()): OnRetry {
  let next = -Infinity;
  return ({ files: [file], problem: { event }, delayMs }) => {
    const now = clock();
    if (delayMs < leastLogged || now < next) return;
    next = now + logInterval;
    tellLine(`${file}: ${retryText({ event, at: now + delayMs }, now)}`);
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
  const { filesDone, filesFailed = 0, filesUnknown = 0, filesTotal, bytesDone, bytesTotal } = progress;
  const percent = percentDone(progress);
  const text = [
    `${percent} %`,
    `${filesUploaded(progress)} of ${filesTotal} files`,
    ...(filesFailed > 0 ? [`${filesFailed} not uploaded`] : []),
    ...(filesUnknown > 0 ? [`${filesUnknown} unknown`] : []),
    ...(areBytesTold(progress) ? [`${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`] : []),
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
  if (!enabled || !canDraw()) return invisible;
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
