import { Turns } from './turns.ts';

/** At the same time: so many waits overlap, and so many files may be open. */
const atOnce = 16;

/**
 * Maps a long list in its order, some at the same time where that takes waiting. Others that live on this thread get
 * their turns meanwhile.
 */
export async function mapSome<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R | Promise<R>,
): Promise<Awaited<R>[]> {
  const results: Awaited<R>[] = [];
  const turns = new Turns();
  for (let start = 0; start < items.length; start += atOnce) {
    if (turns.isOver) await turns.next();
    const some = items.slice(start, start + atOnce).map((item, place) => map(item, start + place));
    const waits = some.some((one) => one instanceof Promise);
    for (const result of waits ? await Promise.all(some) : (some as Awaited<R>[])) results.push(result);
  }
  return results;
}

/** Those of a long list that something holds for, in its order. */
export async function filterSome<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<T[]> {
  const held = await mapSome(items, holds);
  return items.filter((_, index) => held[index]);
}
