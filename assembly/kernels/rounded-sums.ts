import { Tile } from '../lanes/tile';
import { Widen } from '../lanes/widen';

/** Results computed at a time: eight vectors. */
const TILE = 64;

/**
 * Sums rounded products in 16-bit lanes, with taps in units of 2^-15:
 *
 *     destination[x] = sum over t of floor((taps[t] * (source[x + offsets[t]] + source[x + mirrored[t]]) + 2^14) / 2^15)
 *
 * One product serves both taps of a symmetric pair; where `mirrored[t]` is -1, there is no second element. Offsets (i32) are in
 * bytes. Elements of `S` are i16, or u8, which are multiplied by 2^6 first. The sum of two elements must fit into 16 bits. A last
 * tile or vector that does not fit is moved left.
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
          a0 = Rounded.add<S>(a0, k, Widen.eight<S>(p, 0));
          a1 = Rounded.add<S>(a1, k, Widen.eight<S>(p, 1));
          a2 = Rounded.add<S>(a2, k, Widen.eight<S>(p, 2));
          a3 = Rounded.add<S>(a3, k, Widen.eight<S>(p, 3));
          a4 = Rounded.add<S>(a4, k, Widen.eight<S>(p, 4));
          a5 = Rounded.add<S>(a5, k, Widen.eight<S>(p, 5));
          a6 = Rounded.add<S>(a6, k, Widen.eight<S>(p, 6));
          a7 = Rounded.add<S>(a7, k, Widen.eight<S>(p, 7));
        } else {
          const q = from + other;
          a0 = Rounded.add<S>(a0, k, i16x8.add(Widen.eight<S>(p, 0), Widen.eight<S>(q, 0)));
          a1 = Rounded.add<S>(a1, k, i16x8.add(Widen.eight<S>(p, 1), Widen.eight<S>(q, 1)));
          a2 = Rounded.add<S>(a2, k, i16x8.add(Widen.eight<S>(p, 2), Widen.eight<S>(q, 2)));
          a3 = Rounded.add<S>(a3, k, i16x8.add(Widen.eight<S>(p, 3), Widen.eight<S>(q, 3)));
          a4 = Rounded.add<S>(a4, k, i16x8.add(Widen.eight<S>(p, 4), Widen.eight<S>(q, 4)));
          a5 = Rounded.add<S>(a5, k, i16x8.add(Widen.eight<S>(p, 5), Widen.eight<S>(q, 5)));
          a6 = Rounded.add<S>(a6, k, i16x8.add(Widen.eight<S>(p, 6), Widen.eight<S>(q, 6)));
          a7 = Rounded.add<S>(a7, k, i16x8.add(Widen.eight<S>(p, 7), Widen.eight<S>(q, 7)));
        }
      }
      const to = destination + (x << 1);
      Tile.store8(to, a0, a1, a2, a3, a4, a5, a6, a7);
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
        let elements = Widen.eight<S>(p, 0);
        if (other >= 0) elements = i16x8.add(elements, Widen.eight<S>(from + other, 0));
        sum = Rounded.add<S>(sum, v128.load16_splat(taps + (at >> 1)), elements);
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

class Rounded {
  /** The products never saturate, because taps are less than 1 in magnitude. So both instructions give the same. */
  @inline
  static add<S>(sum: v128, tap: v128, elements: v128): v128 {
    const scaled = sizeof<S>() === 1 ? i16x8.shl(elements, 6) : elements;
    return i16x8.add(
      sum,
      ASC_FEATURE_RELAXED_SIMD ? i16x8.relaxed_q15mulr_s(scaled, tap) : i16x8.q15mulr_sat_s(scaled, tap),
    );
  }
}
