import type { Batch, TransferItem } from './batch.ts';
import { BatchItems } from './batchItems.ts';
import type { BatchRun, BatchServices, FinalStop } from './batchRun.ts';
import type { Outcome, PlannedFile } from '../model.ts';
import type { Effort, FileEnding } from './outcome.ts';
import { leftByEarlierRuns } from './leftByEarlierRuns.ts';
import type { Destination } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { RequestRun } from './requestRun.ts';
import { SessionRun } from './sessionRun.ts';
import type { Claimant } from './slots.ts';
import type { TransferOptions } from './transferOptions.ts';

/** How often a batch looks whether bytes still move, in milliseconds. */
const tickMs = 1000;

/** Of what was not begun. */
const noEffort: Effort = { durationMs: 0, attempts: 0 };

/** What the queue gives to each of its batches. */
export type QueueServices = Pick<BatchServices, 'clock' | 'random' | 'store' | 'pace' | 'dismiss' | 'onRequest'>;

/** A batch under way: which file is next, and what is sent now. */
export class RunningBatch implements Batch, Claimant {
  readonly host: string;
  readonly destination: string;
  readonly concurrency: number | undefined;
  readonly #items: BatchItems;
  readonly #to: Destination;
  readonly #services: BatchServices;
  /** Files before this one have had their turn. */
  #next = 0;
  /** Of those, the ones whose turn comes again. */
  readonly #again = new Set<number>();
  /** What is under way. */
  readonly #runs = new Map<number, BatchRun>();
  readonly #sessions = new Set<SessionRun>();
  /** Sessions of paused files. */
  readonly #stopped = new Map<number, SessionRun>();
  /** Of paused files that the server may have: why nobody knows. */
  readonly #unanswered = new Map<number, Problem>();
  #isReached = false;
  #tick: Disposable | undefined;

  constructor(
    files: readonly PlannedFile[],
    destination: Destination,
    services: QueueServices,
    options: TransferOptions,
  ) {
    this.host = destination.host;
    this.destination = destination.name;
    this.concurrency = destination.limits.concurrency;
    this.#to = destination;
    this.#items = new BatchItems(files, destination.host, services.clock, options);
    this.#services = this.#servicesWith(services);
  }

  get items(): readonly TransferItem[] {
    return this.#items.list;
  }

  /** Settles when each file has its outcome; they are in the order of the files. */
  get ended(): Promise<readonly Outcome[]> {
    return this.#items.ended;
  }

  pause(file?: PlannedFile): void {
    for (const index of this.#items.indicesOf(file)) this.#pause(index);
  }

  #pause(index: number): void {
    const run = this.#runs.get(index);
    if (run) run.stop(index, 'pause');
    else if (this.#items.at(index).state === 'waiting') this.#items.show(index, 'paused');
  }

  mayPause(file?: PlannedFile): boolean {
    for (const index of this.#items.indicesOf(file)) {
      const isPausable = this.#runs.get(index)?.mayPause ?? this.#items.at(index).state === 'waiting';
      if (isPausable) return true;
    }
    return false;
  }

  resume(file?: PlannedFile): void {
    for (const index of this.#items.indicesOf(file)) {
      const run = this.#runs.get(index);
      if (run) run.resume(index);
      else if (this.#items.at(index).state === 'paused') {
        this.#items.show(index, 'waiting');
        if (index < this.#next) this.#again.add(index);
      }
    }
    this.#services.onRequest();
  }

  cancel(file?: PlannedFile): void {
    if (file === undefined) this.#items.silence();
    this.#end(this.#items.indicesOf(file), 'cancel');
  }

  /** Its process is about to end: what another run can continue stops and stays, and all else is cancelled. */
  leave(): void {
    this.#items.silence();
    this.#end(this.items.keys(), 'leave');
  }

  #end(indices: Iterable<number>, how: FinalStop): void {
    const notBegun: number[] = [];
    for (const index of indices) {
      const run = this.#runs.get(index);
      const session = this.#stopped.get(index);
      if (run) run.stop(index, how);
      else if (session) this.#endStopped(index, session, how);
      else if (this.#isWaiting(index)) notBegun.push(index);
    }
    if (notBegun.length > 0) void this.#endNotBegun(notBegun);
  }

  #endStopped(index: number, session: SessionRun, how: FinalStop): void {
    this.#stopped.delete(index);
    this.#again.delete(index);
    this.#runs.set(index, session);
    void session.end(how);
  }

  /** What earlier runs left of them stays. */
  async #endNotBegun(indices: readonly number[]): Promise<void> {
    for (const index of indices) this.#items.show(index, 'cancelled');
    const left = await leftByEarlierRuns(this.#to, this.#services.store);
    for (const index of indices) {
      const isLeft = left.has(this.#items.at(index).file.source.id);
      this.#onEnd(
        index,
        isLeft ? { status: 'left' } : { status: 'cancelled', late: this.#unanswered.has(index) },
        noEffort,
      );
    }
  }

  #isWaiting(index: number): boolean {
    const { state } = this.#items.at(index);
    return state === 'waiting' || state === 'paused';
  }

  take(): Promise<void> | undefined {
    // What was begun goes on before another file is begun; what is left over goes to further parts of the same file.
    return this.#continue((session) => !session.isActive) ?? this.#begin() ?? this.#continue(() => true);
  }

  #continue(which: (session: SessionRun) => boolean): Promise<void> | undefined {
    for (const session of this.#sessions) {
      const request = which(session) ? session.take() : undefined;
      if (request) return request;
    }
    return undefined;
  }

  #begin(): Promise<void> | undefined {
    const first = this.#nextWaiting();
    if (first === undefined) return undefined;
    const { session } = this.#to;
    if (session && this.#goesBySession(first)) {
      const run = this.#stopped.get(first) ?? new SessionRun(first, session, this.#services);
      this.#stopped.delete(first);
      this.#begun([first], run);
      this.#sessions.add(run);
      void run.run();
      return run.take();
    }
    const indices = [first, ...this.#companions(first)];
    const run = new RequestRun(indices, this.#services, this.#unanswered.get(first));
    this.#begun(indices, run);
    return run.run();
  }

  /** Up to as many more as fit into one request: the server may have all of them, or has none. */
  *#companions(first: number): Generator<number> {
    const fits = (next: number) =>
      !this.#goesBySession(next) && this.#unanswered.has(next) === this.#unanswered.has(first);
    for (let count = 1; count < this.#to.limits.filesPerRequest; count++) {
      const index = this.#nextWaiting(fits);
      if (index === undefined) return;
      yield index;
    }
  }

  #goesBySession(index: number): boolean {
    return goesBySession(this.#items.at(index).file, this.#to);
  }

  /** Takes the next file whose turn it is, if it fits. */
  #nextWaiting(fits: (index: number) => boolean = () => true): number | undefined {
    for (const index of this.#again) {
      const isWaiting = this.#items.at(index).state === 'waiting';
      if (isWaiting && !fits(index)) return undefined;
      this.#again.delete(index);
      if (isWaiting) return index;
    }
    for (; this.#next < this.items.length; this.#next++) {
      if (this.#items.at(this.#next).state !== 'waiting') continue;
      return fits(this.#next) ? this.#next++ : undefined;
    }
    return undefined;
  }

  #begun(indices: readonly number[], run: BatchRun): void {
    for (const index of indices) {
      this.#runs.set(index, run);
      this.#items.show(index, 'sending');
    }
    if (this.#tick) return;
    this.#items.start();
    this.#tick = this.#services.clock.every(tickMs, () => this.#items.tick());
  }

  #left(index: number): void {
    const run = this.#runs.get(index);
    if (run instanceof SessionRun) this.#sessions.delete(run);
    this.#runs.delete(index);
    if (this.#runs.size > 0) return;
    this.#tick?.[Symbol.dispose]();
    this.#tick = undefined;
  }

  #servicesWith(services: QueueServices): BatchServices {
    return {
      ...services,
      destination: this.#to,
      fileAt: (index) => this.#items.at(index).file,
      onState: (index, state) => {
        if (this.#items.at(index).state !== state) this.#items.show(index, state);
      },
      isReached: () => this.#isReached,
      onReached: () => {
        this.#isReached = true;
      },
      onBytes: (index, bytes, moved) => this.#items.count(index, bytes, moved),
      onRetry: (indices, problem, delayMs) => this.#items.retry(indices, problem, delayMs),
      onPaused: (index, effort, unanswered) => this.#onPaused(index, effort, unanswered),
      onEnd: (index, ending, effort) => this.#onEnd(index, ending, effort),
    };
  }

  #onPaused(index: number, effort: Effort, unanswered: Problem | undefined): void {
    const run = this.#runs.get(index);
    if (unanswered) this.#unanswered.set(index, unanswered);
    if (run instanceof SessionRun) this.#stopped.set(index, run);
    this.#left(index);
    this.#items.pause(index, effort);
  }

  #onEnd(index: number, ending: FileEnding, effort: Effort): void {
    this.#left(index);
    this.#items.end(index, ending, effort);
  }
}

/** Whether a file goes in parts. */
export function goesBySession({ source }: PlannedFile, { session }: Destination): boolean {
  return session !== undefined && source.size >= session.from;
}
