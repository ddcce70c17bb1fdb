/** What comes of work on an item. */
export interface Begun<T, R> {
  readonly item: T;
  readonly result: Promise<R>;
}

/**
 * Begins work on items and gives what comes of it, in their order. At most `count` are under way, or done and not yet taken: the
 * next one begins when more are asked for.
 */
export function* ahead<T, R>(
  items: Iterable<T>,
  count: number,
  work: (item: T) => Promise<R>,
): Generator<Begun<T, R>, void, void> {
  const begun: Begun<T, R>[] = [];
  for (const item of items) {
    const result = work(item);
    // Whoever takes it gets the error. Before that it is not an unhandled one.
    result.catch(() => {});
    begun.push({ item, result });
    if (begun.length >= count) yield begun.shift() as Begun<T, R>;
  }
  yield* begun;
}
