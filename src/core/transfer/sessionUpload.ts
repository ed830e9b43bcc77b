import { abortError, throwIfAborted } from '../clock.ts';
import { HeldFile } from './heldFile.ts';
import type { Continuable, KeptSession } from './keptSession.ts';
import type { PlannedFile } from '../model.ts';
import { mayGoOnLater } from './mayGoOnLater.ts';
import type { UploadedBySession } from './outcome.ts';
import { isWhole } from './parts.ts';
import { PartRound, SessionGone } from './partRound.ts';
import type { Destination } from '../ports.ts';
import { Problem } from '../problem.ts';
import { persist } from './retry.ts';
import { mayBeTaken } from './retryPolicy.ts';
import { SessionBeginning } from './sessionBeginning.ts';
import type { SessionProtocol, SessionRecord } from './sessionPort.ts';
import { patienceOf, type SessionServices } from './sessionServices.ts';
import { throwAway } from './throwAway.ts';
import { mayBeGone, mayHaveArrived, TransferError } from './transferError.ts';

/** How often an upload is begun, in one run, at a server that forgets it again and again. */
const mostBeginnings = 3;

/** Something to do when there is a slot for it. */
interface Task {
  readonly run: () => Promise<void>;
  readonly refuse: (reason: Error) => void;
}

/**
 * Sends one file in parts. It makes no request by itself: `take` begins the next one when there is a slot for it. After
 * it was stopped `run` may be called again, and goes on from what the server has.
 */
export class SessionUpload {
  readonly #destination: Destination;
  readonly #protocol: SessionProtocol;
  readonly #services: SessionServices;
  readonly #held: HeldFile;
  readonly #beginning: SessionBeginning;
  #kept: KeptSession | undefined;
  #isWorking = false;
  #task: Task | undefined;
  #round: PartRound | undefined;
  #isFinishing = false;
  #isFinishUnanswered = false;

  constructor(file: PlannedFile, destination: Destination, protocol: SessionProtocol, services: SessionServices) {
    this.#destination = destination;
    this.#protocol = protocol;
    this.#services = services;
    this.#held = new HeldFile(file.source.size, destination.host, services.onBytes);
    this.#beginning = new SessionBeginning(file, destination, protocol, this.#held, services);
  }

  /** Whether it has looked what an earlier run left. */
  get hasLooked(): boolean {
    return this.#kept !== undefined;
  }

  /** Whether a request of it is under way. */
  get isActive(): boolean {
    return this.#isWorking || this.#round?.isActive === true;
  }

  /** Whether all bytes are, or were when it ended, there, so that stopping it would be of no use. */
  get isFinishing(): boolean {
    return this.#isFinishing;
  }

  /** Whether the server may have the file for good. */
  get mayBeThere(): boolean {
    return this.#isFinishing || this.#isEndOut;
  }

  /** Whether the server may have made it the file by a request that it has not answered. */
  get isEndUnanswered(): boolean {
    return this.#isFinishUnanswered || this.#isEndOut;
  }

  /** Whether all was sent that makes the file, so that the server may have it though it knows nothing of the upload. */
  get #isEndOut(): boolean {
    return this.#protocol.lastPartEnds && this.#held.isOut;
  }

  /** Whether what an earlier run left is there for another: not where this one has given it up. */
  get isLeft(): boolean {
    return this.#kept?.isLeft ?? true;
  }

  /** Sentences for a person. */
  get warnings(): readonly string[] {
    return this.#kept?.warnings ?? [];
  }

  /** Begins its next request, if there is one to make now. */
  take(): Promise<void> | undefined {
    const task = this.#task;
    if (task) {
      this.#task = undefined;
      return this.#work(task.run);
    }
    return this.#round?.take();
  }

  /**
   * Sends the file, or what the server has not of it.
   *
   * @throws TransferError, Problem, AbortError as `Destination.send`; Problem `sessionTaken`, `sessionLost`,
   *   `tooLarge`, and `answerInvalid` when what the server says cannot be.
   */
  async run(signal: AbortSignal): Promise<UploadedBySession> {
    const stop = () => {
      this.#task?.refuse(abortError());
      this.#task = undefined;
      this.#round?.stop();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      throwIfAborted(signal);
      this.#isFinishing = false;
      let isGone = false;
      for (let beginnings = 0; ;) {
        try {
          const { kept, session } = await this.#inSlot(async () => {
            const kept = (this.#kept ??= await this.#beginning.open(signal));
            await kept.requireLock();
            throwIfAborted(signal);
            const known = isGone ? undefined : await this.#beginning.continue(kept, signal);
            if (known) return { kept, session: known };
            if (++beginnings > mostBeginnings) throw this.#invalid('it forgets the upload again and again');
            return { kept, session: await this.#beginning.begin(kept, signal) };
          });
          this.#services.onReached();
          // Writing to disk does not listen to it.
          throwIfAborted(signal);
          await this.#sendParts(session, kept);
          this.#isFinishing = true;
          return await this.#inSlot(() => this.#finish(kept, signal));
        } catch (error) {
          isGone = error instanceof SessionGone || mayBeGone(error);
          // It stays on disk until another is begun: a server that refuses credentials may have said so.
          if (isGone && (this.#destination.idempotent || !this.#isEndOut)) {
            this.#isFinishUnanswered = this.isEndUnanswered;
            throwIfAborted(signal);
            continue;
          }
          // Whoever took it over meanwhile may be why.
          if (!signal.aborted && !mayHaveArrived(error)) await this.#kept?.requireLock();
          throw error instanceof SessionGone ? this.#unanswered() : error;
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /**
   * It failed: what another run may continue stays on disk, else the server throws away what it has.
   *
   * @returns whether another run may go on with what was sent.
   */
  async giveUp(error: unknown, signal: AbortSignal): Promise<boolean> {
    const kept = this.#kept;
    if (await kept?.isLost()) {
      await kept?.release();
      return false;
    }
    if (mayHaveArrived(error)) {
      await kept?.forget();
      return false;
    }
    const session = kept?.isOnDisk ? kept.session : undefined;
    if (session && !session.intended && mayGoOnLater(error)) {
      await kept?.noteEnding(this.#isEndOut);
      await kept?.release();
      return true;
    }
    // Whoever looks at the server afterwards finds nothing; who cancels meanwhile does not wait for that.
    const cancelled = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    if (session?.intended) {
      const dismissed = this.#services.dismiss((signal) => this.#protocol.abandon(session.state, signal));
      const isGone = await Promise.race([dismissed, cancelled]);
      await (isGone ? kept?.forget() : kept?.release());
      return false;
    }
    const record = await kept?.abandon();
    if (record && (await Promise.race([this.#throwAway(record), cancelled])) === false) kept?.warnHeld(error);
    return false;
  }

  /**
   * Leaves it to another run, if that can go on with it.
   *
   * @returns whether it can.
   */
  async leave(): Promise<boolean> {
    if (!this.#kept?.isLeft) return false;
    await this.#kept.noteEnding(this.#isEndOut);
    await this.#kept.release();
    return true;
  }

  /** Gives it up, and does not wait for the server: what stays on disk until that is told has the next run tell it. */
  async abandon(): Promise<void> {
    const record = await this.#kept?.abandon();
    if (record) void this.#throwAway(record);
  }

  /** @returns whether the server has thrown away what it has of the file. */
  #throwAway(record: SessionRecord): Promise<boolean> {
    const { dismiss, store } = this.#services;
    return dismiss((signal) => throwAway(record, this.#protocol, store, signal));
  }

  async #sendParts(session: Continuable, kept: KeptSession): Promise<void> {
    const services = {
      patience: (signal: AbortSignal) => patienceOf(this.#services, signal),
      pace: this.#services.pace,
      host: this.#destination.host,
    };
    this.#round = new PartRound(kept.file, this.#protocol, kept, session, this.#held, services);
    try {
      this.#services.onRequest();
      await this.#round.ended;
    } finally {
      this.#round = undefined;
    }
  }

  async #finish(kept: KeptSession, signal: AbortSignal): Promise<UploadedBySession> {
    const { parts } = this.#held;
    const { session, file } = kept;
    if (!session || !isWhole(parts, file.source.size)) {
      throw this.#invalid('what it says that it has is not the whole file');
    }
    const attempt = async () => {
      await kept.requireLock();
      throwIfAborted(signal);
      try {
        return await this.#protocol.finish(session.state, file, parts, signal);
      } catch (error) {
        if (error instanceof TransferError) {
          this.#isFinishUnanswered = mayBeTaken(error.failure, true, this.#isFinishUnanswered);
        }
        throw error;
      }
    };
    const { left, ...answer } = await persist(attempt, patienceOf(this.#services, signal));
    this.#isFinishUnanswered = false;
    if (left) void this.#services.dismiss((signal) => this.#protocol.abandon(left, signal));
    await kept.forget();
    const { resumedFrom } = this.#beginning;
    const uploaded = { ...answer, ...(resumedFrom > 0 ? { resumedFrom } : {}) };
    await this.#services.verify(uploaded, file, signal);
    return uploaded;
  }

  /** Does it when there is a slot for it. */
  #inSlot<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#task = { run: () => work().then(resolve, reject), refuse: reject };
      this.#services.onRequest();
    });
  }

  async #work(run: () => Promise<void>): Promise<void> {
    this.#isWorking = true;
    await run();
    this.#isWorking = false;
  }

  #unanswered(): Problem {
    const reason = 'it no longer knows it, and all of it may have been sent';
    return new Problem('answerMissing', { host: this.#destination.host, reason });
  }

  #invalid(reason: string): Problem {
    return new Problem('answerInvalid', { host: this.#destination.host, reason });
  }
}
