import { Bandwidth } from './bandwidth.ts';
import type { Batch } from './batch.ts';
import { systemClock } from '../clock.ts';
import { dismissalLimit } from './dismissalLimit.ts';
import { discardLeftOf } from './discardSession.ts';
import { leftByEarlierRuns } from './leftByEarlierRuns.ts';
import { mapSome } from '../mapSome.ts';
import type { Outcome, PlannedFile } from '../model.ts';
import type { Clock, Destination } from '../ports.ts';
import { retry } from './retry.ts';
import { goesBySession, RunningBatch, type QueueServices } from './runningBatch.ts';
import { processEnds, type TransferOptions } from './transferOptions.ts';
import type { SessionStore } from './sessionPort.ts';
import { Slots } from './slots.ts';
import { throwAway } from './throwAway.ts';

const defaultConcurrency = 8;

export interface QueueOptions {
  /** Requests at the same time to one host; default 8. */
  readonly concurrency?: number;
  /** Where uploads are kept that another run can continue; absent: they are not. */
  readonly sessions?: SessionStore;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** All uploads of a process: batches are added while others are under way, and share the network fairly. */
export class TransferQueue implements AsyncDisposable {
  readonly #slots: Slots;
  readonly #bandwidth: Bandwidth;
  readonly #services: QueueServices;
  readonly #dismissals = new Set<Promise<unknown>>();

  constructor(options: QueueOptions = {}) {
    const { concurrency = defaultConcurrency, sessions, clock = systemClock, random = Math.random } = options;
    this.#slots = new Slots(concurrency);
    this.#bandwidth = new Bandwidth(clock);
    this.#services = {
      clock,
      random,
      store: sessions,
      pace: this.#bandwidth,
      dismiss: (abandon, until) => this.#dismiss(abandon, until),
      onRequest: () => this.#slots.fill(),
    };
  }

  /** Requests at the same time to one host. */
  set concurrency(requests: number) {
    this.#slots.concurrency = requests;
  }

  /** In bytes per second, of all batches together; undefined: no limit. It holds at once. */
  set bandwidthLimit(bytesPerSecond: number | undefined) {
    this.#bandwidth.limit = bytesPerSecond;
  }

  /** Sends the files. Never throws: what happened to each file is in its outcome, in the order of the files. */
  async transfer(
    files: readonly PlannedFile[],
    destination: Destination,
    options: TransferOptions,
  ): Promise<readonly Outcome[]> {
    const { signal, onBatch } = options;
    const batch = new RunningBatch(files, destination, this.#services, options);
    const isLeft = () => signal.reason === processEnds;
    const stop = () => (isLeft() ? batch.leave() : batch.cancel());
    signal.addEventListener('abort', stop, { once: true });
    try {
      onBatch?.(batch);
      if (signal.aborted) stop();
      this.#slots.add(batch);
      return await batch.ended;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#slots.remove(batch);
      if (!isLeft()) this.#track(this.#tidyAfter(batch, destination));
    }
  }

  /** `Source.id` of the files that another run can go on with. */
  left(destination: Destination): Promise<ReadonlySet<string>> {
    return leftByEarlierRuns(destination, this.#services.store);
  }

  async #tidyAfter({ items }: Batch, destination: Destination): Promise<void> {
    const { store } = this.#services;
    const bySession = new Set(items.filter(({ file }) => goesBySession(file, destination)));
    const arrived = items.filter((item) => item.state === 'uploaded' && !bySession.has(item));
    if (store !== undefined && arrived.length > 0) {
      using limit = dismissalLimit(this.#services.clock);
      const files = arrived.map(({ file }) => file);
      await discardLeftOf(files, destination, store, limit.signal).catch(() => undefined);
    }
    await this.throwAwayLeft(
      destination,
      undefined,
      Array.from(bySession, ({ file }) => file),
    );
  }

  /**
   * Has a destination's server throw away what earlier runs gave up and could not tell it, in a bounded time: what is
   * left then is left to the next run. Never throws.
   *
   * @param until whoever waits for that is gone.
   * @param except files whose own runs see to that.
   */
  async throwAwayLeft(
    destination: Destination,
    until?: AbortSignal,
    except: readonly PlannedFile[] = [],
  ): Promise<void> {
    const { store, clock } = this.#services;
    const { session, name, target } = destination;
    if (store === undefined || session === undefined) return;
    const left = await store.abandoned(new AbortController().signal).catch(() => []);
    if (left.length === 0) return;
    const others = new Set(except.map(({ source }) => source.id));
    const theirs = left.filter(
      (record) => record.destination === name && record.target === target && !others.has(record.file.id),
    );
    using limit = dismissalLimit(clock, until);
    await mapSome(theirs, (record) =>
      this.#dismiss((signal) => throwAway(record, session, store, signal), limit.signal),
    );
  }

  /** Settles when servers have thrown away what was cancelled, or a few seconds later. */
  async dismissed(): Promise<void> {
    while (this.#dismissals.size > 0) await Promise.all(this.#dismissals);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dismissed();
  }

  /** An upload that was cancelled has ended for its person: this goes on for a moment. */
  async #dismiss(abandon: (signal: AbortSignal) => Promise<void>, until?: AbortSignal): Promise<boolean> {
    const { clock, random } = this.#services;
    using limit = dismissalLimit(clock, until);
    const { signal } = limit;
    const dismissing = retry(() => abandon(signal), {
      signal,
      clock,
      random,
      retries: Infinity,
      idempotent: true,
    }).then(({ status }) => status === 'done');
    this.#track(dismissing);
    return await dismissing;
  }

  #track(work: Promise<unknown>): void {
    this.#dismissals.add(work);
    void work.then(() => this.#dismissals.delete(work));
  }
}
