import type { Clock } from './ports.ts';

/** The system's clock. */
export const systemClock: Clock = { now: () => performance.now(), sleep, every };

/** Waits; lets go of its timer when cancelled and of its signal when done. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError());
      return;
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    }, ms);
    const cancel = () => {
      clearTimeout(timer);
      reject(abortError());
    };
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function every(ms: number, tick: () => void): Disposable {
  const timer = setInterval(tick, ms).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** What a cancelled function throws. */
export function abortError(): DOMException {
  return new DOMException('Cancelled', 'AbortError');
}

/** @throws AbortError when the signal says so, whatever reason it was given. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError();
}
