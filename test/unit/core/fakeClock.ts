import type { Clock } from '../../../src/core/ports.ts';

/** A clock that passes only when someone sleeps, at once, or when told to. */
export class FakeClock implements Clock {
  time = 0;
  readonly slept: number[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new DOMException('', 'AbortError'));
    this.slept.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}
