import { Worker } from 'node:worker_threads';
import { discard, smallHeap } from '../promptMemory.ts';
import type { Planes } from './backbone.ts';
import { startNetworks, type NetworkName, type NetworkRequest, type PackedNetworks } from './networks.ts';

/** Runs networks in fixed point on pictures. */
export interface NetworkThreads {
  /** Pictures that it works on at the same time; a further one waits. */
  readonly atOnce: number;
  /** @param pictures three planes each, handed over: its data is gone. */
  run(network: NetworkName, pictures: Planes): Promise<Planes>;
}

/**
 * Runs networks in so many threads, each a batch of pictures at a time; a single one is the thread that asks.
 *
 * @param script networkThread.ts, bundled.
 */
export function networkThreads(script: string, packed: PackedNetworks, threads: number): NetworkThreads {
  if (threads === 1) {
    const networks = startNetworks(packed);
    return {
      atOnce: 1,
      run: (network, pictures) =>
        new Promise((resolve) => {
          resolve(networks[network].run(pictures));
          discard(pictures.data);
        }),
    };
  }
  const all = Array.from({ length: threads }, () => new NetworkThread(script, packed));
  return {
    // While one is handed over, another is computed.
    atOnce: 2 * threads,
    run: (network, pictures) => all.reduce((a, b) => (b.waiting < a.waiting ? b : a)).run({ network, pictures }),
  };
}

/** Ends with the thread that started it. */
class NetworkThread {
  readonly #thread: Worker;
  /** Answers come in the order of the questions. */
  readonly #waiting: PromiseWithResolvers<Planes>[] = [];
  /** Why the thread ended. */
  #failure: Error | undefined;

  constructor(script: string, packed: PackedNetworks) {
    this.#thread = new Worker(script, { workerData: packed, execArgv: [], resourceLimits: smallHeap });
    this.#thread.on('message', (result: Planes) => this.#waiting.shift()?.resolve(result));
    this.#thread.on('error', (error: Error) => this.#fail(error));
    this.#thread.on('exit', (code) => this.#fail(new Error(`its thread ended with code ${code}`)));
    this.#thread.unref();
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async run(request: NetworkRequest): Promise<Planes> {
    if (this.#failure) throw this.#failure;
    const waiting = Promise.withResolvers<Planes>();
    this.#waiting.push(waiting);
    this.#thread.postMessage(request, [request.pictures.data.buffer]);
    return waiting.promise;
  }

  #fail(failure: Error): void {
    // After an error it exits, too.
    this.#failure ??= failure;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
