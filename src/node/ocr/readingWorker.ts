import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReadProgress } from '../../core/ports.ts';
import type { ReadAnswer, ReadRequest, WorkerSettings } from './workerMessages.ts';

/** An answer that ends a reading. */
export type FinalAnswer = Exclude<ReadAnswer, { readonly kind: 'progress' }> | { readonly kind: 'timedOut' };

export interface AskOptions {
  readonly signal: AbortSignal;
  /** In milliseconds. */
  readonly timeLimit: number;
  readonly onProgress: ReadProgress;
}

/** A worker thread that reads pictures one after the other. Ended by `end()`, or by itself where `ended` says so. */
export class ReadingWorker {
  readonly #thread: Worker;
  #ended = false;

  /** @param assetsFolder has worker.js and the files that it loads. */
  constructor(assetsFolder: string, settings: WorkerSettings) {
    this.#thread = new Worker(join(assetsFolder, 'worker.js'), {
      workerData: settings,
      name: 'porter-ocr',
      // The libraries print their warnings; what matters comes as an answer.
      stdout: true,
      stderr: true,
      execArgv: [],
    });
    this.#thread.stdout.resume();
    this.#thread.stderr.resume();
    // A crash between two pictures ends in nothing worse than a new worker for the next.
    this.#thread.on('error', () => (this.#ended = true));
    this.#thread.on('exit', () => (this.#ended = true));
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
  async ask(
    request: ReadRequest & { readonly bytes: Uint8Array<ArrayBuffer> },
    options: AskOptions,
  ): Promise<FinalAnswer> {
    const { signal, timeLimit, onProgress } = options;
    signal.throwIfAborted();
    const thread = this.#thread;
    const { promise, resolve, reject } = Promise.withResolvers<FinalAnswer>();
    const onMessage = (answer: ReadAnswer) => {
      if (answer.kind === 'progress') onProgress(answer.fraction);
      else resolve(answer);
    };
    const onError = (error: unknown) =>
      resolve({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    const onExit = (code: number) => resolve({ kind: 'failed', reason: `its thread ended with code ${code}` });
    const interrupt = () => {
      this.#ended = true;
      void thread.terminate();
    };
    const onAbort = () => {
      reject(signal.reason as Error);
      interrupt();
    };
    const timer = setTimeout(() => {
      resolve({ kind: 'timedOut' });
      interrupt();
    }, timeLimit);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      thread.postMessage(request, [request.bytes.buffer]);
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
    }
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#thread.terminate();
  }
}
