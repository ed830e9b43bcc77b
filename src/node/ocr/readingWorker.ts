import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReadProgress } from '../../core/ports.ts';
import { smallHeap } from './promptMemory.ts';
import { optimiseAsUsual } from './wasmTiering.ts';
import { handedOver, type ReadAnswer, type ReadRequest, type WorkerSettings } from './workerMessages.ts';

/** An answer that ends a reading. */
export type FinalAnswer = Exclude<ReadAnswer, { readonly kind: 'up' | 'progress' }> | { readonly kind: 'timedOut' };

/** A thread loads its modules in less, or something is very wrong; in milliseconds. */
const longestStart = 10_000;

interface AskOptions {
  readonly signal: AbortSignal;
  /** In milliseconds. */
  readonly timeLimit: number;
  readonly onProgress: ReadProgress;
}

/** A worker thread that reads pictures one after the other. Ended by `end()`, or by itself where `ended` says so. */
export class ReadingWorker {
  readonly #thread: Worker;
  /** Fulfilled when the thread has loaded its modules, or has ended. */
  readonly #up: Promise<void>;
  #ended = false;
  #ending: Promise<void> | undefined;

  /** @param assetsFolder has worker.js and the files that it loads. */
  constructor(assetsFolder: string, settings: WorkerSettings) {
    this.#thread = new Worker(join(assetsFolder, 'worker.js'), {
      workerData: settings,
      name: 'porter-ocr',
      // The libraries print their warnings; what matters comes as an answer.
      stdout: true,
      stderr: true,
      execArgv: [],
      resourceLimits: smallHeap,
    });
    this.#thread.stdout.resume();
    this.#thread.stderr.resume();
    // A crash between two pictures ends in nothing worse than a new worker for the next.
    this.#thread.on('error', () => (this.#ended = true));
    this.#thread.on('exit', () => {
      this.#ended = true;
      // It may have been terminated while it loaded the networks.
      optimiseAsUsual();
    });
    const { promise: up, resolve: onUp } = Promise.withResolvers<undefined>();
    this.#up = up;
    // Its first message is that it is up.
    this.#thread.once('message', () => onUp(undefined)).once('exit', () => onUp(undefined));
    this.#thread.unref();
  }

  /** Whether it can read no more. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Reads one picture. A worker that was interrupted, by the signal or the time limit, is ended.
   *
   * @throws the signal's reason.
   */
  async ask(request: ReadRequest, options: AskOptions): Promise<FinalAnswer> {
    const { signal, timeLimit, onProgress } = options;
    signal.throwIfAborted();
    const thread = this.#thread;
    const { promise, resolve, reject } = Promise.withResolvers<FinalAnswer>();
    const onMessage = (answer: ReadAnswer) => {
      if (answer.kind === 'progress') onProgress(answer.fraction);
      else if (answer.kind !== 'up') resolve(answer);
    };
    const onError = (error: unknown) =>
      resolve({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    const onExit = (code: number) => resolve({ kind: 'failed', reason: `its thread ended with code ${code}` });
    const onAbort = () => {
      reject(signal.reason as Error);
      void this.end();
    };
    const timer = setTimeout(() => {
      resolve({ kind: 'timedOut' });
      void this.end();
    }, timeLimit);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      thread.postMessage(request, handedOver(request));
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
    }
  }

  /** Ends the thread, once it is up: V8 aborts the process when a thread is terminated while it loads its modules. */
  end(): Promise<void> {
    this.#ended = true;
    return (this.#ending ??= this.#endOnceUp());
  }

  async #endOnceUp(): Promise<void> {
    const { promise: overdue, resolve: onOverdue } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => onOverdue(undefined), longestStart);
    await Promise.race([this.#up, overdue]);
    clearTimeout(timer);
    await this.#thread.terminate();
  }
}
