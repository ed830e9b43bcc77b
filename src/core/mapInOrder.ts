/**
 * Maps what is given one after the other, some at the same time, into results in the same order. What has to wait for a
 * slow one before it keeps nobody from going on. What `map` throws is thrown in its turn, when those at work have
 * ended.
 *
 * @param atOnce may be any number: there are never more at work than items, and one that asks whether there is another.
 */
export async function* mapInOrder<T, R>(
  items: AsyncGenerator<T>,
  atOnce: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  /** In the order of the items; undefined: there was no further one. */
  const results: Promise<{ readonly value: R } | undefined>[] = [];
  const working: Promise<unknown>[] = [];
  let isOver = false;
  const work = async () => {
    for (let hasMore = true; hasMore && !isOver;) {
      // A generator answers in the order in which it was asked.
      const result = items.next().then(async ({ done, value }) => {
        if (done) return undefined;
        begin();
        return { value: await map(value) };
      });
      results.push(result);
      hasMore = (await result) !== undefined;
    }
  };
  const begin = () => {
    if (working.length < atOnce && !isOver) working.push(Promise.allSettled([work()]));
  };
  begin();
  try {
    for (let result = await results.shift(); result !== undefined; result = await results.shift()) yield result.value;
  } finally {
    isOver = true;
    await Promise.all(working);
  }
}
