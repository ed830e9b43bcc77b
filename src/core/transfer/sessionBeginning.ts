import { throwIfAborted } from '../clock.ts';
import type { HeldFile } from './heldFile.ts';
import { KeptSession, type Continuable } from './keptSession.ts';
import type { PlannedFile } from '../model.ts';
import { partSizeFor } from './parts.ts';
import { SessionGone } from './partRound.ts';
import type { Destination } from '../ports.ts';
import { Problem } from '../problem.ts';
import { persist } from './retry.ts';
import type { SessionProtocol } from './sessionPort.ts';
import { patienceOf, type SessionServices } from './sessionServices.ts';

/** How an upload by session begins: where an earlier run or a pause stopped it, or anew. */
export class SessionBeginning {
  readonly #file: PlannedFile;
  readonly #destination: Destination;
  readonly #protocol: SessionProtocol;
  readonly #held: HeldFile;
  readonly #services: SessionServices;
  /** An earlier run began the session. */
  #isEarlier = false;
  #resumedFrom = 0;

  constructor(
    file: PlannedFile,
    destination: Destination,
    protocol: SessionProtocol,
    held: HeldFile,
    services: SessionServices,
  ) {
    this.#file = file;
    this.#destination = destination;
    this.#protocol = protocol;
    this.#held = held;
    this.#services = services;
  }

  /** Bytes that the server had from an earlier run. */
  get resumedFrom(): number {
    return this.#resumedFrom;
  }

  /**
   * Takes the upload's place on disk.
   *
   * @throws Problem `sessionTaken`; AbortError.
   */
  async open(signal: AbortSignal): Promise<KeptSession> {
    const kept = await KeptSession.open(this.#file, this.#destination, this.#services.store, signal);
    this.#isEarlier = kept.session !== undefined;
    if (kept.session?.ending) this.#held.mayBeOut();
    return kept;
  }

  /**
   * Asks what the server has, when there is a session that was not begun just now.
   *
   * @returns undefined: it is to be begun.
   * @throws SessionGone; as `SessionProtocol.held` and `abandon`.
   */
  async continue(kept: KeptSession, signal: AbortSignal): Promise<Continuable | undefined> {
    const { session, file } = kept;
    if (session === undefined) return undefined;
    if (session.intended) {
      // Another takes its place on disk: what was not thrown away by then would stay for good.
      await persist(() => this.#protocol.abandon(session.state, signal), patienceOf(this.#services, signal));
      return undefined;
    }
    await persist(() => this.#ask(session, file, signal), patienceOf(this.#services, signal));
    if (!this.#held.isOut) await kept.noteEnding(false);
    if (this.#isEarlier) this.#resumedFrom = this.#held.acknowledged;
    this.#isEarlier = false;
    return session;
  }

  async #ask({ state }: Continuable, file: PlannedFile, signal: AbortSignal): Promise<void> {
    const held = await this.#protocol.held(state, file, signal);
    if (held === undefined) throw new SessionGone();
    this.#held.replace(held);
  }

  /** @throws Problem `tooLarge`, `sessionLost`; as `SessionProtocol.begin`. */
  async begin(kept: KeptSession, signal: AbortSignal): Promise<Continuable> {
    const { file } = kept;
    const usual = partSizeFor(file, this.#protocol.limits, this.#destination.name);
    this.#isEarlier = false;
    this.#resumedFrom = 0;
    this.#held.replace([]);
    await this.#throwAwayStale(kept, signal);
    const intent = await this.#protocol.intend(file, signal);
    if (intent) await kept.begin({ state: intent, partSize: usual, intended: true });
    const {
      state,
      held,
      partSize = usual,
    } = await persist(
      async () => {
        await kept.requireLock();
        throwIfAborted(signal);
        const flight = this.#held.flight();
        try {
          return await this.#protocol.begin(file, { signal, onBytes: flight.onBytes, pace: this.#services.pace });
        } finally {
          flight.landed();
        }
      },
      patienceOf(this.#services, signal),
    );
    try {
      await kept.requireLock();
    } catch (error) {
      // Nobody else knows of it.
      void this.#services.dismiss((signal) => this.#protocol.abandon(state, signal));
      throw error;
    }
    const session = { state, partSize, ...(this.#endsAtOnce(file, partSize) && { ending: true as const }) };
    await kept.begin(session);
    this.#held.replace(held);
    return session;
  }

  /** Whether the first part is the last, of which `KeptSession.noteEnding` need not be told by a write of its own. */
  #endsAtOnce({ source }: PlannedFile, partSize: number): boolean {
    return this.#protocol.lastPartEnds && !this.#destination.idempotent && source.size <= partSize;
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
}
