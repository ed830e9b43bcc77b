import type { Source } from '../../core/model.ts';
import { KeptWorker, type AskOptions, type KeptWorkerOptions } from './keptWorker.ts';
import { Turns } from './turns.ts';
import type { ReadAnswer, ReadRequest } from './workerMessages.ts';

interface Member {
  readonly worker: KeptWorker;
  /** Pictures that it works on or that wait for it. */
  pictures: number;
}

/**
 * Kept workers beside each other: a picture goes to the one that has fewest before it. Those not needed are never made.
 */
export class WorkerPool {
  readonly #size: number;
  readonly #options: KeptWorkerOptions;
  readonly #heavyTurns = new Turns();
  /** How many members there are, for themselves. */
  readonly #workers = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #members: Member[] = [];

  /** @param size how many pictures are worked on at the same time. */
  constructor(size: number, options: KeptWorkerOptions) {
    this.#size = size;
    this.#options = { ...options, workers: this.#workers };
  }

  /** As `KeptWorker.ask`. */
  async ask<W extends ReadRequest['want']>(
    source: Source,
    want: W,
    options: AskOptions,
  ): Promise<Extract<ReadAnswer, { kind: W }>> {
    const member = this.#leastBusy();
    member.pictures++;
    try {
      return await member.worker.ask(source, want, options);
    } finally {
      member.pictures--;
    }
  }

  #leastBusy(): Member {
    const [first, ...others] = this.#members;
    const least = first && others.reduce((found, one) => (one.pictures < found.pictures ? one : found), first);
    if (least && (least.pictures === 0 || this.#members.length === this.#size)) return least;
    const added = { worker: new KeptWorker(this.#options, this.#heavyTurns), pictures: 0 };
    Atomics.store(new Int32Array(this.#workers), 0, this.#members.push(added));
    return added;
  }

  /** Ends the threads; another picture would start a new one. */
  async dispose(): Promise<void> {
    await Promise.all(this.#members.map(({ worker }) => worker.dispose()));
  }
}
