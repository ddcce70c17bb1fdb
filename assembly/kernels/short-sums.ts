import { Tile } from '../lanes/tile';
import { Widen } from '../lanes/widen';

/** Results computed at a time: eight vectors. The other registers hold a tap and the elements that it multiplies. */
const TILE = 64;

/**
 * Sums in 16-bit lanes, which wrap around:
 *
 *     destination[x] = initial + sum over t of taps[t] * source[x + offsets[t] / sizeof<S>()]     modulo 2^16
 *
 * Offsets (i32) are in bytes, taps are i16, elements of `S` u8 or i16. So the taps may be a row, a column or any pattern, and
 * those that are 0 can be left out. A last tile or vector that does not fit is moved left.
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
        a0 = i16x8.add(a0, i16x8.mul(k, Widen.eight<S>(p, 0)));
        a1 = i16x8.add(a1, i16x8.mul(k, Widen.eight<S>(p, 1)));
        a2 = i16x8.add(a2, i16x8.mul(k, Widen.eight<S>(p, 2)));
        a3 = i16x8.add(a3, i16x8.mul(k, Widen.eight<S>(p, 3)));
        a4 = i16x8.add(a4, i16x8.mul(k, Widen.eight<S>(p, 4)));
        a5 = i16x8.add(a5, i16x8.mul(k, Widen.eight<S>(p, 5)));
        a6 = i16x8.add(a6, i16x8.mul(k, Widen.eight<S>(p, 6)));
        a7 = i16x8.add(a7, i16x8.mul(k, Widen.eight<S>(p, 7)));
      }
      const to = destination + x * 2;
      Tile.store8(to, a0, a1, a2, a3, a4, a5, a6, a7);
    }
    return;
  }
  if (count >= 8) {
    for (let vector = 0; vector < count; vector += 8) {
      const x = <usize>min(vector, count - 8);
      let sum = i16x8.splat(<i16>initial);
      for (let at = offsets, tap = taps; at < end; at += 4, tap += 2) {
        const elements = Widen.eight<S>(source + x * sizeof<S>() + load<i32>(at), 0);
        sum = i16x8.add(sum, i16x8.mul(v128.load16_splat(tap), elements));
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
