/*
 * Arguments that count how often each of their properties is read.
 */

export interface Watch {
  /** The argument, its objects and arrays replaced by proxies, all the way down. */
  of<T>(value: T): T;
  /** Properties that were read more than once, such as `2.out.shape.0` of the third argument. */
  twice(): string[];
}

export function watch(): Watch {
  const counts = new Map<string, number>();
  let roots = 0;
  const wrap = (value: unknown, path: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
    return new Proxy(value, {
      get(target, key) {
        const place = `${path}.${String(key)}`;
        counts.set(place, (counts.get(place) ?? 0) + 1);
        return wrap(Reflect.get(target, key, target), place);
      },
    });
  };
  return {
    of: (value) => wrap(value, `${roots++}`) as typeof value,
    twice: () => [...counts].filter(([, count]) => count > 1).map(([place]) => place),
  };
}
