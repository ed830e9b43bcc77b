import { availableParallelism } from 'node:os';
import { engineReader } from './engineReader.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from './readerOptions.ts';
import { WorkerPool } from './workerPool.ts';

export interface LocalReaderOptions extends ReaderOptions {
  /** Threads of the networks, shared among the pictures at the same time; default the cores, 4 at most. */
  readonly threads?: number;
}

/** Reads with PP-OCRv4 in worker threads: no network, no native code. */
export function localReader({ jobs = 1, ...options }: LocalReaderOptions): DisposableReader {
  const engine = 'PP-OCRv4';
  const threads = Math.min(4, availableParallelism());
  const workers = new WorkerPool(jobs, { engine, threads, ...readingLimits, ...options });
  return engineReader(engine, workers, async (source, reading) => (await workers.ask(source, 'page', reading)).page);
}
