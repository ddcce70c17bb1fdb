/** Rounds `count` elements half to even, in place. Adding 0 turns -0 into +0, which direct sums give, since they start at +0. */
export function round<T>(at: usize, count: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  let left = count;
  for (; left >= lanes; left -= lanes, at += 16)
    v128.store(at, v128.add<T>(v128.nearest<T>(v128.load(at)), v128.splat<T>(0)));
  for (; left > 0; left--, at += sizeof<T>()) store<T>(at, nearest<T>(load<T>(at)) + <T>0);
}
