import { engineReader } from '../engineReader.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from '../readerOptions.ts';
import { WorkerPool } from '../workerPool.ts';

/**
 * Reads with Tesseract in WebAssembly, in the reading worker.
 *
 * @param languageFiles paths of `LANGUAGE.traineddata.gz`.
 */
export function tesseractJsReader(
  languageFiles: readonly string[],
  { jobs = 1, ...options }: ReaderOptions,
): DisposableReader {
  const engine = 'tesseract.js 7';
  const workers = new WorkerPool(jobs, { engine, threads: 1, languageFiles, ...readingLimits, ...options });
  return engineReader(engine, workers, async (source, reading) => (await workers.ask(source, 'page', reading)).page);
}
