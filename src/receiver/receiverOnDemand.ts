import { startReceiver, type Receiver, type ReceiverOptions } from './startReceiver.ts';

/** A receiver that is started when it is first needed, and stopped once: one for a window of the editor. */
export interface ReceiverOnDemand {
  /**
   * The running one. Where the options have changed since, another is started beside it: uploads that are under way
   * and links that were given out go on working.
   *
   * @throws what `startReceiver` throws; the next call tries again.
   */
  get(options: ReceiverOptions, signal: AbortSignal): Promise<Receiver>;
  close(): Promise<void>;
}

export function receiverOnDemand(): ReceiverOnDemand {
  const started = new Map<string, Promise<Receiver>>();
  const closing = new AbortController();
  return {
    async get(options, signal) {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      const key = JSON.stringify(options);
      let receiver = started.get(key);
      if (receiver === undefined) {
        // Who cancels must not take it away from others who wait for the same one.
        receiver = startReceiver(options, closing.signal);
        started.set(key, receiver);
        receiver.catch(() => started.delete(key));
      }
      return receiver;
    },

    async close() {
      closing.abort();
      for (const receiver of await Promise.allSettled(started.values())) {
        if (receiver.status === 'fulfilled') await receiver.value.close();
      }
    },
  };
}
