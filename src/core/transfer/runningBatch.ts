import type { Batch, TransferItem, TransferState } from './batch.ts';
import type { BatchRun, BatchServices } from './batchRun.ts';
import type { Outcome, PlannedFile } from '../model.ts';
import { outcomeOf, type Effort, type FileEnding } from './outcome.ts';
import type { Destination } from '../ports.ts';
import { Problem } from '../problem.ts';
import { ProgressMeter } from './progress.ts';
import { RequestRun } from './requestRun.ts';
import { SessionRun } from './sessionRun.ts';
import type { Claimant } from './slots.ts';
import type { TransferOptions } from './transferOptions.ts';

/** How often a batch looks whether bytes still move, in milliseconds. */
const tickMs = 1000;

/** What the queue gives to each of its batches. */
export type QueueServices = Pick<BatchServices, 'clock' | 'random' | 'store' | 'pace' | 'dismiss' | 'onRequest'>;

/** A batch under way: which file is next, and where each stands. */
export class RunningBatch implements Batch, Claimant {
  readonly host: string;
  readonly destination: string;
  readonly concurrency: number | undefined;
  readonly items: TransferItem[];
  readonly #to: Destination;
  readonly #options: TransferOptions;
  readonly #services: BatchServices;
  readonly #meter: ProgressMeter;
  /** Files before this one have had their turn. */
  #next = 0;
  /** Of those, the ones whose turn comes again. */
  readonly #again = new Set<number>();
  /** What is under way. */
  readonly #runs = new Map<number, BatchRun>();
  readonly #sessions = new Set<SessionRun>();
  /** Of whole files. */
  readonly #requests = new Set<Promise<void>>();
  /** Sessions of paused files. */
  readonly #stopped = new Map<number, SessionRun>();
  /** What it took before a pause. */
  readonly #before = new Map<number, Effort>();
  /** In the order of the items: those that have ended. */
  readonly #outcomes: Outcome[];
  #endedCount = 0;
  readonly #ending = Promise.withResolvers<readonly Outcome[]>();
  #isCancelled = false;
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
    this.#options = options;
    this.items = files.map((file) => ({ file, state: 'waiting', bytesDone: 0 }));
    this.#outcomes = new Array<Outcome>(files.length);
    const bytes = files.reduce((sum, { source }) => sum + source.size, 0);
    this.#meter = new ProgressMeter({ files: files.length, bytes }, services.clock, (progress) => {
      if (!this.#isCancelled) options.onProgress?.(progress);
    });
    this.#services = this.#servicesWith(services);
    if (files.length === 0) this.#ending.resolve([]);
  }

  /** Settles when each file has its outcome; they are in the order of the files. */
  get ended(): Promise<readonly Outcome[]> {
    return this.#ending.promise;
  }

  pause(file?: PlannedFile): void {
    for (const index of this.#indicesOf(file)) this.#pause(index);
  }

  #pause(index: number): void {
    const run = this.#runs.get(index);
    if (run) run.stop(index, 'pause');
    else if (this.#item(index).state === 'waiting') this.#show(index, 'paused');
  }

  resume(file?: PlannedFile): void {
    for (const index of this.#indicesOf(file)) {
      const run = this.#runs.get(index);
      if (run) run.resume(index);
      else if (this.#item(index).state === 'paused') {
        this.#show(index, 'waiting');
        if (index < this.#next) this.#again.add(index);
      }
    }
    this.#services.onRequest();
  }

  cancel(file?: PlannedFile): void {
    this.#isCancelled ||= file === undefined;
    for (const index of this.#indicesOf(file)) {
      const run = this.#runs.get(index);
      if (run) run.stop(index, 'cancel');
      else this.#cancelWaiting(index);
    }
  }

  /**
   * Its process is about to end: what can go on later stops where it is, as by `pause`, and requests of whole files are
   * cancelled. Settles when each file of those has its outcome.
   */
  async leave(): Promise<void> {
    for (const index of this.items.keys()) {
      const run = this.#runs.get(index);
      if (run instanceof RequestRun) run.stop(index, 'cancel');
      else this.#pause(index);
    }
    await Promise.all(this.#requests);
  }

  #cancelWaiting(index: number): void {
    const { state } = this.#item(index);
    if (state !== 'waiting' && state !== 'paused') return;
    const session = this.#stopped.get(index);
    if (session === undefined) {
      this.#onEnd(index, { status: 'cancelled' }, { durationMs: 0, attempts: 0 });
      return;
    }
    this.#stopped.delete(index);
    this.#again.delete(index);
    this.#runs.set(index, session);
    void session.cancel();
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
    const indices = [first, ...this.#companions()];
    const run = new RequestRun(indices, this.#services);
    this.#begun(indices, run);
    const request = run.run();
    this.#requests.add(request);
    void request.then(() => this.#requests.delete(request));
    return request;
  }

  /** Up to as many more as fit into one request. */
  *#companions(): Generator<number> {
    for (let count = 1; count < this.#to.limits.filesPerRequest; count++) {
      const index = this.#nextWaiting((next) => !this.#goesBySession(next));
      if (index === undefined) return;
      yield index;
    }
  }

  #goesBySession(index: number): boolean {
    return goesBySession(this.#item(index).file, this.#to);
  }

  /** Takes the next file whose turn it is, if it fits. */
  #nextWaiting(fits: (index: number) => boolean = () => true): number | undefined {
    for (const index of this.#again) {
      const isWaiting = this.#item(index).state === 'waiting';
      if (isWaiting && !fits(index)) return undefined;
      this.#again.delete(index);
      if (isWaiting) return index;
    }
    for (; this.#next < this.items.length; this.#next++) {
      if (this.#item(this.#next).state !== 'waiting') continue;
      return fits(this.#next) ? this.#next++ : undefined;
    }
    return undefined;
  }

  #begun(indices: readonly number[], run: BatchRun): void {
    for (const index of indices) {
      this.#runs.set(index, run);
      this.#show(index, 'sending');
    }
    if (this.#tick) return;
    this.#meter.start();
    this.#tick = this.#services.clock.every(tickMs, () => this.#meter.tick());
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
      fileAt: (index) => this.#item(index).file,
      onState: (index, state) => {
        if (this.#item(index).state !== state) this.#show(index, state);
      },
      isReached: () => this.#isReached,
      onReached: () => {
        this.#isReached = true;
      },
      onBytes: (index, bytes, moved) => this.#onBytes(index, bytes, moved),
      onRetry: (indices, problem, delayMs) => this.#onRetry(indices, problem, delayMs),
      onPaused: (index, effort) => this.#onPaused(index, effort),
      onEnd: (index, ending, effort) => this.#onEnd(index, ending, effort),
    };
  }

  #onBytes(index: number, bytesDone: number, moved: boolean): void {
    const item = this.#item(index);
    const change = bytesDone - item.bytesDone;
    if (change === 0) return;
    this.items[index] = { ...item, bytesDone };
    this.#meter.add(change, moved);
  }

  #onRetry(indices: readonly number[], problem: Problem, delayMs: number): void {
    for (const index of indices) this.#show(index, 'retrying', problem);
    const files = indices.map((index) => this.#item(index).file.source.path);
    this.#options.onRetry?.({ files, problem, delayMs });
  }

  #onPaused(index: number, effort: Effort): void {
    const run = this.#runs.get(index);
    if (run instanceof SessionRun) this.#stopped.set(index, run);
    this.#left(index);
    this.#before.set(index, this.#sum(index, effort));
    this.#show(index, 'paused');
  }

  #onEnd(index: number, ending: FileEnding, effort: Effort): void {
    const { file } = this.#item(index);
    const isDone = ending.status === 'done';
    this.#left(index);
    this.#onBytes(index, isDone ? file.source.size : 0, true);
    const outcome = outcomeOf(file, ending, this.#sum(index, effort), this.host);
    this.#show(index, outcome.status, 'problem' in outcome ? outcome.problem : undefined);
    if (isDone) this.#meter.end();
    else this.#meter.fail(file.source.size);
    this.#outcomes[index] = outcome;
    this.#endedCount++;
    this.#options.onOutcome?.(outcome);
    if (this.#endedCount === this.items.length) this.#ending.resolve(this.#outcomes);
  }

  /** With what it took before it was paused. */
  #sum(index: number, effort: Effort): Effort {
    const before = this.#before.get(index);
    if (before === undefined) return effort;
    return {
      ...effort,
      durationMs: before.durationMs + effort.durationMs,
      attempts: before.attempts + effort.attempts,
    };
  }

  #show(index: number, state: TransferState, problem?: Problem): void {
    const { file, bytesDone } = this.#item(index);
    this.items[index] = { file, state, bytesDone, ...(problem && { problem }) };
  }

  #item(index: number): TransferItem {
    const item = this.items[index];
    if (item === undefined) throw new Problem('internal', { reason: `there is no file ${index}` });
    return item;
  }

  #indicesOf(file: PlannedFile | undefined): Iterable<number> {
    if (file === undefined) return this.items.keys();
    const index = this.items.findIndex((item) => item.file === file);
    return index === -1 ? [] : [index];
  }
}

/** Whether a file goes in parts. */
export function goesBySession({ source }: PlannedFile, { session }: Destination): boolean {
  return session !== undefined && source.size >= session.from;
}
