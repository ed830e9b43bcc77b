import { pdfType } from '../../../core/pdfType.ts';
import type { PageCounter } from '../../../core/ports.ts';
import { sniffer } from '../../files/sniffer.ts';
import type { KeptWorker } from '../keptWorker.ts';

/** Counts the pages of PDFs in a worker, which keeps each open for what follows. */
export function pageCounter(worker: Pick<KeptWorker, 'ask'>): PageCounter {
  return {
    async count(source, signal) {
      if ((await sniffer.detect(source, signal)) !== pdfType) return 1;
      return (await worker.ask(source, 'pageCount', { signal })).count;
    },
  };
}
