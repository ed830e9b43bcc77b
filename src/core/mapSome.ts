/** At the same time: so many waits overlap, and so many files may be open. */
const atOnce = 16;
/** In milliseconds, after which others get a turn: a pause that nobody sees. */
const turnMs = 8;

/**
 * Maps a long list in its order, some at the same time. Others that live on this thread get their turns meanwhile: what
 * is awaited may never have waited for anything.
 */
export async function mapSome<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let since = performance.now();
  for (let start = 0; start < items.length; start += atOnce) {
    if (performance.now() - since > turnMs) {
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
    for (const result of await Promise.all(items.slice(start, start + atOnce).map(map))) results.push(result);
  }
  return results;
}
