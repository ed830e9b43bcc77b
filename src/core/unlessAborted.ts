import { abortError, throwIfAborted } from './clock.ts';

/**
 * Waits for what others may wait for too: it goes on when this one is cancelled.
 *
 * @throws AbortError at once when the signal says so.
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody else may ask how it went.
  promise.catch(() => undefined);
  throwIfAborted(signal);
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    aborted.reject(abortError());
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
