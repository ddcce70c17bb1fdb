/** Whether one of `count` sums lies within `margin` of a tie: a number halfway between two integers. */
export function nearTie<T>(source: usize, count: i32, margin: T): bool {
  const lanes = <i32>(16 / sizeof<T>());
  const half = v128.splat<T>(0.5);
  const most = v128.splat<T>(margin);
  let near = v128.splat<T>(0);
  let left = count;
  for (; left >= lanes; left -= lanes, source += 16) {
    const sum = v128.load(source);
    const distance = v128.abs<T>(v128.sub<T>(v128.sub<T>(sum, v128.floor<T>(sum)), half));
    near = v128.or(near, v128.le<T>(distance, most));
  }
  if (v128.any_true(near)) return true;
  for (; left > 0; left--, source += sizeof<T>()) {
    const sum = load<T>(source);
    if (abs<T>(sum - floor<T>(sum) - <T>0.5) <= margin) return true;
  }
  return false;
}
