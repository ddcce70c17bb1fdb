import { COLUMN_TILE_BYTES, ROW_TILE_BYTES } from '../constants';
import { Float } from '../lanes/float';
import { Tile } from '../lanes/tile';

/*
 * The two passes of a kernel that is an outer product. Rows are at least a tile long; a last tile that does not fit is moved left.
 * Sums start at +0 and add the taps in order. No element outside the formulas is read or written.
 */

/**
 * destination[i][x] = sum over u of taps[u] * source[(i + u) * stepBytes + x], for the two rows i = 0 and 1. Each vector that is
 * loaded serves both rows.
 */
export function columnPass<T>(
  source: usize,
  stepBytes: usize,
  taps: usize,
  tapCount: i32,
  destination: usize,
  destinationPitchBytes: usize,
  rowBytes: usize,
): void {
  const last = taps + <usize>(tapCount - 1) * sizeof<T>();
  for (let tile: usize = 0; tile < rowBytes; tile += COLUMN_TILE_BYTES) {
    const at = min(tile, rowBytes - COLUMN_TILE_BYTES);
    const zero = v128.splat<T>(0);
    let x = source + at;
    let k = v128.load_splat<T>(taps);
    let a0 = Float.multiplyAdd<T>(k, v128.load(x), zero);
    let a1 = Float.multiplyAdd<T>(k, v128.load(x, 16), zero);
    let a2 = Float.multiplyAdd<T>(k, v128.load(x, 32), zero);
    let a3 = Float.multiplyAdd<T>(k, v128.load(x, 48), zero);
    let b0 = zero;
    let b1 = zero;
    let b2 = zero;
    let b3 = zero;
    for (let tap = taps; tap < last; tap += sizeof<T>()) {
      x += stepBytes;
      const before = v128.load_splat<T>(tap);
      k = v128.load_splat<T>(tap, sizeof<T>());
      const x0 = v128.load(x);
      a0 = Float.multiplyAdd<T>(k, x0, a0);
      b0 = Float.multiplyAdd<T>(before, x0, b0);
      const x1 = v128.load(x, 16);
      a1 = Float.multiplyAdd<T>(k, x1, a1);
      b1 = Float.multiplyAdd<T>(before, x1, b1);
      const x2 = v128.load(x, 32);
      a2 = Float.multiplyAdd<T>(k, x2, a2);
      b2 = Float.multiplyAdd<T>(before, x2, b2);
      const x3 = v128.load(x, 48);
      a3 = Float.multiplyAdd<T>(k, x3, a3);
      b3 = Float.multiplyAdd<T>(before, x3, b3);
    }
    x += stepBytes;
    k = v128.load_splat<T>(last);
    const to = destination + at;
    Tile.store4(to, a0, a1, a2, a3);
    const below = to + destinationPitchBytes;
    v128.store(below, Float.multiplyAdd<T>(k, v128.load(x), b0));
    v128.store(below, Float.multiplyAdd<T>(k, v128.load(x, 16), b1), 16);
    v128.store(below, Float.multiplyAdd<T>(k, v128.load(x, 32), b2), 32);
    v128.store(below, Float.multiplyAdd<T>(k, v128.load(x, 48), b3), 48);
  }
}

/** destination[x] = delta + sum over v of taps[v] * source[v * stepBytes + x]. Returns 0 if all results are finite, else NaN. */
export function rowPass<T>(
  source: usize,
  stepBytes: usize,
  taps: usize,
  tapCount: i32,
  delta: T,
  destination: usize,
  rowBytes: usize,
): T {
  const end = taps + <usize>tapCount * sizeof<T>();
  let check = v128.splat<T>(0);
  for (let tile: usize = 0; tile < rowBytes; tile += ROW_TILE_BYTES) {
    const at = min(tile, rowBytes - ROW_TILE_BYTES);
    let a0 = v128.splat<T>(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    let x = source + at;
    for (let tap = taps; tap < end; tap += sizeof<T>()) {
      const k = v128.load_splat<T>(tap);
      a0 = Float.multiplyAdd<T>(k, v128.load(x), a0);
      a1 = Float.multiplyAdd<T>(k, v128.load(x, 16), a1);
      a2 = Float.multiplyAdd<T>(k, v128.load(x, 32), a2);
      a3 = Float.multiplyAdd<T>(k, v128.load(x, 48), a3);
      a4 = Float.multiplyAdd<T>(k, v128.load(x, 64), a4);
      a5 = Float.multiplyAdd<T>(k, v128.load(x, 80), a5);
      a6 = Float.multiplyAdd<T>(k, v128.load(x, 96), a6);
      a7 = Float.multiplyAdd<T>(k, v128.load(x, 112), a7);
      x += stepBytes;
    }
    const d = v128.splat<T>(delta);
    a0 = v128.add<T>(a0, d);
    a1 = v128.add<T>(a1, d);
    a2 = v128.add<T>(a2, d);
    a3 = v128.add<T>(a3, d);
    a4 = v128.add<T>(a4, d);
    a5 = v128.add<T>(a5, d);
    a6 = v128.add<T>(a6, d);
    a7 = v128.add<T>(a7, d);
    Tile.store8(destination + at, a0, a1, a2, a3, a4, a5, a6, a7);
    check = Float.checkFinite<T>(check, a0);
    check = Float.checkFinite<T>(check, a1);
    check = Float.checkFinite<T>(check, a2);
    check = Float.checkFinite<T>(check, a3);
    check = Float.checkFinite<T>(check, a4);
    check = Float.checkFinite<T>(check, a5);
    check = Float.checkFinite<T>(check, a6);
    check = Float.checkFinite<T>(check, a7);
  }
  return Float.sumOfLanes<T>(check);
}
