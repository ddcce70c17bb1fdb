/**
 * Rotates a kernel of `count` contiguous taps by 180 degrees, which in row-major order is a reversal:
 * `destination[i] = source[count - 1 - i]`. The two may not overlap.
 */
export function flip<T>(source: usize, count: i32, destination: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  let from = source + <usize>count * sizeof<T>();
  let to = destination;
  let left = count;
  for (; left >= lanes; left -= lanes) {
    from -= 16;
    const taps = v128.load(from);
    v128.store(
      to,
      sizeof<T>() === 4 ? v128.shuffle<f32>(taps, taps, 3, 2, 1, 0) : v128.shuffle<f64>(taps, taps, 1, 0),
    );
    to += 16;
  }
  for (; left > 0; left--) {
    from -= sizeof<T>();
    store<T>(to, load<T>(from));
    to += sizeof<T>();
  }
}
