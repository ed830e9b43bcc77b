import { availableParallelism } from 'node:os';
import type { Page, Source } from '../../core/model.ts';
import type { Reader, ReadProgress } from '../../core/ports.ts';
import { Problem } from '../../core/problem.ts';
import type { ImageRefusal } from './decodeImage.ts';
import { readImageBytes } from './imageBytes.ts';
import { ReadingWorker, type FinalAnswer } from './readingWorker.ts';

export interface LocalReaderOptions {
  /** Folder that the build fills with the engine's files: dist/ocr. */
  readonly assetsFolder: string;
  /** Time limit of one picture, in seconds; default 60. */
  readonly timeLimit?: number;
  /** Largest picture, in pixels; default 120 million. */
  readonly pixelLimit?: number;
  /** Threads of the networks; default as many as there are cores, 4 at most. */
  readonly threads?: number;
}

/** After so many pictures a worker is replaced: the memory of WebAssembly grows and never shrinks. */
const picturesPerWorker = 50;
/** A worker holds about half a gigabyte, so an idle one goes, after so many milliseconds. */
const idleTime = 60_000;

/** The engine that comes with Porter. */
export interface LocalReader extends Reader {
  /** Ends the worker; another reading would start a new one. */
  dispose(): Promise<void>;
}

/** Reads with PP-OCRv4 in a worker thread: no network, no native code. Pictures are read one at a time. */
export function localReader(options: LocalReaderOptions): LocalReader {
  return new WorkerReader(options);
}

class WorkerReader implements LocalReader {
  readonly engine = 'PP-OCRv4';
  readonly #options: Required<LocalReaderOptions>;
  #worker: ReadingWorker | undefined;
  #picturesLeft = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  /** Fulfilled when the pictures before have been read. */
  #previous: Promise<void> = Promise.resolve();

  constructor(options: LocalReaderOptions) {
    const threads = Math.min(4, availableParallelism());
    this.#options = { timeLimit: 60, pixelLimit: 120_000_000, threads, ...options };
  }

  async read(
    source: Source,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: ReadProgress },
  ): Promise<Page> {
    const previous = this.#previous;
    const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>();
    this.#previous = previous.then(() => finished);
    try {
      await untilAborted(previous, signal);
      return await this.#readNow(source, signal, onProgress ?? (() => undefined));
    } finally {
      finish(undefined);
    }
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.end();
  }

  async #readNow(source: Source, signal: AbortSignal, onProgress: ReadProgress): Promise<Page> {
    clearTimeout(this.#idleTimer);
    const { timeLimit, pixelLimit } = this.#options;
    try {
      const image = await readImageBytes(source, signal);
      const worker = await this.#freshWorker();
      const answer = await worker.ask(
        { ...image, pixelLimit, want: 'page' },
        { signal, timeLimit: timeLimit * 1000, onProgress },
      );
      return this.#pageOf(answer, source.path);
    } finally {
      this.#idleTimer = setTimeout(() => void this.dispose(), idleTime).unref();
    }
  }

  async #freshWorker(): Promise<ReadingWorker> {
    if (this.#worker === undefined || this.#worker.ended || this.#picturesLeft === 0) {
      await this.#worker?.end();
      this.#worker = new ReadingWorker(this.#options.assetsFolder, { threads: this.#options.threads });
      this.#picturesLeft = picturesPerWorker;
    }
    this.#picturesLeft--;
    return this.#worker;
  }

  #pageOf(answer: FinalAnswer, file: string): Page {
    switch (answer.kind) {
      case 'page':
        return answer.page;
      case 'picture':
        throw new Problem('engineFailed', { engine: this.engine, reason: 'it answered something else' });
      case 'refused':
        throw refusalProblem(answer.refusal, file, this.#options.pixelLimit);
      case 'timedOut':
        throw new Problem('readingTimedOut', { file, seconds: this.#options.timeLimit });
      case 'failed':
        // What state it is in is unknown.
        this.#picturesLeft = 0;
        throw new Problem('engineFailed', { engine: this.engine, reason: answer.reason });
    }
  }
}

function refusalProblem(refusal: ImageRefusal, file: string, pixelLimit: number): Problem {
  if (refusal.kind === 'damaged') return new Problem('imageDamaged', { file, reason: refusal.reason });
  const { width, height } = refusal;
  return new Problem('imageTooLarge', { file, width, height, limit: pixelLimit / 1_000_000 });
}

/** @throws the signal's reason as soon as it is aborted. */
async function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
