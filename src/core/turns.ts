/** In milliseconds, after which others get a turn: a pause that nobody sees. */
const turnMs = 8;

/**
 * Lets others that live on this thread get their turns during long work: what is awaited in it may never have waited.
 */
export class Turns {
  #since = performance.now();

  /** To be asked often: an await of nothing costs more than this. */
  get isOver(): boolean {
    return performance.now() - this.#since > turnMs;
  }

  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
