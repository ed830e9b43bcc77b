import { pdfType } from '../../core/pdfType.ts';
import type { PageCounter } from '../../core/ports.ts';
import { sniffer } from '../files/sniffer.ts';
import type { KeptWorker } from './keptWorker.ts';

/** What has pages. Of what has frames, a GIF for one, only the first is read. */
const pagedTypes: ReadonlySet<string | undefined> = new Set([pdfType, 'image/tiff']);

/** Counts the pages of PDFs and TIFFs in a worker, which keeps each PDF open for what follows. */
export function pageCounter(worker: Pick<KeptWorker, 'ask'>): PageCounter {
  return {
    async count(source, signal) {
      if (!pagedTypes.has(await sniffer.detect(source, signal))) return 1;
      return (await worker.ask(source, 'pageCount', { signal })).count;
    },
  };
}
