import { abortError, throwIfAborted } from '../../../core/clock.ts';
import type { SendOptions } from '../../../core/ports.ts';
import { unlessAborted } from '../../../core/unlessAborted.ts';
import { settlingTime } from './lostUploads.ts';

/** Parts that were sent whole and have no answer yet: a server keeps them although nobody waits for it any more. */
export class UnansweredParts {
  readonly #answers = new Map<string, Set<Promise<unknown>>>();

  /**
   * Sends a part of so many bytes. When it is cancelled it ends at once, and so does its request; one whose bytes have
   * all left goes on for a little while, so that what comes of it can be thrown away.
   *
   * @throws what `request` throws; AbortError.
   */
  async send<T>(
    uploadId: string,
    size: number,
    options: SendOptions,
    request: (options: SendOptions) => Promise<T>,
  ): Promise<T> {
    const { signal, onBytes } = options;
    throwIfAborted(signal);
    const late = new AbortController();
    let sent = 0;
    const answer = request({
      ...options,
      signal: late.signal,
      onBytes(bytes) {
        sent = bytes;
        onBytes(bytes);
      },
    });
    const cancelled = Promise.withResolvers<never>();
    const cancel = () => {
      if (sent < size) {
        late.abort();
        return;
      }
      void this.#await(uploadId, answer, late);
      cancelled.reject(abortError());
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await Promise.race([answer, cancelled.promise]);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /**
   * Settles when none of this upload's is on its way any more.
   *
   * @throws AbortError at once when the signal says so.
   */
  async settled(uploadId: string, signal: AbortSignal): Promise<void> {
    await unlessAborted(Promise.allSettled([...(this.#answers.get(uploadId) ?? [])]), signal);
  }

  async #await(uploadId: string, answer: Promise<unknown>, late: AbortController): Promise<void> {
    const answers = this.#answers.get(uploadId) ?? new Set();
    this.#answers.set(uploadId, answers.add(answer));
    const timer = setTimeout(() => {
      late.abort();
    }, settlingTime);
    await answer.catch(() => undefined);
    clearTimeout(timer);
    answers.delete(answer);
    if (answers.size === 0) this.#answers.delete(uploadId);
  }
}
