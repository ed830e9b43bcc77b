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
 * Sources of many files, as `fileSource` makes them, by a thread that looks at them: handing one file after the other to
 * Node's own threads costs more than all else that is done before a person is asked about them.
 *
 * @param script what the thread runs: statThread.ts, or its bundle.
 * @returns in the order of the files; undefined for what `fileSource` is to be asked about: it is no file, it is empty, or
 *   there was no thread to look at it, as for too few.
 * @throws AbortError when cancelled.
 */
export async function manySources(
  files: readonly FoundFile[],
  script: URL,
  signal: AbortSignal,
): Promise<readonly (Source | undefined)[]> {
  throwIfAborted(signal);
  if (files.length < worthAThread) return [];
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  cancelled.catch(() => undefined);
  const cancel = () => reject(abortError());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    using thread = new StatThread(script);
    const sources: (Source | undefined)[] = [];
    const answers: Promise<StatAnswer>[] = [];
    for (let asked = 0; sources.length < files.length;) {
      for (; answers.length < ahead && asked < files.length; asked += atOnce) {
        answers.push(thread.look(files.slice(asked, asked + atOnce).map(({ at }) => at)));
      }
      const facts = await Promise.race([answers.shift() ?? [], cancelled]);
      if (facts.length === 0) break;
      for (const one of facts) {
        const file = files[sources.length];
        sources.push(one && file && sourceOf(file.at, file.path, one, readingBeside));
      }
    }
    return sources;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

class StatThread implements Disposable {
  readonly #worker: Worker | undefined;
  readonly #waiting: ((answer: StatAnswer) => void)[] = [];

  constructor(script: URL) {
    // Not imported: few uploads need one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    try {
      this.#worker = new Worker(script, { name: 'porter-stat', execArgv: [] });
    } catch {
      // ERR_WORKER_INIT_FAILED: this process may have no more threads.
      return;
    }
    this.#worker
      .on('message', (answer: StatAnswer) => this.#waiting.shift()?.(answer))
      .on('error', () => {
        for (const answered of this.#waiting) answered([]);
      });
  }

  /** The answers come in the order of asking; an empty one when there is no thread any more. */
  look(paths: readonly string[]): Promise<StatAnswer> {
    if (this.#worker === undefined) return Promise.resolve([]);
    this.#worker.postMessage(paths satisfies StatRequest);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  [Symbol.dispose](): void {
    // By itself: to terminate one that still starts can bring the whole process down.
    this.#worker?.postMessage('end' satisfies StatRequest);
    this.#worker?.unref();
  }
}
