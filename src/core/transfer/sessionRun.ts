import type { BatchRun, BatchServices, FinalStop, Stop } from './batchRun.ts';
import type { FileEnding, UploadedBySession } from './outcome.ts';
import { isWithoutAnswer, passes, usualRetries } from './retryPolicy.ts';
import type { SessionProtocol } from './sessionPort.ts';
import { SessionUpload } from './sessionUpload.ts';
import { mayHaveArrived, problemOf, TransferError } from './transferError.ts';
import { unchecked, verifyUploaded } from './verifyUploaded.ts';

/** A file that goes by session; it may be stopped, and run again. */
export class SessionRun implements BatchRun {
  readonly #index: number;
  readonly #batch: BatchServices;
  readonly #upload: SessionUpload;
  #controller = new AbortController();
  #stop: Stop | undefined;
  /** When it was stopped, the server might have the file for good. */
  #isLate = false;
  #attempts = 0;
  /** What the server said of the file, once it has all of it. */
  #uploaded: UploadedBySession | undefined;

  constructor(index: number, protocol: SessionProtocol, batch: BatchServices) {
    this.#index = index;
    this.#batch = batch;
    const { destination, clock, random, store, pace, dismiss, onRequest, onReached } = batch;
    const file = batch.fileAt(index);
    // Trying again costs nothing where what was sent is kept. A server that was never there may be the wrong one.
    const retries = () => destination.retries ?? (batch.isReached() ? Infinity : usualRetries);
    this.#upload = new SessionUpload(file, destination, protocol, {
      retries,
      clock,
      random,
      store,
      pace,
      dismiss,
      onRequest,
      onReached,
      onBytes: (bytes, moved) => {
        batch.onState(index, 'sending');
        batch.onBytes(index, bytes, moved);
      },
      onRetry: (problem, delayMs) => {
        this.#attempts++;
        batch.onRetry([index], problem, delayMs);
      },
      verify: (uploaded, file, signal) => {
        this.#uploaded = uploaded;
        return verifyUploaded(destination, uploaded, file, { signal, clock, random, retries: retries() });
      },
    });
  }

  /** Whether a request of it is under way. */
  get isActive(): boolean {
    return this.#upload.isActive;
  }

  /** Begins its next request, if there is one to make now. */
  take(): Promise<void> | undefined {
    return this.#upload.take();
  }

  get mayPause(): boolean {
    return !this.#upload.isFinishing;
  }

  stop(_index: number, how: Stop): void {
    this.#stop = how;
    this.#isLate = this.#upload.mayBeThere;
    if (how !== 'pause' || this.mayPause) this.#controller.abort();
  }

  resume(): void {
    if (this.#stop === 'pause') this.#stop = undefined;
  }

  /** Ends it while it is paused. */
  async end(how: FinalStop): Promise<void> {
    this.#isLate = this.#upload.mayBeThere;
    this.#batch.onEnd(this.#index, await this.#stopped(how), { durationMs: 0, attempts: 0 });
  }

  async run(): Promise<void> {
    const { clock } = this.#batch;
    const started = clock.now();
    const effort = () => ({
      durationMs: clock.now() - started,
      attempts: this.#attempts,
      warnings: this.#upload.warnings,
    });
    this.#attempts = 1;
    this.#stop = undefined;
    for (;;) {
      const ending = await this.#runOnce();
      if (ending === 'resumed') continue;
      if (ending === 'paused') this.#batch.onPaused(this.#index, effort());
      else this.#batch.onEnd(this.#index, ending, effort());
      return;
    }
  }

  /** @returns `resumed` when it was paused and resumed before it had come to a stop. */
  async #runOnce(): Promise<FileEnding | 'paused' | 'resumed'> {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    try {
      return { status: 'done', uploaded: await this.#upload.run(signal) };
    } catch (error) {
      if (!signal.aborted) {
        const problem = problemOf(error);
        if (problem.code === 'sessionEnded') return { status: 'skipped', problem };
        const continuable = await this.#upload.giveUp(error, signal);
        const uploaded = this.#uploaded;
        const status = this.#mayHaveArrived(error) ? 'unknown' : 'failed';
        const isGivenUp = !this.#upload.isLeft;
        return {
          status,
          problem,
          ...(continuable && { continuable }),
          ...(status === 'unknown' && this.#batch.destination.idempotent && { isRepeatable: true as const }),
          ...(isGivenUp && { isGivenUp }),
          ...(uploaded && { uploaded }),
        };
      }
    }
    if (this.#uploaded) {
      const { destination } = this.#batch;
      const uploaded = unchecked(this.#uploaded, this.#batch.fileAt(this.#index), destination);
      return { status: 'done', uploaded };
    }
    if (this.#stop === undefined) return 'resumed';
    return this.#stop === 'pause' ? 'paused' : this.#stopped(this.#stop);
  }

  #mayHaveArrived(error: unknown): boolean {
    const tellsNothing = ({ failure }: TransferError) => isWithoutAnswer(failure) || passes(failure);
    const isUnanswered = error instanceof TransferError && tellsNothing(error);
    return mayHaveArrived(error) || (isUnanswered && this.#upload.isEndUnanswered);
  }

  async #stopped(how: FinalStop): Promise<FileEnding> {
    const { goesOn } = this.#batch.fileAt(this.#index);
    if (goesOn && !this.#upload.hasLooked) return { status: 'left' };
    if (how === 'leave' && (await this.#upload.leave())) return { status: 'left' };
    await this.#upload.abandon();
    return { status: 'cancelled', late: this.#isLate };
  }
}
