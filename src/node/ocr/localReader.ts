import { availableParallelism } from 'node:os';
import { KeptWorker } from './keptWorker.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from './readerOptions.ts';

export interface LocalReaderOptions extends ReaderOptions {
  /** Threads of the networks; default as many as there are cores, 4 at most. */
  readonly threads?: number;
}

/** Reads with PP-OCRv4 in a worker thread: no network, no native code. Pictures are read one at a time. */
export function localReader(options: LocalReaderOptions): DisposableReader {
  const engine = 'PP-OCRv4';
  const threads = Math.min(4, availableParallelism());
  const worker = new KeptWorker({ engine, threads, ...readingLimits, ...options });
  return {
    engine,
    read: async (source, reading) => (await worker.ask(source, 'page', reading)).page,
    dispose: () => worker.dispose(),
  };
}
