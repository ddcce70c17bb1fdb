/** (sum + initial) / divisor of each of `count` sums, in place. */
export function divide<T>(sums: usize, count: i32, initial: T, divisor: T): void {
  const lanes = <i32>(16 / sizeof<T>());
  const first = v128.splat<T>(initial);
  const by = v128.splat<T>(divisor);
  let left = count;
  for (; left >= lanes; left -= lanes, sums += 16) {
    v128.store(sums, v128.div<T>(v128.add<T>(v128.load(sums), first), by));
  }
  for (; left > 0; left--, sums += sizeof<T>()) {
    store<T>(sums, (load<T>(sums) + initial) / divisor);
  }
}
