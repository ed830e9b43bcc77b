/** Things in the order in which they came, each handed out once. */
export class Queue<T> {
  readonly #things: T[] = [];
  readonly #takers: ((thing: T) => void)[] = [];

  get waiting(): readonly T[] {
    return this.#things;
  }

  put(thing: T): void {
    const taker = this.#takers.shift();
    if (taker) taker(thing);
    else this.#things.push(thing);
  }

  /** The next one, when it has come. */
  take(): Promise<T> {
    return this.#things.length > 0
      ? Promise.resolve(this.#things.shift() as T)
      : new Promise((resolve) => this.#takers.push(resolve));
  }
}
