import { abortError, throwIfAborted } from '../clock.ts';
import type { HeldFile } from './heldFile.ts';
import type { Continuable, KeptSession } from './keptSession.ts';
import type { ByteRange, PlannedFile } from '../model.ts';
import { missingParts } from './parts.ts';
import type { Pace } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Patience } from './retry.ts';
import { isRefusal } from './retryPolicy.ts';
import type { HeldPart, SessionProtocol, SessionState } from './sessionPort.ts';
import { TransferError } from './transferError.ts';

/** How often in a row a server may take little of a part, without a failure. */
const mostShortAnswers = 100;

/**
 * Of what it was sent: a server that takes so much of it moves on, and wastes no more of the network than this allows.
 */
const leastTaken = 1 / 8;

/** The server does not know the session any more. */
export class SessionGone extends Error {}

interface RoundServices {
  /** For failures in a row of one request. */
  readonly patience: (signal: AbortSignal) => Patience;
  readonly pace: Pace;
  /** For problems. */
  readonly host: string;
}

/** Sends the parts that a server has not: in their order, or several at the same time where the protocol allows. */
export class PartRound {
  readonly #file: PlannedFile;
  readonly #protocol: SessionProtocol;
  readonly #kept: KeptSession;
  #session: Continuable;
  readonly #held: HeldFile;
  readonly #services: RoundServices;
  readonly #controller = new AbortController();
  readonly #ending = Promise.withResolvers<undefined>();
  /** Those not begun, the next one last; undefined when each begins where the last one ended. */
  readonly #parts: ByteRange[] | undefined;
  readonly #patience: Patience;
  #active = 0;
  #shortAnswers = 0;
  #failure: { readonly thrown: unknown } | undefined;

  constructor(
    file: PlannedFile,
    protocol: SessionProtocol,
    kept: KeptSession,
    session: Continuable,
    held: HeldFile,
    services: RoundServices,
  ) {
    this.#file = file;
    this.#protocol = protocol;
    this.#kept = kept;
    this.#session = session;
    this.#held = held;
    this.#services = services;
    this.#patience = services.patience(this.#controller.signal);
    const { size } = file.source;
    if (protocol.limits.parallel > 1) this.#parts = missingParts(size, session.partSize, held.parts).toReversed();
    if (this.#isDone()) this.#ending.resolve(undefined);
  }

  /**
   * Settles when the server has all parts, or when one failed for good and none is under way any more.
   *
   * @throws what that one threw; SessionGone; AbortError.
   */
  get ended(): Promise<undefined> {
    return this.#ending.promise;
  }

  get isActive(): boolean {
    return this.#active > 0;
  }

  /** Begins the next part, if one may be sent now. */
  take(): Promise<void> | undefined {
    if (this.#failure || this.#active >= this.#protocol.limits.parallel) return undefined;
    if (this.#parts === undefined) return this.#isDone() ? undefined : this.#work(undefined);
    const part = this.#parts.pop();
    return part && this.#work(part);
  }

  /** Ends what is under way. */
  stop(): void {
    this.#fail(abortError());
    this.#settle();
  }

  async #work(part: ByteRange | undefined): Promise<void> {
    this.#active++;
    try {
      await this.#sendUntilTaken(part);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#active--;
      this.#settle();
    }
  }

  /** @param part undefined: the one that follows on what the server has. */
  async #sendUntilTaken(part: ByteRange | undefined): Promise<void> {
    const patience = part ? this.#services.patience(this.#controller.signal) : this.#patience;
    let mustAsk = false;
    for (;;) {
      try {
        if (mustAsk && (await this.#ask(part))) patience.renew();
        const next = part ?? this.#following();
        if (next.start < next.end && (await this.#send(next))) patience.renew();
        return;
      } catch (error) {
        if (await patience.after(error)) throw error;
        // A part that may come in any order is simply sent again, unless the failure is the session's.
        mustAsk = part === undefined || (error instanceof TransferError && error.failure.passes === true);
      }
    }
  }

  #following(): ByteRange {
    const start = this.#held.end;
    return { start, end: Math.min(start + this.#session.partSize, this.#file.source.size) };
  }

  /** @returns whether the server has more than ever before. */
  async #ask(part: ByteRange | undefined): Promise<boolean> {
    const held = await this.#protocol.held(this.#session.state, this.#file, this.#controller.signal);
    if (held === undefined) throw new SessionGone();
    // Parts that are under way beside this one are in the answer or not: what each came to tells better.
    return part === undefined && this.#held.replace(held);
  }

  /** @returns whether the server has more than ever before. */
  async #send(part: ByteRange): Promise<boolean> {
    if (this.#protocol.lastPartEnds && part.end === this.#file.source.size) await this.#kept.noteEnding(true);
    await this.#kept.requireLock();
    throwIfAborted(this.#controller.signal);
    const flight = this.#held.flight();
    let isMost: boolean;
    let state: SessionState | undefined;
    try {
      const options = { signal: this.#controller.signal, onBytes: flight.onBytes, pace: this.#services.pace };
      const sent = await this.#protocol.send(this.#session.state, this.#file, part, options);
      this.#requireTaken(sent.held, part);
      isMost = this.#held.add(sent.held, part);
      state = sent.state;
    } catch (error) {
      if (error instanceof TransferError && isRefusal(error.failure)) this.#held.refused();
      throw error;
    } finally {
      flight.landed();
    }
    if (state) {
      this.#session = { ...this.#session, state };
      await this.#kept.update(state);
    }
    return isMost;
  }

  /** Less than the whole part is enough where the next one may begin anywhere, but not little time and again. */
  #requireTaken({ start, end }: HeldPart, part: ByteRange): void {
    if (start === part.start && end === part.end) return;
    const { host } = this.#services;
    const problem = new Problem('answerInvalid', { host, reason: 'it does not take all that it is sent' });
    const isEnough = this.#parts === undefined && start === part.start && end > start;
    if (isEnough && end - start >= (part.end - part.start) * leastTaken) this.#shortAnswers = 0;
    if (end > part.end || ++this.#shortAnswers > mostShortAnswers) throw problem;
    if (!isEnough) throw new TransferError(problem, { sent: 'something', passes: true });
  }

  #isDone(): boolean {
    return this.#parts ? this.#parts.length === 0 : this.#held.end >= this.#file.source.size;
  }

  #fail(thrown: unknown): void {
    this.#failure ??= { thrown };
    this.#controller.abort();
  }

  #settle(): void {
    if (this.#active > 0) return;
    if (this.#failure) this.#ending.reject(this.#failure.thrown);
    else if (this.#isDone()) this.#ending.resolve(undefined);
  }
}
