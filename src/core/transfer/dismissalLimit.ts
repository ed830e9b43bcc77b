import type { Clock } from '../ports.ts';

/** For throwing away what a server holds of an upload that is given up, in milliseconds. */
const dismissalMs = 5_000;

/** What a dismissal may take. */
interface DismissalLimit extends Disposable {
  /** Aborted when that is over. */
  readonly signal: AbortSignal;
}

/** @param until whoever waits for the dismissal is gone. */
export function dismissalLimit(clock: Clock, until?: AbortSignal): DismissalLimit {
  const over = new AbortController();
  const timer = clock.every(dismissalMs, () => over.abort());
  return {
    signal: until ? AbortSignal.any([over.signal, until]) : over.signal,
    [Symbol.dispose]: () => timer[Symbol.dispose](),
  };
}
