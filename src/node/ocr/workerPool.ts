import type { Source } from '../../core/model.ts';
import { KeptWorker, type AskOptions, type KeptWorkerOptions } from './keptWorker.ts';
import { Turns } from './turns.ts';
import type { ReadAnswer, ReadRequest } from './workerMessages.ts';

/** Kept workers beside each other: a picture goes to the one that has fewest before it. Those not needed never start. */
export class WorkerPool {
  readonly #members: readonly { readonly worker: KeptWorker; waiting: number }[];

  /** @param size how many pictures are worked on at the same time. */
  constructor(size: number, options: KeptWorkerOptions) {
    const heavyTurns = new Turns();
    this.#members = Array.from({ length: size }, () => ({
      worker: new KeptWorker(options, heavyTurns, size),
      waiting: 0,
    }));
  }

  /** As `KeptWorker.ask`. */
  async ask<W extends ReadRequest['want']>(
    source: Source,
    want: W,
    options: AskOptions,
  ): Promise<Extract<ReadAnswer, { kind: W }>> {
    const member = this.#members.reduce((least, one) => (one.waiting < least.waiting ? one : least));
    member.waiting++;
    try {
      return await member.worker.ask(source, want, options);
    } finally {
      member.waiting--;
    }
  }

  /** Ends the threads; another picture would start a new one. */
  async dispose(): Promise<void> {
    await Promise.all(this.#members.map(({ worker }) => worker.dispose()));
  }
}
