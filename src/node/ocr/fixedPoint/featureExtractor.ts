import { Worker } from 'node:worker_threads';
import { discard, littleYoung } from '../promptMemory.ts';
import { Backbone, type PackedBackbone, type Planes } from './backbone.ts';

/** Computes the backbone of pictures: what the rest of a network starts from. */
export interface FeatureExtractor {
  /** Batches that it works on at the same time; a further one waits. */
  readonly atOnce: number;
  /** @param pictures three planes each, handed over: its data is gone. */
  extract(pictures: Planes): Promise<Planes>;
}

/**
 * Computes a backbone in so many threads, each a batch at a time; a single one is the thread that asks.
 *
 * @param script backboneThread.ts, bundled.
 */
export function featureExtractor(script: string, backbone: PackedBackbone, threads: number): FeatureExtractor {
  if (threads === 1) {
    const own = new Backbone(backbone);
    return {
      atOnce: 1,
      extract: (pictures) =>
        new Promise((resolve) => {
          resolve(own.run(pictures));
          discard(pictures.data);
        }),
    };
  }
  const all = Array.from({ length: threads }, () => new BackboneThread(script, backbone));
  return {
    // While one is handed over, another is computed.
    atOnce: 2 * threads,
    extract: (pictures) => all.reduce((a, b) => (b.waiting < a.waiting ? b : a)).extract(pictures),
  };
}

/** Ends with the thread that started it. */
class BackboneThread {
  readonly #thread: Worker;
  /** Answers come in the order of the questions. */
  readonly #waiting: PromiseWithResolvers<Planes>[] = [];
  /** Why the thread ended. */
  #failure: Error | undefined;

  constructor(script: string, backbone: PackedBackbone) {
    this.#thread = new Worker(script, { workerData: backbone, execArgv: [], resourceLimits: littleYoung });
    this.#thread.on('message', (features: Planes) => this.#waiting.shift()?.resolve(features));
    this.#thread.on('error', (error: Error) => this.#fail(error));
    this.#thread.on('exit', (code) => this.#fail(new Error(`its thread ended with code ${code}`)));
    this.#thread.unref();
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async extract(pictures: Planes): Promise<Planes> {
    if (this.#failure) throw this.#failure;
    const waiting = Promise.withResolvers<Planes>();
    this.#waiting.push(waiting);
    this.#thread.postMessage(pictures, [pictures.data.buffer]);
    return waiting.promise;
  }

  #fail(failure: Error): void {
    // After an error it exits, too.
    this.#failure ??= failure;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
