import type { Results, ShownReading } from './panel/results.ts';

/**
 * Hands readings to the panel as they come. Those that come while it takes in the ones before go together; the first
 * brings it to the front. What was cancelled stands beside what was read, and alone it is nothing to show.
 */
export class ShowingResults {
  readonly #results: Results;
  #waiting: ShownReading[] = [];
  #isShown = false;
  /** Fulfilled when the panel has been handed all so far. */
  #showing: Promise<void> = Promise.resolve();
  /** The first that the panel could not take. */
  #failed: Promise<void> | undefined;

  constructor(results: Results) {
    this.#results = results;
  }

  add(reading: ShownReading): void {
    this.#waiting.push(reading);
    if (this.#waiting.length > 1) return;
    const shown = this.#showing.then(() => this.#show());
    this.#showing = shown.catch(() => {
      this.#failed ??= shown;
    });
  }

  /**
   * Settles when the panel has been handed all, also where it could not take some.
   *
   * @throws what the panel threw first.
   */
  async end(): Promise<void> {
    await this.#showing;
    await this.#failed;
  }

  async #show(): Promise<void> {
    const readings = this.#waiting.splice(0);
    if (this.#isShown) return this.#results.add(readings);
    if (readings.every(({ reading }) => reading.status === 'cancelled')) return;
    await this.#results.show(readings);
    this.#isShown = true;
  }
}
