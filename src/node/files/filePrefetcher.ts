import { Worker } from 'node:worker_threads';
import type { Source } from '../../core/model.ts';
import type { PrefetchedFile, Prefetcher, Prefetching } from '../../core/ports.ts';
import type { Prefetched, WantedFile } from './prefetchThread.ts';

/** In bytes. Larger files take longer to send than to read. */
const smallSize = 64 * 1024;
/** Fewer are read before a thread has started. */
const worthAThread = 200;
/** Asked for with one message. */
const atOnce = 32;
/** How many files are ready or being read before the one that is taken, at most. */
const ahead = 4 * atOnce;

/** Reads the small files of a batch in a thread. */
export class FilePrefetcher implements Prefetcher {
  readonly #script: URL;

  /** @param script what the thread runs: prefetchThread.ts, or its bundle. */
  constructor(script: URL) {
    this.#script = script;
  }

  begin(sources: readonly Source[]): Prefetching | undefined {
    const wanted = sources.flatMap(({ id, version, size }): readonly WantedFile[] => {
      const isSmallHere = size > 0 && size <= smallSize && id.startsWith('file:') && version !== undefined;
      return isSmallHere ? [{ id, version, size }] : [];
    });
    return wanted.length < worthAThread ? undefined : new ThreadPrefetching(this.#script, wanted);
  }
}

/** The thread starts at once, which takes a while, and reads when the first file is taken. */
class ThreadPrefetching implements Prefetching {
  readonly #worker: Worker;
  readonly #wanted: readonly WantedFile[];
  readonly #places: Map<string, number>;
  /** Those before this place were asked for. */
  #asked = 0;
  /** Those before this place have come. */
  #come = 0;
  /** By place, what has come and was not taken. */
  readonly #ready = new Map<number, PrefetchedFile>();
  readonly #waiting = new Map<number, (file: PrefetchedFile | undefined) => void>();
  #isOver = false;

  constructor(script: URL, wanted: readonly WantedFile[]) {
    this.#wanted = wanted;
    this.#places = new Map(wanted.map(({ id }, place) => [id, place]));
    this.#worker = new Worker(script, { name: 'porter-prefetch', execArgv: [] });
    this.#worker
      .on('message', (answer: Prefetched) => this.#onAnswer(answer))
      // Whoever waits reads for himself.
      .on('error', () => this[Symbol.dispose]());
  }

  take({ id }: Source, signal: AbortSignal): PrefetchedFile | undefined | Promise<PrefetchedFile | undefined> {
    const place = this.#places.get(id);
    if (place === undefined || this.#isOver) return undefined;
    this.#places.delete(id);
    this.#askUpTo(place + ahead);
    this.#forgetBefore(place - ahead);
    if (place >= this.#come) return this.#whenCome(place, signal);
    const file = this.#ready.get(place);
    this.#ready.delete(place);
    return file;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#ready.clear();
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
    void this.#worker.terminate();
  }

  #askUpTo(place: number): void {
    while (this.#asked < Math.min(place, this.#wanted.length)) {
      const files = this.#wanted.slice(this.#asked, this.#asked + atOnce);
      this.#asked += files.length;
      this.#worker.postMessage(files);
    }
  }

  /** What was passed over: their turn, should it come, is later. */
  #forgetBefore(place: number): void {
    for (const passed of this.#ready.keys()) {
      if (passed >= place) return;
      this.#ready.delete(passed);
    }
  }

  #onAnswer({ bytes, files }: Prefetched): void {
    let start = 0;
    for (const file of files) {
      const place = this.#come++;
      const end = start + (this.#wanted[place]?.size ?? 0);
      if (file) this.#onFile(place, { bytes: bytes.subarray(start, end), detected: file.detected });
      else this.#waiting.get(place)?.(undefined);
      start = end;
    }
  }

  #onFile(place: number, file: PrefetchedFile): void {
    const resolve = this.#waiting.get(place);
    if (resolve) resolve(file);
    else this.#ready.set(place, file);
  }

  #whenCome(place: number, signal: AbortSignal): Promise<PrefetchedFile | undefined> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#waiting.delete(place);
        signal.removeEventListener('abort', cancel);
      };
      const cancel = () => {
        settle();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#waiting.set(place, (file) => {
        settle();
        resolve(file);
      });
    });
  }
}
