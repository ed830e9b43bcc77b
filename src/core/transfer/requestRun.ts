import type { BatchRun, BatchServices, Stop } from './batchRun.ts';
import { InterruptedPlaces } from './interruptedPlaces.ts';
import type { PlannedFile } from '../model.ts';
import type { Effort, FileEnding } from './outcome.ts';
import type { Uploaded } from '../ports.ts';
import { asProblem, Problem } from '../problem.ts';
import { retry, type Ending } from './retry.ts';
import { mayBeTaken, usualRetries } from './retryPolicy.ts';
import { TransferError } from './transferError.ts';
import { unchecked, verifyUploaded } from './verifyUploaded.ts';

/** Files that go in one request. */
export class RequestRun implements BatchRun {
  readonly #batch: BatchServices;
  #indices: readonly number[];
  #controller = new AbortController();
  readonly #stops = new Map<number, Stop>();
  /** sending: a request is under way; checking: the server has the files. */
  #phase: 'sending' | 'between' | 'checking' = 'between';
  /** What the server said of those that are not checked yet, the next one first. */
  #unchecked = new Map<number, Uploaded>();
  /** Whether all of the last request was sent. */
  #isAllOut = false;
  /** Why nobody knows whether the server has taken one for whole; undefined: it has not. */
  #unanswered: Problem | undefined;
  #attempts = 0;
  readonly #started: number;

  /** @param unanswered as `BatchServices.onPaused` was told of one of them. */
  constructor(indices: readonly number[], batch: BatchServices, unanswered: Problem | undefined) {
    this.#indices = indices;
    this.#batch = batch;
    this.#unanswered = unanswered;
    this.#started = batch.clock.now();
  }

  get mayPause(): boolean {
    return this.#phase === 'between' || (this.#phase === 'sending' && this.#batch.destination.idempotent);
  }

  stop(index: number, how: Stop): void {
    this.#stops.set(index, how);
    if (this.#phase !== 'checking') {
      if (how !== 'pause' || this.mayPause) this.#controller.abort();
    } else if (how !== 'pause') {
      const [checking] = this.#unchecked.keys();
      if (index === checking) this.#controller.abort();
      this.#endUnchecked(index);
    }
  }

  resume(index: number): void {
    if (this.#stops.get(index) === 'pause') this.#stops.delete(index);
  }

  run(): Promise<void> {
    return this.#indices.some((index) => this.#batch.fileAt(index).goesOn) ? this.#goOn() : this.#run();
  }

  async #goOn(): Promise<void> {
    await using places = new InterruptedPlaces();
    await this.#take(places);
    await this.#run(places);
  }

  /** What is gone on with is this process's alone until it has ended; what others have, or had, ends. */
  async #take(places: InterruptedPlaces): Promise<void> {
    const { destination, store } = this.#batch;
    for (;;) {
      this.#stopThoseTold();
      const index = this.#indices.find((one) => this.#batch.fileAt(one).goesOn && !places.has(this.#batch.fileAt(one)));
      if (index === undefined || store === undefined) return;
      const signal = this.#freshSignal();
      try {
        await places.take(this.#batch.fileAt(index), destination, store, signal);
      } catch (error) {
        if (signal.aborted) continue;
        const problem = asProblem(error);
        this.#indices = this.#indices.filter((one) => one !== index);
        this.#end(index, { status: problem.code === 'sessionEnded' ? 'skipped' : 'failed', problem });
      }
    }
  }

  async #run(places?: InterruptedPlaces): Promise<void> {
    while (this.#indices.length > 0) {
      const files = this.#indices.map((index) => this.#batch.fileAt(index));
      const ending = await this.#send(files, this.#freshSignal());
      this.#attempts += ending.attempts;
      if (ending.status === 'done') {
        if (places) await places.arrived(files);
        if (this.#batch.destination.verify) await this.#check(ending.value);
        else this.#endUploaded(ending.value);
      } else if (ending.status === 'cancelled') this.#stopThoseTold();
      else {
        this.#fail(files, ending);
        this.#stopThoseTold();
      }
    }
  }

  /** What stops the next step alone: an earlier one may have been stopped. */
  #freshSignal(): AbortSignal {
    if (this.#controller.signal.aborted) this.#controller = new AbortController();
    return this.#controller.signal;
  }

  #send(files: readonly PlannedFile[], signal: AbortSignal): Promise<Ending<readonly Uploaded[]>> {
    const { destination, clock, random } = this.#batch;
    return retry(() => this.#sendOnce(files, signal), {
      signal,
      clock,
      random,
      retries: destination.retries ?? usualRetries,
      idempotent: destination.idempotent,
      onRetry: (problem, delayMs) => {
        this.#batch.onRetry(this.#indices, problem, delayMs);
        if (this.#indices.some((index) => this.#stops.has(index))) this.#controller.abort();
      },
    });
  }

  /** One attempt. Bytes count as they move; those of an attempt that fails are taken back. */
  async #sendOnce(files: readonly PlannedFile[], signal: AbortSignal): Promise<readonly Uploaded[]> {
    const { destination, pace } = this.#batch;
    let isOpen = true;
    this.#phase = 'sending';
    this.#isAllOut = sumOfSizes(files) === 0;
    for (const index of this.#indices) this.#batch.onState(index, 'sending');
    const onBytes = (bytes: number) => {
      if (isOpen) this.#count(files, bytes);
    };
    try {
      return await destination.send(files, { signal, onBytes, pace });
    } catch (error) {
      this.#count(files, 0);
      this.#unanswered = this.#unansweredAfter(error, signal);
      throw error;
    } finally {
      isOpen = false;
      this.#phase = 'between';
    }
  }

  #unansweredAfter(error: unknown, { aborted }: AbortSignal): Problem | undefined {
    const before = this.#unanswered;
    if (error instanceof TransferError) {
      const { failure, problem } = error;
      return mayBeTaken(failure, this.#isAllOut, before !== undefined) ? (before ?? problem) : undefined;
    }
    return before ?? (this.#isAllOut && aborted ? this.#stoppedBefore() : undefined);
  }

  /** Files leave in their order. */
  #count(files: readonly PlannedFile[], bytes: number): void {
    let left = bytes;
    files.forEach(({ source: { size } }, place) => {
      const index = this.#indices[place];
      const ofThis = Math.min(size, left);
      left -= ofThis;
      if (index !== undefined) this.#batch.onBytes(index, ofThis, true);
    });
    if (bytes > 0) this.#isAllOut = bytes >= sumOfSizes(files);
  }

  #endUploaded(answers: readonly Uploaded[]): void {
    this.#indices.forEach((index, place) => this.#end(index, { status: 'done', uploaded: answers[place] ?? {} }));
    this.#indices = [];
  }

  /** Checked one after the other; pausing does not stop that, and what stopped them before came too late. */
  async #check(answers: readonly Uploaded[]): Promise<void> {
    this.#phase = 'checking';
    this.#stops.clear();
    this.#unchecked = new Map(this.#indices.map((index, place) => [index, answers[place] ?? {}]));
    for (const index of this.#indices) {
      const uploaded = this.#unchecked.get(index);
      if (uploaded === undefined) continue;
      const ending = await this.#checked(uploaded, index);
      // It has ended when it was cancelled meanwhile, which is nothing to the others.
      if (this.#unchecked.delete(index)) this.#end(index, ending);
    }
    this.#indices = [];
  }

  #endUnchecked(index: number): void {
    const uploaded = this.#unchecked.get(index);
    if (uploaded === undefined) return;
    this.#unchecked.delete(index);
    const file = this.#batch.fileAt(index);
    this.#end(index, { status: 'done', uploaded: unchecked(uploaded, file, this.#batch.destination) });
  }

  async #checked(uploaded: Uploaded, index: number): Promise<FileEnding> {
    const { destination, clock, random } = this.#batch;
    const file = this.#batch.fileAt(index);
    const signal = this.#freshSignal();
    try {
      const { retries = usualRetries } = destination;
      await verifyUploaded(destination, uploaded, file, { signal, clock, random, retries });
      return { status: 'done', uploaded };
    } catch (error) {
      return { status: 'failed', problem: asProblem(error), uploaded };
    }
  }

  /** The others go again; without those that asked for it nothing would have stopped. */
  #stopThoseTold(): void {
    const { idempotent } = this.#batch.destination;
    this.#indices = this.#indices.filter((index) => {
      const how = this.#stops.get(index);
      if (!idempotent && this.#unanswered) this.#end(index, { status: 'unknown', problem: this.#unanswered });
      else if (how === 'pause') this.#batch.onPaused(index, this.#effort(), this.#unanswered);
      else if (how) this.#end(index, this.#stopped(index));
      else return true;
      return false;
    });
  }

  /** What an earlier run left of it stays. */
  #stopped(index: number): FileEnding {
    if (this.#unanswered) return { status: 'cancelled', late: true };
    return { status: this.#batch.fileAt(index).goesOn ? 'left' : 'cancelled' };
  }

  #stoppedBefore(): Problem {
    const { host } = this.#batch.destination;
    return new Problem('answerMissing', { host, reason: 'it was cancelled before' });
  }

  #fail(files: readonly PlannedFile[], ending: Extract<FileEnding, { problem: Problem }>): void {
    // A file that cannot be read cut the request short, so that no server took it for whole: the others go again.
    const culprit = ending.status === 'failed' ? files.findIndex((file) => isAbout(ending.problem, file)) : -1;
    const ended = culprit === -1 ? this.#indices : this.#indices.slice(culprit, culprit + 1);
    this.#indices = culprit === -1 ? [] : this.#indices.filter((_, place) => place !== culprit);
    const told: FileEnding =
      culprit === -1 && ending.status === 'failed' && this.#unanswered
        ? { status: 'unknown', problem: this.#unanswered, isRepeatable: true }
        : ending;
    for (const index of ended) this.#end(index, told);
  }

  #end(index: number, ending: FileEnding): void {
    this.#batch.onEnd(index, ending, this.#effort());
  }

  #effort(): Effort {
    return { durationMs: this.#batch.clock.now() - this.#started, attempts: this.#attempts };
  }
}

function sumOfSizes(files: readonly PlannedFile[]): number {
  return files.reduce((sum, { source }) => sum + source.size, 0);
}

function isAbout({ details }: Problem, file: PlannedFile): boolean {
  return 'file' in details && details.file === file.source.path;
}
