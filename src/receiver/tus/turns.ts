import { Problem } from '../../core/problem.ts';
import { makeFolder } from '../../node/files/makeFolder.ts';
import { takeLock } from '../../node/sessions/lock.ts';

/**
 * One request at a time works on an upload. In this receiver the later one takes over: the connection of the earlier
 * one has often died without anybody noticing. What another receiver over the folder works on is left to that one.
 */
export class Turns {
  readonly #folder: string;
  readonly #current = new Map<string, Turn>();

  /** @param folder for the locks between receivers; made when it is needed. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Does it as soon as no other request works on the upload. Its signal ends it when another one takes over.
   *
   * @throws Problem `uploadTakenOver`, and whatever `work` throws.
   */
  async take<T>(id: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.#current.get(id);
    const turn = new Turn();
    this.#current.set(id, turn);
    try {
      before?.end();
      await before?.ended;
      const either = AbortSignal.any([signal, turn.signal]);
      await makeFolder(this.#folder, 0o700);
      const lock = await takeLock(this.#folder, id, either);
      if (lock === undefined) throw new Problem('uploadTakenOver', {});
      try {
        return await work(either);
      } catch (error) {
        throw turn.signal.aborted ? turn.signal.reason : error;
      } finally {
        await lock.release();
      }
    } finally {
      if (this.#current.get(id) === turn) this.#current.delete(id);
      turn.hasEnded();
    }
  }
}

class Turn {
  readonly #controller = new AbortController();
  readonly #ending = Promise.withResolvers<undefined>();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get ended(): Promise<undefined> {
    return this.#ending.promise;
  }

  end(): void {
    this.#controller.abort(new Problem('uploadTakenOver', {}));
  }

  hasEnded(): void {
    this.#ending.resolve(undefined);
  }
}
