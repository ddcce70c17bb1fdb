/** Elements computed at a time: eight vectors, which leave registers for a tap and what it is multiplied with. */
const TILE = 64;

/**
 * Sums in 16-bit lanes, which wrap around:
 *
 *     destination[x] = initial + sum over t of taps[t] * source[x + offsets[t] / sizeof<S>()]     modulo 2^16
 *
 * `offsets` (i32) are in bytes, `taps` i16, elements of `S` u8 or i16. So a list of taps may be a row, a column or any
 * pattern, and taps that are 0 need not be in it. A last tile or vector that would not fit is moved left.
 */
export function shortSums<S>(
  source: usize,
  offsets: usize,
  taps: usize,
  tapCount: i32,
  initial: i32,
  destination: usize,
  count: i32,
): void {
  const end = offsets + ((<usize>tapCount) << 2);
  if (count >= TILE) {
    for (let tile = 0; tile < count; tile += TILE) {
      const x = <usize>min(tile, count - TILE);
      const from = source + x * sizeof<S>();
      let a0 = i16x8.splat(<i16>initial);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let a4 = a0;
      let a5 = a0;
      let a6 = a0;
      let a7 = a0;
      for (let at = offsets, tap = taps; at < end; at += 4, tap += 2) {
        const k = v128.load16_splat(tap);
        const p = from + load<i32>(at);
        a0 = i16x8.add(a0, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p) : v128.load(p)));
        a1 = i16x8.add(a1, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 8) : v128.load(p, 16)));
        a2 = i16x8.add(a2, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 16) : v128.load(p, 32)));
        a3 = i16x8.add(a3, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 24) : v128.load(p, 48)));
        a4 = i16x8.add(a4, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 32) : v128.load(p, 64)));
        a5 = i16x8.add(a5, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 40) : v128.load(p, 80)));
        a6 = i16x8.add(a6, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 48) : v128.load(p, 96)));
        a7 = i16x8.add(a7, i16x8.mul(k, sizeof<S>() === 1 ? v128.load_ext<u8>(p, 56) : v128.load(p, 112)));
      }
      const to = destination + x * 2;
      v128.store(to, a0);
      v128.store(to, a1, 16);
      v128.store(to, a2, 32);
      v128.store(to, a3, 48);
      v128.store(to, a4, 64);
      v128.store(to, a5, 80);
      v128.store(to, a6, 96);
      v128.store(to, a7, 112);
    }
    return;
  }
  if (count >= 8) {
    for (let vector = 0; vector < count; vector += 8) {
      const x = <usize>min(vector, count - 8);
      let sum = i16x8.splat(<i16>initial);
      for (let at = offsets, tap = taps; at < end; at += 4, tap += 2) {
        const element =
          sizeof<S>() === 1
            ? v128.load_ext<u8>(source + x + load<i32>(at))
            : v128.load(source + (x << 1) + load<i32>(at));
        sum = i16x8.add(sum, i16x8.mul(v128.load16_splat(tap), element));
      }
      v128.store(destination + x * 2, sum);
    }
    return;
  }
  for (let x: usize = 0; x < <usize>count; x++) {
    let sum = initial;
    for (let at = offsets, tap = taps; at < end; at += 4, tap += 2) {
      sum += <i32>load<i16>(tap) * <i32>load<S>(source + x * sizeof<S>() + load<i32>(at));
    }
    store<i16>(destination + x * 2, <i16>sum);
  }
}
