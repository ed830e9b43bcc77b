import { abortError, throwIfAborted } from '../clock.ts';
import type { BatchServices } from './batchRun.ts';
import { HeldFile, type OnBytes } from './heldFile.ts';
import { KeptSession, type Continuable } from './keptSession.ts';
import type { PlannedFile } from '../model.ts';
import { mayGoOnLater } from './mayGoOnLater.ts';
import { isWhole, partSizeFor } from './parts.ts';
import { PartRound, SessionGone } from './partRound.ts';
import type { Destination, SendOptions, Uploaded } from '../ports.ts';
import { Problem } from '../problem.ts';
import { Patience, persist, type RetryOptions } from './retry.ts';
import type { SessionProtocol, SessionStore } from './sessionPort.ts';
import { throwAway } from './throwAway.ts';

/** How often an upload is begun, in one run, at a server that forgets it again and again. */
const mostBeginnings = 3;

/** What a session asks of the batch that it belongs to. */
export interface SessionServices extends Omit<RetryOptions, 'signal' | 'idempotent' | 'retries'> {
  /** How often a request is repeated in a row, as things are now. */
  readonly retries: () => number;
  /** The server has the session. */
  readonly onReached: () => void;
  readonly store: SessionStore | undefined;
  readonly pace: () => Pick<SendOptions, 'pace'>;
  /** There may be a request to make: `take` gives it. */
  readonly onRequest: () => void;
  readonly onBytes: OnBytes;
  /** Looks whether the server has the file: see `verifyUploaded`. */
  readonly verify: (uploaded: UploadedBySession, signal: AbortSignal) => Promise<void>;
  readonly dismiss: BatchServices['dismiss'];
}

/** A file that was uploaded by session. */
export interface UploadedBySession extends Uploaded {
  /** Bytes that the server had from an earlier run. */
  readonly resumedFrom?: number;
}

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
  readonly #file: PlannedFile;
  readonly #destination: Destination;
  readonly #protocol: SessionProtocol;
  readonly #services: SessionServices;
  readonly #held: HeldFile;
  #kept: KeptSession | undefined;
  /** An earlier run began the session. */
  #isEarlier = false;
  #resumedFrom = 0;
  #isWorking = false;
  #task: Task | undefined;
  #round: PartRound | undefined;
  #isFinishing = false;

  constructor(file: PlannedFile, destination: Destination, protocol: SessionProtocol, services: SessionServices) {
    this.#file = file;
    this.#destination = destination;
    this.#protocol = protocol;
    this.#services = services;
    this.#held = new HeldFile(file.source.size, destination.host, services.onBytes);
  }

  /** Whether a request of it is under way. */
  get isActive(): boolean {
    return this.#isWorking || this.#round?.isActive === true;
  }

  /** Whether all bytes are there, so that stopping it would be of no use. */
  get isFinishing(): boolean {
    return this.#isFinishing;
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
   * @throws TransferError, Problem, AbortError as `Destination.send`; Problem `sessionTaken`, `tooLarge`, and
   *   `answerInvalid` when what the server says cannot be.
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
      let isGone = false;
      for (let beginnings = 0; ;) {
        try {
          const { kept, session } = await this.#inSlot(async () => {
            const kept = await this.#open(signal);
            const known = isGone ? undefined : await this.#continue(kept, signal);
            if (known) return { kept, session: known };
            if (++beginnings > mostBeginnings) throw this.#invalid('it forgets the upload again and again');
            return { kept, session: await this.#begin(kept, signal) };
          });
          this.#services.onReached();
          // Writing to disk does not listen to it.
          throwIfAborted(signal);
          await this.#sendParts(session, kept);
          this.#isFinishing = true;
          return await this.#inSlot(() => this.#finish(kept, signal));
        } catch (error) {
          if (!(error instanceof SessionGone)) throw error;
          // It stays on disk until another is begun: a server that refuses credentials may have said so.
          isGone = true;
        }
      }
    } finally {
      this.#isFinishing = false;
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
    const session = kept?.isOnDisk ? kept.session : undefined;
    if (session && !session.intended && mayGoOnLater(error)) {
      await kept?.release();
      return true;
    }
    // Whoever looks at the server afterwards finds nothing; who cancels meanwhile does not wait for that.
    const cancelled = new Promise<false>((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
    if (session?.intended) {
      const dismissed = this.#services.dismiss((signal) => this.#protocol.abandon(session.state, signal));
      const isGone = await Promise.race([dismissed, cancelled]);
      await (isGone ? kept?.forget() : kept?.release());
      return false;
    }
    const { dismissed } = await this.abandon();
    const isGone = await Promise.race([dismissed, cancelled.then(() => undefined)]);
    if (isGone === false) kept?.warnHeld(error);
    return false;
  }

  /**
   * Gives it up. `dismissed` settles with whether the server has thrown away what it has of the file; what stays on disk
   * until then has the next run tell it.
   */
  async abandon(): Promise<{ readonly dismissed: Promise<boolean> }> {
    const { dismiss, store } = this.#services;
    const record = await this.#kept?.abandon();
    const dismissed = record && dismiss((signal) => throwAway(record, this.#protocol, store, signal));
    return { dismissed: dismissed ?? Promise.resolve(true) };
  }

  async #open(signal: AbortSignal): Promise<KeptSession> {
    if (this.#kept) return this.#kept;
    this.#kept = await KeptSession.open(this.#file, this.#destination, this.#services.store, signal);
    this.#isEarlier = this.#kept.session !== undefined;
    return this.#kept;
  }

  /** Asks what the server has, when there is a session that was not begun just now. */
  async #continue({ session }: KeptSession, signal: AbortSignal): Promise<Continuable | undefined> {
    if (session === undefined) return undefined;
    if (session.intended) {
      // Another takes its place on disk: what was not thrown away by then would stay for good.
      await persist(() => this.#protocol.abandon(session.state, signal), this.#patience(signal));
      return undefined;
    }
    try {
      await persist(() => this.#ask(session, signal), this.#patience(signal));
    } catch (error) {
      if (error instanceof SessionGone) return undefined;
      throw error;
    }
    if (this.#isEarlier) this.#resumedFrom = this.#held.acknowledged;
    this.#isEarlier = false;
    return session;
  }

  async #ask({ state }: Continuable, signal: AbortSignal): Promise<void> {
    const held = await this.#protocol.held(state, this.#file, signal);
    if (held === undefined) throw new SessionGone();
    this.#held.replace(held);
  }

  async #begin(kept: KeptSession, signal: AbortSignal): Promise<Continuable> {
    const file = this.#file;
    const partSize = partSizeFor(file, this.#protocol.limits, this.#destination.name);
    this.#isEarlier = false;
    this.#resumedFrom = 0;
    this.#held.replace([]);
    await this.#throwAwayStale(kept, signal);
    const intent = await this.#protocol.intend(file, signal);
    if (intent) await kept.begin({ state: intent, partSize, intended: true });
    throwIfAborted(signal);
    const { state, held } = await persist(async () => {
      const flight = this.#held.flight();
      try {
        return await this.#protocol.begin(file, { signal, onBytes: flight.onBytes, ...this.#services.pace() });
      } finally {
        flight.landed();
      }
    }, this.#patience(signal));
    const session = { state, partSize };
    await kept.begin(session);
    this.#held.replace(held);
    return session;
  }

  /** Where that fails its person is told: the file is uploaded all the same, and soon. */
  async #throwAwayStale(kept: KeptSession, cancelled: AbortSignal): Promise<void> {
    const { stale } = kept;
    if (stale === undefined) return;
    let reason: unknown = new Problem('connectionLost', { host: this.#destination.host });
    const abandon = async (signal: AbortSignal) => {
      try {
        await this.#protocol.abandon(stale.state, signal);
      } catch (error) {
        if (!signal.aborted) reason = error;
        throw error;
      }
    };
    const isGone = await this.#services.dismiss(abandon, cancelled);
    throwIfAborted(cancelled);
    if (!isGone) kept.warnHeld(reason);
    kept.stale = undefined;
  }

  async #sendParts(session: Continuable, kept: KeptSession): Promise<void> {
    const services = {
      patience: (signal: AbortSignal) => this.#patience(signal),
      pace: this.#services.pace,
      host: this.#destination.host,
    };
    this.#round = new PartRound(this.#file, this.#protocol, kept, session, this.#held, services);
    try {
      this.#services.onRequest();
      await this.#round.ended;
    } finally {
      this.#round = undefined;
    }
  }

  async #finish(kept: KeptSession, signal: AbortSignal): Promise<UploadedBySession> {
    const { parts } = this.#held;
    const { session } = kept;
    if (!session || !isWhole(parts, this.#file.source.size)) {
      throw this.#invalid('what it says that it has is not the whole file');
    }
    const attempt = () => this.#protocol.finish(session.state, this.#file, parts, signal);
    const answer = await persist(attempt, this.#patience(signal));
    await kept.forget();
    const uploaded = { ...answer, ...(this.#resumedFrom > 0 ? { resumedFrom: this.#resumedFrom } : {}) };
    await this.#services.verify(uploaded, signal);
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

  #patience(signal: AbortSignal): Patience {
    return new Patience({ ...this.#services, retries: this.#services.retries(), signal, idempotent: true });
  }

  #invalid(reason: string): Problem {
    return new Problem('answerInvalid', { host: this.#destination.host, reason });
  }
}
