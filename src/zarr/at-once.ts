import { throwIfAborted } from '../base/signal.ts';

/**
 * Does something for each item, for some of them at the same time. After a failure, or an abort, it begins no more, waits for
 * those that run, and then throws: so nothing happens after it has thrown.
 */
export async function forEachAtOnce<T>(
  items: readonly T[],
  count: number,
  signal: AbortSignal | undefined,
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failure: { readonly error: unknown } | undefined;
  const work = async () => {
    for (const item of queue) {
      if (failure) return;
      try {
        throwIfAborted(signal);
        await action(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, work));
  if (failure) throw failure.error;
}
