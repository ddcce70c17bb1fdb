/** Elements computed at a time: eight vectors. */
const TILE = 64;

/**
 * Sums of rounded products with taps in units of 2^-15, in 16-bit lanes:
 *
 *     destination[x] = sum over t of floor((taps[t] * (source[x + offsets[t]] + source[x + mirrored[t]]) + 2^14) / 2^15)
 *
 * with offsets (i32) in bytes. Elements of `S` are i16, or u8 that count 2^6 times. So one product serves both taps of a symmetric pair; the two elements' sum has to fit into 16 bits.
 * Where `mirrored[t]` is -1, there is no second element. A last tile or vector that would not fit is moved left.
 */
export function roundedSums<S>(
  source: usize,
  offsets: usize,
  mirrored: usize,
  taps: usize,
  tapCount: i32,
  destination: usize,
  count: i32,
): void {
  const zero = i16x8.splat(0);
  const end = (<usize>tapCount) << 2;
  if (count >= TILE) {
    for (let tile = 0; tile < count; tile += TILE) {
      const x = <usize>min(tile, count - TILE);
      const from = source + x * sizeof<S>();
      let a0 = zero;
      let a1 = zero;
      let a2 = zero;
      let a3 = zero;
      let a4 = zero;
      let a5 = zero;
      let a6 = zero;
      let a7 = zero;
      for (let at: usize = 0; at < end; at += 4) {
        const k = v128.load16_splat(taps + (at >> 1));
        const p = from + load<i32>(offsets + at);
        const other = load<i32>(mirrored + at);
        if (other < 0) {
          a0 = i16x8.add(a0, Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p) : v128.load(p), k));
          a1 = i16x8.add(
            a1,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 8) : v128.load(p, 16), k),
          );
          a2 = i16x8.add(
            a2,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 16) : v128.load(p, 32), k),
          );
          a3 = i16x8.add(
            a3,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 24) : v128.load(p, 48), k),
          );
          a4 = i16x8.add(
            a4,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 32) : v128.load(p, 64), k),
          );
          a5 = i16x8.add(
            a5,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 40) : v128.load(p, 80), k),
          );
          a6 = i16x8.add(
            a6,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 48) : v128.load(p, 96), k),
          );
          a7 = i16x8.add(
            a7,
            Rounded.product<S>(sizeof<S>() === 1 ? v128.load_ext<u8>(p, 56) : v128.load(p, 112), k),
          );
        } else {
          const q = from + other;
          a0 = i16x8.add(
            a0,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p), v128.load_ext<u8>(q))
                : i16x8.add(v128.load(p), v128.load(q)),
              k,
            ),
          );
          a1 = i16x8.add(
            a1,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 8), v128.load_ext<u8>(q, 8))
                : i16x8.add(v128.load(p, 16), v128.load(q, 16)),
              k,
            ),
          );
          a2 = i16x8.add(
            a2,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 16), v128.load_ext<u8>(q, 16))
                : i16x8.add(v128.load(p, 32), v128.load(q, 32)),
              k,
            ),
          );
          a3 = i16x8.add(
            a3,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 24), v128.load_ext<u8>(q, 24))
                : i16x8.add(v128.load(p, 48), v128.load(q, 48)),
              k,
            ),
          );
          a4 = i16x8.add(
            a4,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 32), v128.load_ext<u8>(q, 32))
                : i16x8.add(v128.load(p, 64), v128.load(q, 64)),
              k,
            ),
          );
          a5 = i16x8.add(
            a5,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 40), v128.load_ext<u8>(q, 40))
                : i16x8.add(v128.load(p, 80), v128.load(q, 80)),
              k,
            ),
          );
          a6 = i16x8.add(
            a6,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 48), v128.load_ext<u8>(q, 48))
                : i16x8.add(v128.load(p, 96), v128.load(q, 96)),
              k,
            ),
          );
          a7 = i16x8.add(
            a7,
            Rounded.product<S>(
              sizeof<S>() === 1
                ? i16x8.add(v128.load_ext<u8>(p, 56), v128.load_ext<u8>(q, 56))
                : i16x8.add(v128.load(p, 112), v128.load(q, 112)),
              k,
            ),
          );
        }
      }
      const to = destination + (x << 1);
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
      const from = source + x * sizeof<S>();
      let sum = zero;
      for (let at: usize = 0; at < end; at += 4) {
        const p = from + load<i32>(offsets + at);
        const other = load<i32>(mirrored + at);
        let element = sizeof<S>() === 1 ? v128.load_ext<u8>(p) : v128.load(p);
        if (other >= 0) {
          const q = from + other;
          element = i16x8.add(element, sizeof<S>() === 1 ? v128.load_ext<u8>(q) : v128.load(q));
        }
        sum = i16x8.add(sum, Rounded.product<S>(element, v128.load16_splat(taps + (at >> 1))));
      }
      v128.store(destination + (x << 1), sum);
    }
    return;
  }
  for (let x: usize = 0; x < <usize>count; x++) {
    const from = source + x * sizeof<S>();
    let sum = 0;
    for (let at: usize = 0; at < end; at += 4) {
      let element = <i32>load<S>(from + load<i32>(offsets + at));
      const other = load<i32>(mirrored + at);
      if (other >= 0) element += <i32>load<S>(from + other);
      if (sizeof<S>() === 1) element <<= 6;
      sum += (element * <i32>load<i16>(taps + (at >> 1)) + 0x4000) >> 15;
    }
    store<i16>(destination + (x << 1), <i16>sum);
  }
}

/** The product is inlined. */
class Rounded {
  /** Rounded to nearest; the products never saturate, since the taps are less than 1 in magnitude. */
  @inline
  static product<S>(given: v128, tap: v128): v128 {
    const elements = sizeof<S>() === 1 ? i16x8.shl(given, 6) : given;
    if (ASC_FEATURE_RELAXED_SIMD) return i16x8.relaxed_q15mulr_s(elements, tap);
    return i16x8.q15mulr_sat_s(elements, tap);
  }
}
