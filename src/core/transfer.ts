import { throwIfAborted } from './clock.ts';
import type { Outcome, PlannedFile, Progress } from './model.ts';
import type { Clock, Destination, Uploaded } from './ports.ts';
import { Problem } from './problem.ts';
import { ProgressMeter } from './progress.ts';
import { retry, type Ending } from './retry.ts';

export interface TransferOptions {
  readonly signal: AbortSignal;
  /** Requests at the same time. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onProgress?: (progress: Progress) => void;
  /** Called as each file ends. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Called before a request is repeated. */
  readonly onRetry?: (retry: Retry) => void;
}

/** A request that failed and will be repeated. */
export interface Retry {
  /** `Source.path` of each file in it. */
  readonly files: readonly string[];
  readonly problem: Problem;
  readonly delayMs: number;
}

/** Sends the files in batches, some at the same time. Never throws: what happened to each file is in its outcome. */
export async function transfer(
  files: readonly PlannedFile[],
  destination: Destination,
  options: TransferOptions,
): Promise<readonly Outcome[]> {
  const queue = batches(files, destination.limits.filesPerRequest);
  const total = { files: files.length, bytes: sumOfSizes(files) };
  const meter = new ProgressMeter(total, options.clock, (progress) => {
    if (!options.signal.aborted) options.onProgress?.(progress);
  });
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      for (const outcome of await sendBatch(batch, destination, meter, options)) {
        outcomes.push(outcome);
        options.onOutcome?.(outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  return outcomes;
}

/** In the order of sending, each for one request. */
export function batches(files: readonly PlannedFile[], size: number): PlannedFile[][] {
  const result: PlannedFile[][] = [];
  for (let start = 0; start < files.length; start += size) result.push(files.slice(start, start + size));
  return result;
}

async function sendBatch(
  batch: readonly PlannedFile[],
  destination: Destination,
  meter: ProgressMeter,
  options: TransferOptions,
  attemptsBefore = 0,
): Promise<readonly Outcome[]> {
  const { clock, signal } = options;
  const started = clock.now();
  const ending = await retry(() => sendOnce(batch, destination, meter, signal), {
    ...options,
    retries: destination.retries,
    idempotent: destination.idempotent,
    onRetry: (problem, delayMs) =>
      options.onRetry?.({ files: batch.map((file) => file.source.path), problem, delayMs }),
  });
  const attempts = attemptsBefore + ending.attempts;
  const durationMs = clock.now() - started;
  const end = (files: readonly PlannedFile[]) => {
    meter.end(files.length, ending.status === 'done' ? 0 : sumOfSizes(files));
    return files.map((file, index) => outcomeOf(file, { ...ending, attempts }, index, durationMs, destination));
  };

  // A file that cannot be read cut the request short, so that no server took it for whole: the others go again.
  const culprit = ending.status === 'failed' ? batch.find((file) => isAbout(ending.problem, file)) : undefined;
  if (culprit === undefined || batch.length === 1) return end(batch);
  const others = batch.filter((file) => file !== culprit);
  return [...end([culprit]), ...(await sendBatch(others, destination, meter, options, attempts))];
}

function isAbout({ details }: Problem, file: PlannedFile): boolean {
  return 'file' in details && details.file === file.source.path;
}

/** One attempt. Bytes count as they move; those of an attempt that fails are taken back. */
async function sendOnce(
  batch: readonly PlannedFile[],
  destination: Destination,
  meter: ProgressMeter,
  signal: AbortSignal,
): Promise<readonly Uploaded[]> {
  let counted = 0;
  let open = true;
  const count = (bytes: number) => {
    if (!open) return;
    meter.add(bytes - counted);
    counted = bytes;
  };
  try {
    throwIfAborted(signal);
    const answers = await destination.send(batch, { signal, onBytes: count });
    count(sumOfSizes(batch));
    return answers;
  } catch (error) {
    count(0);
    throw error;
  } finally {
    open = false;
  }
}

function outcomeOf(
  file: PlannedFile,
  ending: Ending<readonly Uploaded[]>,
  index: number,
  durationMs: number,
  destination: Destination,
): Outcome {
  const { attempts } = ending;
  const common = { file: file.source.path, size: file.source.size, durationMs, attempts };
  const { warnings } = file;
  switch (ending.status) {
    case 'done': {
      const { warnings: added = [], ...where } = ending.value[index] ?? {};
      return { ...common, status: 'uploaded', ...where, warnings: [...warnings, ...added] };
    }
    case 'failed':
      return { ...common, status: 'failed', problem: ending.problem, warnings };
    case 'unknown': {
      const problem = new Problem('answerMissing', { host: destination.host }, { cause: ending.problem });
      return { ...common, status: 'unknown', problem, warnings };
    }
    case 'cancelled':
      return { ...common, status: 'cancelled', warnings };
  }
}

function sumOfSizes(files: readonly PlannedFile[]): number {
  return files.reduce((sum, file) => sum + file.source.size, 0);
}
