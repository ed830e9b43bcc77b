import { KeptWorker } from '../keptWorker.ts';
import { readingLimits, type DisposableReader, type ReaderOptions } from '../readerOptions.ts';

/**
 * Reads with Tesseract in WebAssembly, in the reading worker.
 *
 * @param languageFiles paths of `LANGUAGE.traineddata.gz`.
 */
export function tesseractJsReader(languageFiles: readonly string[], options: ReaderOptions): DisposableReader {
  const engine = 'tesseract.js 7';
  const worker = new KeptWorker({ engine, threads: 1, languageFiles, ...readingLimits, ...options });
  return {
    engine,
    read: async (source, reading) => (await worker.ask(source, 'page', reading)).page,
    dispose: () => worker.dispose(),
  };
}
