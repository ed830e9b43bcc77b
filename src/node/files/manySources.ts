import type { Worker } from 'node:worker_threads';
import { abortError, throwIfAborted } from '../../core/clock.ts';
import type { Source } from '../../core/model.ts';
import { readingBeside } from './fileReading.ts';
import { sourceOf } from './fileSource.ts';
import type { StatAnswer, StatRequest } from './statThread.ts';

/** A file that a walk found. */
export interface FoundFile {
  /** Its full path. */
  readonly at: string;
  /** `Source.path`. */
  readonly path: string;
}

/** Fewer are looked at before a thread has started. */
const worthAThread = 1000;
/** Looked at for one message: what comes of them is made in a few milliseconds. */
const atOnce = 500;
/** Messages under way: the thread looks at files while sources are made of those before. */
const ahead = 2;

/**
 * Sources of many files, as `fileSource` makes them, by a thread that looks at them while others are still being found:
 * handing one file after the other to Node's own threads costs more than all else that is done before a person is asked
 * about them. Disposed of, it looks at no more.
 */
export class ManySources implements Disposable {
  readonly #script: URL;
  readonly #files: FoundFile[] = [];
  readonly #sources: (Source | undefined)[] = [];
  #thread: Worker | undefined;
  #asked = 0;
  #underWay = 0;
  #areAllFound = false;
  readonly #ending = Promise.withResolvers<undefined>();

  /** @param script what the thread runs: statThread.ts, or its bundle. */
  constructor(script: URL) {
    this.#script = script;
  }

  add(file: FoundFile): void {
    this.#files.push(file);
    if (this.#files.length === worthAThread) this.#start();
    if (this.#files.length - this.#asked >= atOnce) this.#ask();
  }

  /**
   * Those of all files that were added; there are no more.
   *
   * @returns in their order; undefined, or missing at the end, for what `fileSource` is to be asked about: it is no
   *   file, it is empty, or there was no thread to look at it, as for too few.
   * @throws AbortError when cancelled.
   */
  async all(signal: AbortSignal): Promise<readonly (Source | undefined)[]> {
    throwIfAborted(signal);
    const cancel = () => this.#ending.reject(abortError());
    signal.addEventListener('abort', cancel, { once: true });
    try {
      this.#areAllFound = true;
      this.#ask();
      await this.#ending.promise;
      return this.#sources;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  [Symbol.dispose](): void {
    // By itself: to terminate one that still starts can bring the whole process down.
    this.#thread?.postMessage('end' satisfies StatRequest);
    this.#thread?.unref();
  }

  #start(): void {
    // Not imported: few uploads need one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    try {
      this.#thread = new Worker(this.#script, { name: 'porter-stat', execArgv: [] });
    } catch {
      // ERR_WORKER_INIT_FAILED: this process may have no more threads.
      return;
    }
    this.#thread
      .on('message', (answer: StatAnswer) => this.#onAnswer(answer))
      .on('error', () => {
        this.#thread = undefined;
        this.#ask();
      });
  }

  #ask(): void {
    const least = this.#areAllFound ? 1 : atOnce;
    while (this.#thread && this.#underWay < ahead && this.#files.length - this.#asked >= least) {
      const some = this.#files.slice(this.#asked, this.#asked + atOnce);
      this.#asked += some.length;
      this.#underWay++;
      this.#thread.postMessage(some.map(({ at }) => at) satisfies StatRequest);
    }
    const isOver = this.#thread === undefined || this.#sources.length === this.#files.length;
    if (this.#areAllFound && isOver) this.#ending.resolve(undefined);
  }

  #onAnswer(answer: StatAnswer): void {
    this.#underWay--;
    for (const facts of answer) {
      const file = this.#files[this.#sources.length];
      this.#sources.push(facts && file && sourceOf(file.at, file.path, facts, readingBeside));
    }
    this.#ask();
  }
}
