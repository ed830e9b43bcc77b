import type { Clock } from '../../../src/core/ports.ts';

/** A clock that passes only when someone sleeps, at once, or when told to. */
export class FakeClock implements Clock {
  time = 0;
  readonly slept: number[] = [];
  readonly #tickers = new Set<{ readonly ms: number; readonly tick: () => void; next: number }>();

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new DOMException('', 'AbortError'));
    this.slept.push(ms);
    this.time += ms;
    return Promise.resolve();
  }

  every(ms: number, tick: () => void): Disposable {
    const ticker = { ms, tick, next: this.time + ms };
    this.#tickers.add(ticker);
    return { [Symbol.dispose]: () => void this.#tickers.delete(ticker) };
  }

  /** Of what is called again and again. */
  get tickers(): number {
    return this.#tickers.size;
  }

  /** Lets time pass, and calls what is due meanwhile. */
  pass(ms: number): void {
    this.time += ms;
    for (const ticker of this.#tickers) {
      for (; this.#tickers.has(ticker) && ticker.next <= this.time; ticker.next += ticker.ms) ticker.tick();
    }
  }
}
