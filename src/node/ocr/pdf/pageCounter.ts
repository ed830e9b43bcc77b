import type { PageCounter } from '../../../core/ports.ts';
import { sniffer } from '../../files/sniffer.ts';
import { KeptWorker } from '../keptWorker.ts';
import { readingLimits, type ReaderOptions } from '../readerOptions.ts';

/** Counts the pages of PDFs in a worker thread, which is there from the first PDF until it is disposed of. */
export function pageCounter(options: ReaderOptions): PageCounter & AsyncDisposable {
  const worker = new KeptWorker({ engine: 'PDFium', threads: 1, ...readingLimits, ...options });
  return {
    async count(source, signal) {
      if ((await sniffer.detect(source, signal)) !== 'application/pdf') return 1;
      return (await worker.ask(source, 'pageCount', { signal })).count;
    },
    [Symbol.asyncDispose]: () => worker.dispose(),
  };
}
