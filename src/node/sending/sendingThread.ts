import type { Worker } from 'node:worker_threads';
import { abortError } from '../../core/clock.ts';
import type { Uploaded } from '../../core/ports.ts';
import { Problem } from '../../core/problem.ts';
import { TransferError } from '../../core/transfer/transferError.ts';
import type { DestinationSetup } from '../destinations/createDestination.ts';
import type { DestinationServices } from '../destinations/destinationServices.ts';
import { errorFrom, toldError, type LocalFile, type Order, type Report } from './sendingMessages.ts';

/** What it has of its destination on this side. */
export interface OpenedServices extends Pick<DestinationServices, 'secrets' | 'mask' | 'network'> {
  /** For people. */
  readonly host: string;
}

interface Waiting {
  readonly host: string;
  readonly resolve: (uploaded: Uploaded) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread with destinations of its own. It keeps no process alive but while it sends. */
export class SendingThread {
  readonly #worker: Worker;
  readonly #onEnd: () => void;
  readonly #opened = new Map<number, OpenedServices>();
  readonly #waiting = new Map<number, Waiting>();
  #orders: Order[] = [];
  #lastNumber = 0;
  #isReady = false;

  /**
   * @param script what it runs: sendingWorker.ts, or its bundle.
   * @param onEnd it takes no more.
   * @throws Error ERR_WORKER_INIT_FAILED: this process may have no more threads.
   */
  constructor(script: URL, onEnd: () => void) {
    this.#onEnd = onEnd;
    // Not imported: few uploads need one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    this.#worker = new Worker(script, { name: 'porter-send', execArgv: [] });
    this.#worker.unref();
    this.#worker
      .on('message', (reports: readonly Report[]) => reports.forEach((report) => this.#onReport(report)))
      // What happened to its requests is told when it has ended.
      .on('error', () => undefined)
      .on('exit', () => this.#fail());
  }

  /** Whether it takes files: one that starts lets nobody wait. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** @returns the destination's number. */
  open(setup: DestinationSetup, services: OpenedServices): number {
    const destination = ++this.#lastNumber;
    this.#opened.set(destination, services);
    this.#order({ kind: 'open', destination, setup, network: services.network ?? {} });
    return destination;
  }

  close(destination: number): void {
    this.#opened.delete(destination);
    this.#order({ kind: 'close', destination });
  }

  /** @throws as `Destination.send`; also TransferError when the thread ends meanwhile. */
  async send(destination: number, file: LocalFile, signal: AbortSignal): Promise<Uploaded> {
    const request = ++this.#lastNumber;
    const { promise, resolve, reject } = Promise.withResolvers<Uploaded>();
    const cancel = () => {
      this.#order({ kind: 'cancel', request });
      reject(abortError());
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (this.#waiting.size === 0) this.#worker.ref();
    this.#waiting.set(request, { host: this.#opened.get(destination)?.host ?? '', resolve, reject });
    this.#order({ kind: 'send', request, destination, file });
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#waiting.delete(request);
      if (this.#waiting.size === 0) this.#worker.unref();
    }
  }

  /** By itself: to terminate one that still starts can bring the whole process down. */
  end(): void {
    this.#order({ kind: 'end' });
    this.#onEnd();
  }

  /** All of one turn of the event loop go together. */
  #order(one: Order): void {
    if (this.#orders.push(one) > 1) return;
    setImmediate(() => {
      const all = this.#orders;
      this.#orders = [];
      this.#worker.postMessage(all);
    });
  }

  #onReport(report: Report): void {
    switch (report.kind) {
      case 'ready':
        this.#isReady = true;
        break;
      case 'sent':
        this.#waiting.get(report.request)?.resolve(report.uploaded);
        break;
      case 'failed':
        this.#waiting.get(report.request)?.reject(errorFrom(report.error));
        break;
      case 'used':
        this.#opened.get(report.destination)?.mask.add(report.secret);
        break;
      case 'ask':
        void this.#answer(report);
    }
  }

  async #answer({ question, destination, name, origin }: Report & { kind: 'ask' }): Promise<void> {
    try {
      const value = await this.#opened.get(destination)?.secrets.get(name, origin);
      this.#order({ kind: 'secret', question, value });
    } catch (error) {
      this.#order({ kind: 'secretFailed', question, error: toldError(error) });
    }
  }

  /** What it had under way may have reached its servers. */
  #fail(): void {
    this.#isReady = false;
    this.#onEnd();
    for (const { host, reject } of this.#waiting.values()) {
      const failure = { sent: 'something', networkCode: 'ECONNRESET' } as const;
      reject(new TransferError(new Problem('connectionLost', { host }), failure));
    }
  }
}
