import { DigestThreads } from '../node/files/digestThreads.ts';

/** Threads of checksums, whose bundle lies beside the folder of this one; this thread does nothing but send. */
export function digestThreads(): DigestThreads {
  return new DigestThreads(new URL('../digestThread.js', import.meta.url), { helps: true });
}
