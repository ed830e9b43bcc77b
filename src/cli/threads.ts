import { DigestThreads } from '../node/files/digestThreads.ts';
import { FilePrefetcher } from '../node/files/filePrefetcher.ts';

// The threads' bundles lie beside the folder of this one.

export function digestThreads(): DigestThreads {
  return new DigestThreads(new URL('../digestThread.js', import.meta.url));
}

export function filePrefetcher(): FilePrefetcher {
  return new FilePrefetcher(new URL('../prefetchThread.js', import.meta.url));
}
