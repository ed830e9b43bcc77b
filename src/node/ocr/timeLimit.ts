import { Problem } from '../../core/problem.ts';

/**
 * Work on one picture, ended when it takes too long.
 *
 * @param seconds the limit.
 * @throws Problem `readingTimedOut`; the signal's reason; what the work throws.
 */
export async function withinTime<T>(
  { file, seconds }: { readonly file: string; readonly seconds: number },
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(seconds * 1000);
  try {
    return await work(AbortSignal.any([signal, deadline]));
  } catch (thrown) {
    signal.throwIfAborted();
    if (deadline.aborted) throw new Problem('readingTimedOut', { file, seconds }, { cause: thrown });
    throw thrown;
  }
}
