import { abortError, throwIfAborted } from '../clock.ts';
import type { Clock, Pace } from '../ports.ts';

/** What a moment of idleness leaves to be caught up with, in milliseconds: timers are late, networks falter. */
const slackMs = 100;

/** At least so many pieces leave in a second. */
const leastPieces = 16;

/** At least so many of each request, where they are few enough: none may look like a silent one. */
const leastPiecesOfEach = 8;

/** No more than so many do where the limit is high: each takes time of the processor. */
const mostPieces = 2000;

/** In bytes: pieces of this size, at least, are few enough. */
const smallPiece = 16 * 1024;

interface Waiter {
  readonly most: number;
  readonly go: (bytes: number) => void;
}

/**
 * Holds bytes back so that no more than so many leave in a second, over all that share it; each gets its turn in the
 * order of asking.
 */
export class Bandwidth implements Pace {
  readonly #clock: Clock;
  #bytesPerSecond: number | undefined;
  /** In the order of asking. */
  readonly #waiting = new Set<Waiter>();
  /** When the bytes that were let go will have left at this speed. */
  #leftAt = 0;
  #wake: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isLimited(): boolean {
    return this.#bytesPerSecond !== undefined;
  }

  /** undefined: none. It holds at once, also for those that wait. */
  set limit(bytesPerSecond: number | undefined) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#wake?.abort();
  }

  async take(most: number, signal: AbortSignal): Promise<number> {
    throwIfAborted(signal);
    if (this.#bytesPerSecond === undefined) return most;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const waiter: Waiter = { most, go: resolve };
    const leave = () => {
      this.#waiting.delete(waiter);
      this.#wake?.abort();
      reject(abortError());
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting.add(waiter);
    if (this.#wake === undefined) void this.#letGo();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  async #letGo(): Promise<void> {
    for (const waiter of this.#waiting) {
      const since = Math.max(this.#leftAt, this.#clock.now() - slackMs);
      while (this.#waiting.has(waiter)) {
        const bytes = Math.min(waiter.most, this.#piece());
        const due = since + this.#millisecondsFor(bytes);
        const waitMs = due - this.#clock.now();
        if (waitMs <= 0) {
          this.#leftAt = due;
          this.#waiting.delete(waiter);
          waiter.go(bytes);
        } else {
          this.#wake = new AbortController();
          // Woken early: the limit is another one, or the one that waits went.
          await this.#clock.sleep(waitMs, this.#wake.signal).catch(() => undefined);
        }
      }
    }
    this.#wake = undefined;
  }

  /** In bytes: what the next may let leave at once, by how many wait now. */
  #piece(): number {
    if (this.#bytesPerSecond === undefined) return Infinity;
    const pieces = Math.min(mostPieces, Math.max(leastPieces, leastPiecesOfEach * this.#waiting.size));
    const large = Math.max(smallPiece, this.#bytesPerSecond / mostPieces);
    return Math.ceil(Math.min(large, this.#bytesPerSecond / pieces));
  }

  #millisecondsFor(bytes: number): number {
    return this.#bytesPerSecond === undefined ? 0 : (bytes * 1000) / this.#bytesPerSecond;
  }
}
