import type { TransferItem, TransferState } from './batch.ts';
import type { Outcome, PlannedFile } from '../model.ts';
import { isUnchecked, isUnknown, outcomeOf, type Effort, type FileEnding } from './outcome.ts';
import type { Clock } from '../ports.ts';
import { Problem } from '../problem.ts';
import { ProgressMeter } from './progress.ts';
import type { TransferOptions } from './transferOptions.ts';

/** Where each file of a batch stands, and what whoever sends them is told of that; each is named by its index. */
export class BatchItems {
  readonly list: TransferItem[];
  readonly #host: string;
  readonly #options: TransferOptions;
  readonly #meter: ProgressMeter;
  /** What it took before a pause. */
  readonly #before = new Map<number, Effort>();
  /** In the order of the items: those that have ended. */
  readonly #outcomes: Outcome[];
  #endedCount = 0;
  readonly #ending = Promise.withResolvers<readonly Outcome[]>();
  #isSilent = false;

  /** @param host of the destination, for people. */
  constructor(files: readonly PlannedFile[], host: string, clock: Clock, options: TransferOptions) {
    this.#host = host;
    this.#options = options;
    this.list = files.map((file) => ({ file, state: 'waiting', bytesDone: 0 }));
    this.#outcomes = new Array<Outcome>(files.length);
    const bytes = files.reduce((sum, { source }) => sum + source.size, 0);
    this.#meter = new ProgressMeter({ files: files.length, bytes }, clock, (progress) => {
      if (!this.#isSilent) options.onProgress?.(progress);
    });
    if (files.length === 0) this.#ending.resolve([]);
  }

  /** Settles when each file has its outcome; they are in the order of the files. */
  get ended(): Promise<readonly Outcome[]> {
    return this.#ending.promise;
  }

  at(index: number): TransferItem {
    const item = this.list[index];
    if (item === undefined) throw new Problem('internal', { reason: `there is no file ${index}` });
    return item;
  }

  /** Of one file, or of all; none where it is of another batch. */
  indicesOf(file: PlannedFile | undefined): Iterable<number> {
    if (file === undefined) return this.list.keys();
    const index = this.list.findIndex((item) => item.file === file);
    return index === -1 ? [] : [index];
  }

  /** Tells of no progress any more. */
  silence(): void {
    this.#isSilent = true;
  }

  /** From now on bytes should move. */
  start(): void {
    this.#meter.start();
  }

  /** To be called now and then: also that nothing moves is told. */
  tick(): void {
    this.#meter.tick();
  }

  show(index: number, state: TransferState, problem?: Problem): void {
    const { file, bytesDone, bytesFound } = this.at(index);
    const found = bytesFound === undefined ? {} : { bytesFound };
    this.list[index] = { file, state, bytesDone, ...found, ...(problem && { problem }) };
  }

  /** @param moved whether the difference went out just now. */
  count(index: number, bytesDone: number, moved: boolean): void {
    const item = this.at(index);
    const change = bytesDone - item.bytesDone;
    if (change === 0) return;
    this.list[index] = { ...item, bytesDone, ...(!moved && { bytesFound: (item.bytesFound ?? 0) + change }) };
    this.#meter.add(change, moved);
  }

  retry(indices: readonly number[], problem: Problem, delayMs: number): void {
    for (const index of indices) this.show(index, 'retrying', problem);
    const files = indices.map((index) => this.at(index).file.source.path);
    this.#options.onRetry?.({ files, problem, delayMs });
  }

  pause(index: number, effort: Effort): void {
    this.#before.set(index, this.#sum(index, effort));
    this.show(index, 'paused');
  }

  end(index: number, ending: FileEnding, effort: Effort): void {
    const { file } = this.at(index);
    const outcome = outcomeOf(file, ending, this.#sum(index, effort), this.#host);
    const isThere = outcome.status === 'uploaded' || isUnchecked(outcome);
    this.count(index, isThere ? file.source.size : 0, true);
    this.show(index, outcome.status, 'problem' in outcome ? outcome.problem : undefined);
    if (isThere) this.#meter.end();
    else this.#meter.fail(file.source.size, isUnknown(outcome));
    this.#outcomes[index] = outcome;
    this.#endedCount++;
    this.#options.onOutcome?.(outcome);
    if (this.#endedCount === this.list.length) this.#ending.resolve(this.#outcomes);
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
}
