import { DigestThreads } from '../node/files/digestThreads.ts';

/** Threads of checksums; their bundle lies beside the folder of this one. */
export function digestThreads(): DigestThreads {
  return new DigestThreads(new URL('../digestThread.js', import.meta.url));
}
