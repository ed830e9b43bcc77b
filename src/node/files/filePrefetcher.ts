import type { Worker } from 'node:worker_threads';
import type { Selected, Source } from '../../core/model.ts';
import type { PrefetchedFile, Prefetcher, Prefetching } from '../../core/ports.ts';
import type { PrefetchAnswer, PrefetchRequest, WantedFile } from './prefetchThread.ts';

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

  begin(selection: readonly Selected[]): Prefetching | undefined {
    let count = 0;
    for (const place of selection.keys()) {
      const source = sourceAt(selection, place);
      if (source && isWanted(source) && ++count >= worthAThread) return this.#start(selection);
    }
    return undefined;
  }

  #start(selection: readonly Selected[]): Prefetching | undefined {
    try {
      return new ThreadPrefetching(this.#script, selection);
    } catch {
      // ERR_WORKER_INIT_FAILED: this process may have no more threads.
      return undefined;
    }
  }
}

/** A file that was asked for, until it is taken. */
interface AskedFile {
  /** In the selection. */
  readonly place: number;
  /** Absent until it has come. */
  file?: PrefetchedFile | undefined;
  /** Whoever waits for it. */
  settle?: (file: PrefetchedFile | undefined) => void;
}

/** The thread starts at once, which takes a while, and reads when the first file is taken. */
class ThreadPrefetching implements Prefetching {
  readonly #worker: Worker;
  readonly #selection: readonly Selected[];
  /** What stands before this place in the selection has been asked for, or passed over. */
  #next = 0;
  /** `Source.id` of all of that. */
  readonly #seen = new Set<string>();
  /** By `Source.id`, in the order of the selection. */
  readonly #asked = new Map<string, AskedFile>();
  /** By their numbers. */
  readonly #requests = new Map<number, readonly WantedFile[]>();
  #requestCount = 0;
  #isOver = false;

  constructor(script: URL, selection: readonly Selected[]) {
    this.#selection = selection;
    // Not imported: few uploads need one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    this.#worker = new Worker(script, { name: 'porter-prefetch', execArgv: [] });
    this.#worker
      .on('message', (answer: PrefetchAnswer) => this.#onAnswer(answer))
      // Whoever waits reads for himself.
      .on('error', () => this[Symbol.dispose]());
  }

  take(source: Source, signal: AbortSignal): PrefetchedFile | undefined | Promise<PrefetchedFile | undefined> {
    const { id } = source;
    if (this.#isOver || !isWanted(source)) return undefined;
    this.#passOverUntil(id);
    while (this.#asked.size < ahead && this.#next < this.#selection.length) this.#ask();
    const asked = this.#asked.get(id);
    if (asked === undefined || asked.settle) return undefined;
    this.#forgetBefore(asked.place - ahead);
    if (!('file' in asked)) return this.#whenCome(asked, signal);
    this.#asked.delete(id);
    return asked.file;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const { settle } of this.#asked.values()) settle?.(undefined);
    this.#asked.clear();
    // By itself: to terminate one that still starts can bring the whole process down.
    this.#worker.postMessage('end');
    this.#worker.unref();
  }

  /** Files that were refused, cancelled or paused have no turn now. */
  #passOverUntil(id: string): void {
    while (!this.#seen.has(id) && this.#next < this.#selection.length) {
      const passed = sourceAt(this.#selection, this.#next);
      if (passed?.id === id) return;
      if (passed) this.#seen.add(passed.id);
      this.#next++;
    }
  }

  #ask(): void {
    const files: WantedFile[] = [];
    for (; files.length < atOnce && this.#next < this.#selection.length; this.#next++) {
      const source = sourceAt(this.#selection, this.#next);
      if (!source || !isWanted(source) || this.#seen.has(source.id)) continue;
      const { id, localPath, version, size } = source;
      this.#seen.add(id);
      this.#asked.set(id, { place: this.#next });
      files.push({ id, localPath, version, size });
    }
    const number = ++this.#requestCount;
    this.#requests.set(number, files);
    this.#worker.postMessage({ number, files } satisfies PrefetchRequest);
  }

  /** What was passed over would be kept in vain. */
  #forgetBefore(place: number): void {
    for (const [id, asked] of this.#asked) {
      if (asked.place >= place) return;
      if (!asked.settle) this.#asked.delete(id);
    }
  }

  #onAnswer({ number, bytes, looked }: PrefetchAnswer): void {
    let start = 0;
    for (const [place, { id, size }] of (this.#requests.get(number) ?? []).entries()) {
      const asked = this.#asked.get(id);
      const detected = looked[place];
      // Of the memory of all, which is let go of with the last of them.
      if (asked)
        this.#onFile(
          id,
          asked,
          detected === null ? undefined : { bytes: new Uint8Array(bytes, start, size), detected },
        );
      start += size;
    }
    this.#requests.delete(number);
  }

  #onFile(id: string, asked: AskedFile, file: PrefetchedFile | undefined): void {
    asked.file = file;
    if (!asked.settle) return;
    this.#asked.delete(id);
    asked.settle(file);
  }

  #whenCome(asked: AskedFile, signal: AbortSignal): Promise<PrefetchedFile | undefined> {
    return new Promise((resolve, reject) => {
      const cancel = () => reject(signal.reason as Error);
      signal.addEventListener('abort', cancel, { once: true });
      asked.settle = (file) => {
        signal.removeEventListener('abort', cancel);
        resolve(file);
      };
    });
  }
}

function sourceAt(selection: readonly Selected[], place: number): Source | undefined {
  const selected = selection[place];
  return selected?.kind === 'source' ? selected.source : undefined;
}

/** Whether it is a small file on this machine. */
function isWanted(source: Source): source is Source & WantedFile {
  const { size, localPath, version } = source;
  return size > 0 && size <= smallSize && localPath !== undefined && version !== undefined;
}
