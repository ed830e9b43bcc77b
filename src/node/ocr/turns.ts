/** Lets one work at a time, in the order of asking. */
export class Turns {
  /** Fulfilled when all before are done. */
  #previous: Promise<void> = Promise.resolve();

  /** @throws what `work` throws; the signal's reason when it is aborted before its turn. */
  async take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const previous = this.#previous;
    const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>();
    this.#previous = previous.then(() => finished);
    try {
      await untilAborted(previous, signal);
      return await work();
    } finally {
      finish(undefined);
    }
  }
}

/** @throws the signal's reason as soon as it is aborted. */
export async function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
