import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { ByteRange, Source } from '../../core/model.ts';
import { Problem } from '../../core/problem.ts';
import { digests, startSum, type DigestAlgorithm, type Digests } from './digest.ts';
import type { DigestAnswer, Digested, DigestRequest } from './digestThread.ts';
import { fileProblem } from './fileProblem.ts';
import { readRange } from './wholeSource.ts';

/** In bytes. Less is done before another thread has heard of it. */
const worthAThread = 256 * 1024;

/** One core sends; more than these would wait for the disk. */
const maxThreads = Math.min(4, Math.max(1, availableParallelism() - 1));

interface DigestThreadsOptions {
  /** In milliseconds: a thread ends when it had nothing to do for so long. Default 10 s. */
  readonly idleLimit?: number;
  /** Whether the thread that sends, when all others are busy, computes some too: it has nothing else to do. */
  readonly helps?: boolean;
}

/**
 * Computes checksums of files on this machine beside the thread that sends them, and those of other sources on this
 * one. Threads are started when they are needed, end when they are not, and keep no process alive.
 */
export class DigestThreads implements Digests {
  readonly #script: URL;
  readonly #idleLimit: number;
  readonly #helps: boolean;
  readonly #threads: DigestThread[] = [];
  #isHelping = false;

  /** @param script what the threads run: digestThread.ts, or its bundle. */
  constructor(script: URL, { idleLimit = 10_000, helps = false }: DigestThreadsOptions = {}) {
    this.#script = script;
    this.#idleLimit = idleLimit;
    this.#helps = helps;
  }

  prepare(source: Source): void {
    if (this.#threads.length === 0 && isHere(source)) this.#leastBusy();
  }

  async digest(source: Source, range: ByteRange, algorithm: DigestAlgorithm, signal: AbortSignal): Promise<Buffer> {
    const isWorth = isHere(source) && range.end - range.start >= worthAThread;
    const thread = isWorth ? this.#leastBusy() : undefined;
    if (!isHere(source) || thread === undefined) return digests.digest(source, range, algorithm, signal);
    // A CRC-32 is soon done, and goes over TLS, which keeps this thread busy.
    const mayHelp = this.#helps && !this.#isHelping && algorithm !== 'crc32';
    if (mayHelp && thread.waiting > 0) return this.#help(source, range, algorithm, signal);
    const { localPath, version, path: file } = source;
    const request = { path: localPath, version, ...range, algorithm };
    const result = await thread.ask(request, signal);
    switch (result.kind) {
      case 'digest':
        return Buffer.from(result.digest);
      case 'changed':
        throw new Problem('fileChanged', { file });
      case 'cancelled':
        throw signal.reason;
      case 'failed':
        throw fileProblem(file, Object.assign(new Error(result.message), { code: result.code, errno: result.errno }));
    }
  }

  async #help(source: Source, range: ByteRange, algorithm: DigestAlgorithm, signal: AbortSignal): Promise<Buffer> {
    this.#isHelping = true;
    try {
      const sum = startSum(algorithm);
      for await (const chunk of readRange(source, range, signal)) {
        sum.update(chunk);
        // What is to be sent goes first.
        await setImmediate();
      }
      return sum.digest();
    } finally {
      this.#isHelping = false;
    }
  }

  /** undefined where none can be started. */
  #leastBusy(): DigestThread | undefined {
    const [thread] = this.#threads.toSorted((a, b) => a.waiting - b.waiting);
    if (thread !== undefined && (thread.waiting === 0 || this.#threads.length >= maxThreads)) return thread;
    try {
      const another: DigestThread = new DigestThread(this.#script, this.#idleLimit, () => {
        const place = this.#threads.indexOf(another);
        if (place !== -1) this.#threads.splice(place, 1);
      });
      this.#threads.push(another);
      return another;
    } catch {
      // ERR_WORKER_INIT_FAILED: this process may have no more threads.
      return thread;
    }
  }
}

/** A file on this machine, which a thread can read for itself. */
function isHere(source: Source): source is Source & Required<Pick<Source, 'version' | 'localPath'>> {
  return source.version !== undefined && source.localPath !== undefined;
}

interface Waiting {
  readonly resolve: (result: Digested) => void;
  readonly reject: (error: unknown) => void;
}

class DigestThread {
  readonly #worker: Worker;
  readonly #onEnd: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  readonly #idleLimit: number;
  #idle: NodeJS.Timeout | undefined;

  /** @param onEnd it takes no more; may be called again. */
  constructor(script: URL, idleLimit: number, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#idleLimit = idleLimit;
    // Not imported: few uploads need one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    this.#worker = new Worker(script, { name: 'porter-digest', execArgv: [] });
    let failure: unknown;
    this.#worker
      .on('message', ({ id, result }: DigestAnswer) => this.#waiting.get(id)?.resolve(result))
      .on('error', (error) => (failure = error))
      .on('exit', (code) => {
        clearTimeout(this.#idle);
        onEnd();
        const reason = failure instanceof Error ? failure.message : `the thread of checksums ended with code ${code}`;
        for (const { reject } of this.#waiting.values()) reject(new Problem('internal', { reason }));
      });
    // Listening to it keeps the process alive, too.
    this.#rest();
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** @throws the signal's reason; Problem `internal` when the thread falls over. */
  async ask(request: Omit<DigestRequest, 'id' | 'cancelled'>, signal: AbortSignal): Promise<Digested> {
    signal.throwIfAborted();
    const id = ++this.#lastId;
    const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const { promise, resolve, reject } = Promise.withResolvers<Digested>();
    const cancel = () => {
      Atomics.store(cancelled, 0, 1);
      reject(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    this.#waiting.set(id, { resolve, reject });
    clearTimeout(this.#idle);
    this.#worker.ref();
    try {
      this.#worker.postMessage({ ...request, id, cancelled } satisfies DigestRequest);
      return await promise;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    }
  }

  #rest(): void {
    this.#worker.unref();
    this.#idle = setTimeout(() => {
      // Ending takes a moment, in which it would be asked in vain.
      this.#onEnd();
      void this.#worker.terminate();
    }, this.#idleLimit).unref();
  }
}
