import { Turns } from './turns.ts';

/** At the same time: so many waits overlap, and so many files may be open. */
const atOnce = 16;

/** Maps a long list in its order, some at the same time. Others that live on this thread get their turns meanwhile. */
export async function mapSome<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const turns = new Turns();
  for (let start = 0; start < items.length; start += atOnce) {
    if (turns.isOver) await turns.next();
    for (const result of await Promise.all(items.slice(start, start + atOnce).map(map))) results.push(result);
  }
  return results;
}
