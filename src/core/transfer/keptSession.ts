import { throwIfAborted } from '../clock.ts';
import { heldAtServer } from './discardSession.ts';
import { asBegun, openInterrupted } from './goOn.ts';
import { describe } from '../messages.ts';
import type { PlannedFile } from '../model.ts';
import type { Destination } from '../ports.ts';
import { asProblem, Problem } from '../problem.ts';
import type { SessionRecord, SessionSlot, SessionState, SessionStore } from './sessionPort.ts';
import { placeOf } from './targetPlace.ts';

/** What is known of a session that can be continued. */
export type Continuable = Pick<SessionRecord, 'state' | 'partSize' | 'intended' | 'ending'>;

/** An upload's session: in memory, and on disk where there is a place for it and the file can be told from another. */
export class KeptSession {
  #file: PlannedFile;
  readonly #destination: Destination;
  #slot: SessionSlot | undefined;
  #session: Continuable | undefined;
  #begun = 0;
  /** What the next run would find: of this session or of one before, at this target or another. */
  #onDisk: SessionRecord | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** That it could not be continued, or that another run could not: sentences for a person. */
  readonly warnings: string[] = [];
  /** A session of an earlier run that is not continued: it was given up, or the file or the settings are others. */
  stale: Continuable | undefined;
  /** What an earlier run left at another target. It stays until something was begun here: a setting may be mistyped. */
  #elsewhere: SessionRecord | undefined;

  private constructor(file: PlannedFile, destination: Destination, slot: SessionSlot | undefined) {
    this.#file = file;
    this.#destination = destination;
    this.#slot = slot;
  }

  /**
   * Takes the upload's place on disk and looks what an earlier run left there.
   *
   * @throws Problem `sessionTaken`; of a file that goes on, as `openInterrupted`; AbortError.
   */
  static async open(
    file: PlannedFile,
    destination: Destination,
    store: SessionStore | undefined,
    signal: AbortSignal,
  ): Promise<KeptSession> {
    const { goesOn, source } = file;
    if (store === undefined || (source.version === undefined && !goesOn)) {
      return new KeptSession(file, destination, undefined);
    }
    try {
      const slot = goesOn
        ? await openInterrupted(file, destination, store, signal)
        : await store.open({ destination: destination.name, file: source }, signal);
      const kept = new KeptSession(file, destination, slot);
      if (slot.record) kept.#found(slot.record);
      return kept;
    } catch (error) {
      throwIfAborted(signal);
      if (goesOn || (error instanceof Problem && error.code === 'sessionTaken')) throw error;
      const kept = new KeptSession(file, destination, undefined);
      kept.#warn(error);
      return kept;
    }
  }

  #found(record: SessionRecord): void {
    this.#onDisk = record;
    this.#begun = record.begun;
    const { state, partSize, intended, ending } = record;
    const session = { state, partSize, ...(intended && { intended }), ...(ending && { ending }) };
    const use = useOf(record, this.#file, this.#destination);
    switch (use) {
      case 'elsewhere':
        this.#elsewhere = record;
        break;
      case 'notBegun':
        this.#session = session;
        break;
      case 'goesOn':
        this.#session = session;
        this.#file = asBegun(this.#file, record.file);
        break;
      case 'givenUp':
        this.stale = session;
        break;
      default: {
        this.stale = session;
        this.warnings.push(describe(use, { file: this.#file.source.path, destination: this.#destination.name }));
      }
    }
  }

  /** As it is sent: an upload that is continued goes to where it was begun, whatever the file is called by now. */
  get file(): PlannedFile {
    return this.#file;
  }

  /** Whether another run finds it, though perhaps with a state that it had before; false at another target. */
  get isOnDisk(): boolean {
    const { target, begun, intended } = this.#onDisk ?? {};
    const isOfThis = begun === this.#begun && intended === this.#session?.intended;
    return target === this.#destination.target && isOfThis;
  }

  /**
   * Whether another run goes on with it, or begins it anew, if this one does no more; where this one has begun nothing,
   * also what was left at another target.
   */
  get isLeft(): boolean {
    if (this.#onDisk === undefined || this.#onDisk.abandoned) return false;
    return this.#session === undefined || this.isOnDisk;
  }

  /** What can be continued; undefined: it is to be begun. */
  get session(): Continuable | undefined {
    return this.#session;
  }

  /** @throws Problem `sessionLost` as `SessionSlot.requireLock`. */
  async requireLock(): Promise<void> {
    await this.#slot?.requireLock();
  }

  /** Whether another run may have it by now, so that nothing of it may be touched. */
  async isLost(): Promise<boolean> {
    try {
      await this.requireLock();
      return false;
    } catch {
      return true;
    }
  }

  /** A session was begun, or is about to be. */
  async begin(session: Continuable): Promise<void> {
    this.#begun = Date.now();
    if (this.#elsewhere && session.intended) {
      this.#session = session;
      return;
    }
    this.#leaveElsewhere();
    await this.#save(session);
  }

  /** The server's answer changed the state. */
  async update(state: SessionState): Promise<void> {
    if (this.#session) await this.#save({ ...this.#session, state });
  }

  /**
   * Before the last part leaves, where that makes the file; afterwards, whether the server may have that. No matter where
   * sending it twice is the same as sending it once.
   */
  async noteEnding(isEnding: boolean): Promise<void> {
    if (this.#session === undefined || this.#destination.idempotent) return;
    const { ending = false, ...session } = this.#session;
    if (ending !== isEnding) await this.#save({ ...session, ...(isEnding && { ending: true }) });
  }

  /**
   * It is given up: that stays on disk until the server has been told.
   *
   * @returns what it is to be told of; undefined: it has nothing, or another run has it.
   */
  async abandon(): Promise<SessionRecord | undefined> {
    if (await this.isLost()) {
      await this.release();
      return undefined;
    }
    const session = this.#session ?? this.stale;
    if (session === undefined) {
      await this.forget();
      return undefined;
    }
    const record: SessionRecord = { ...this.#record(session), abandoned: true };
    if (this.isOnDisk) await this.#keep(record);
    await this.release();
    this.#session = undefined;
    return record;
  }

  /** The server could not be told that what it has is given up. */
  warnHeld(error: unknown): void {
    const { path } = this.#file.source;
    const { name } = this.#destination;
    // The record of a stale one makes room for that of another.
    const isKept = this.isOnDisk && this.stale === undefined;
    this.warnings.push(
      isKept ? describe('heldForNow', { file: path, destination: name }) : heldAtServer(path, name, error).message,
    );
  }

  /** It has ended, or the server has nothing of it: nothing of it stays on disk. */
  async forget(): Promise<void> {
    this.#session = undefined;
    if (this.#elsewhere === undefined) {
      await this.#write(async (slot) => {
        await slot.clear();
        this.#onDisk = undefined;
      });
    }
    await this.release();
  }

  /** Lets another run have it. */
  async release(): Promise<void> {
    await this.#write((slot) => slot.release());
    this.#slot = undefined;
  }

  #leaveElsewhere(): void {
    const elsewhere = this.#elsewhere;
    this.#elsewhere = undefined;
    if (elsewhere === undefined || elsewhere.intended) return;
    const details = { file: this.#file.source.path, destination: this.#destination.name };
    this.warnings.push(describe('heldElsewhere', { ...details, place: placeOf(elsewhere.target) }));
  }

  async #save(session: Continuable): Promise<void> {
    this.#session = session;
    await this.#keep(this.#record(session));
  }

  /** Where that fails, what was there before stays. */
  #keep(record: SessionRecord): Promise<void> {
    return this.#write(async (slot) => {
      await slot.save(record);
      this.#onDisk = record;
    });
  }

  /** One after the other, so that the last state is what stays. A disk that takes no more stops no upload. */
  #write(change: (slot: SessionSlot) => Promise<void>): Promise<void> {
    const slot = this.#slot;
    if (slot !== undefined) {
      this.#writing = this.#writing.then(() => change(slot)).catch((error: unknown) => this.#warn(error));
    }
    return this.#writing;
  }

  #record(session: Continuable): SessionRecord {
    const { name: destination, target, begunWith } = this.#destination;
    const { name, source } = this.#file;
    const { id, path, version = '', size } = source;
    const { dated = this.#destination.dated } = this.#file;
    const file = { id, path, name, ...(dated === undefined ? {} : { dated }), version, size };
    const kind = begunWith === undefined ? {} : { begunWith };
    return { destination, target, ...kind, file, begun: this.#begun, ...session };
  }

  #warn(error: unknown): void {
    // The next request tells.
    if (error instanceof Problem && error.code === 'sessionLost') return;
    const isTold = error instanceof Problem && error.code === 'sessionNotKept';
    const told = isTold ? error : new Problem('sessionNotKept', { reason: asProblem(error).message });
    if (!this.warnings.includes(told.message)) this.warnings.push(told.message);
  }
}

/** Of what use a record is to a file; `settingsChanged` and `startedOver` are what a person is told then. */
type Use = 'elsewhere' | 'notBegun' | 'goesOn' | 'givenUp' | 'settingsChanged' | 'startedOver';

function useOf(record: SessionRecord, { source }: PlannedFile, destination: Destination): Use {
  if (record.target !== destination.target) return 'elsewhere';
  if (record.intended) return 'notBegun';
  if (record.abandoned) return 'givenUp';
  if (record.file.version !== source.version || record.file.size !== source.size) return 'startedOver';
  return record.begunWith === destination.begunWith ? 'goesOn' : 'settingsChanged';
}
