import { pdfType } from '../../core/pdfType.ts';
import type { Reader } from '../../core/ports.ts';
import { sniffer } from '../files/sniffer.ts';
import type { KeptWorker } from './keptWorker.ts';
import type { DisposableReader } from './readerOptions.ts';

/** What has pages. Of what has frames, a GIF for one, only the first is read. */
const pagedTypes: ReadonlySet<string | undefined> = new Set([pdfType, 'image/tiff']);

/**
 * An engine whose pictures a worker decodes, or reads. The worker counts the pages of PDFs and TIFFs, too, and keeps
 * each PDF open for what follows.
 */
export function engineReader(
  engine: string,
  worker: Pick<KeptWorker, 'ask' | 'dispose'>,
  read: Reader['read'],
): DisposableReader {
  return {
    engine,
    read,
    async count(source, signal) {
      if (!pagedTypes.has(await sniffer.detect(source, signal))) return 1;
      return (await worker.ask(source, 'pageCount', { signal })).count;
    },
    dispose: () => worker.dispose(),
  };
}
