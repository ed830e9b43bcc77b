import type { Results, ShownReading } from './panel/results.ts';

/**
 * Hands readings to the panel as they come. Those that come while it takes in the ones before go together; the first
 * brings it to the front. What was cancelled stands beside what was read, and alone it is nothing to show.
 */
export class ShowingResults {
  readonly #results: Results;
  #waiting: ShownReading[] = [];
  #isShown = false;
  #showing: Promise<void> = Promise.resolve();

  constructor(results: Results) {
    this.#results = results;
  }

  add(shown: ShownReading): void {
    this.#waiting.push(shown);
    if (this.#waiting.length > 1) return;
    this.#showing = this.#showing.then(() => this.#show());
    // Whoever waits for the end is told.
    this.#showing.catch(() => undefined);
  }

  /**
   * Settles when all are shown.
   *
   * @throws what the panel throws.
   */
  end(): Promise<void> {
    return this.#showing;
  }

  async #show(): Promise<void> {
    const readings = this.#waiting.splice(0);
    if (this.#isShown) return this.#results.add(readings);
    if (readings.every(({ reading }) => reading.status === 'cancelled')) return;
    this.#isShown = true;
    await this.#results.show(readings);
  }
}
