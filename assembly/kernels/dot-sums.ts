import { Tile } from '../lanes/tile';

/** Results computed at a time: eight vectors of one row, or four of each of two rows. */
const TILE = 32;
const TILE_OF_TWO = 16;

/**
 * Sums in 32-bit lanes over a row of pairs of i16 (see `interleave`), two taps at a time:
 *
 *     destination[x] = initial + sum over t of taps[t][0] * pair[0] + taps[t][1] * pair[1]
 *
 * where `pair` is the pair number x at `source + offsets[t]` (i32, bytes). Taps are pairs of i16, `tapStepBytes` apart. A last
 * tile or vector that does not fit is moved left.
 */
export function dotSums(
  source: usize,
  offsets: usize,
  taps: usize,
  tapStepBytes: usize,
  tapCount: i32,
  initial: i32,
  destination: usize,
  count: i32,
): void {
  const end = offsets + ((<usize>tapCount) << 2);
  if (count >= TILE) {
    for (let tile = 0; tile < count; tile += TILE) {
      const x = (<usize>min(tile, count - TILE)) << 2;
      const from = source + x;
      let a0 = i32x4.splat(initial);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let a4 = a0;
      let a5 = a0;
      let a6 = a0;
      let a7 = a0;
      for (let at = offsets, tap = taps; at < end; at += 4, tap += tapStepBytes) {
        const k = v128.load32_splat(tap);
        const p = from + load<i32>(at);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v128.load(p), k));
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v128.load(p, 16), k));
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v128.load(p, 32), k));
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v128.load(p, 48), k));
        a4 = i32x4.add(a4, i32x4.dot_i16x8_s(v128.load(p, 64), k));
        a5 = i32x4.add(a5, i32x4.dot_i16x8_s(v128.load(p, 80), k));
        a6 = i32x4.add(a6, i32x4.dot_i16x8_s(v128.load(p, 96), k));
        a7 = i32x4.add(a7, i32x4.dot_i16x8_s(v128.load(p, 112), k));
      }
      const to = destination + x;
      Tile.store8(to, a0, a1, a2, a3, a4, a5, a6, a7);
    }
    return;
  }
  if (count >= 4) {
    for (let vector = 0; vector < count; vector += 4) {
      const x = (<usize>min(vector, count - 4)) << 2;
      let sum = i32x4.splat(initial);
      for (let at = offsets, tap = taps; at < end; at += 4, tap += tapStepBytes) {
        sum = i32x4.add(
          sum,
          i32x4.dot_i16x8_s(v128.load32_splat(tap), v128.load(source + x + load<i32>(at))),
        );
      }
      v128.store(destination + x, sum);
    }
    return;
  }
  for (let x: usize = 0; x < (<usize>count) << 2; x += 4) {
    let sum = initial;
    for (let at = offsets, tap = taps; at < end; at += 4, tap += tapStepBytes) {
      const pair = source + x + load<i32>(at);
      sum += <i32>load<i16>(tap) * <i32>load<i16>(pair) + <i32>load<i16>(tap, 2) * <i32>load<i16>(pair, 2);
    }
    store<i32>(destination + x, sum);
  }
}

/** `dotSums` of two rows of results, whose taps lie side by side: each vector that is loaded serves both. */
export function dotTwoRows(
  source: usize,
  offsets: usize,
  taps: usize,
  tapCount: i32,
  initial: i32,
  first: usize,
  second: usize,
  count: i32,
): void {
  if (count < TILE_OF_TWO) {
    dotSums(source, offsets, taps, 8, tapCount, initial, first, count);
    dotSums(source, offsets, taps + 4, 8, tapCount, initial, second, count);
    return;
  }
  const end = offsets + ((<usize>tapCount) << 2);
  for (let tile = 0; tile < count; tile += TILE_OF_TWO) {
    const x = (<usize>min(tile, count - TILE_OF_TWO)) << 2;
    const from = source + x;
    let a0 = i32x4.splat(initial);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    for (let at = offsets, tap = taps; at < end; at += 4, tap += 8) {
      const j = v128.load32_splat(tap);
      const k = v128.load32_splat(tap, 4);
      const p = from + load<i32>(at);
      const p0 = v128.load(p);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(p0, j));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(p0, k));
      const p1 = v128.load(p, 16);
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(p1, j));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(p1, k));
      const p2 = v128.load(p, 32);
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(p2, j));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(p2, k));
      const p3 = v128.load(p, 48);
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(p3, j));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(p3, k));
    }
    Tile.store4(first + x, a0, a1, a2, a3);
    Tile.store4(second + x, b0, b1, b2, b3);
  }
}
