import { VECTOR_BYTES } from '../constants';

/*
 * Interpolation: each row is a weighted sum of a few successive rows of cells, which stay in registers as long as successive rows
 * have them in common. Rows of cells must be readable up to a whole number of tiles. A last tile of results that does not fit is
 * moved left.
 */

/** Results computed at a time of each row: four vectors. */
const TILE = 32;

/**
 * Rows from three rows of 16-bit cells, with weights in units of 2^-15 (four i16 for each row, the last of which is unused):
 *
 *     sum = rounded products of weights[row][j] and the cells' rows j = 0, 1, 2
 *
 * `source` has the cells of the first row; an `advances` (u8) of 1 says that a row's cells begin one row further down than those of
 * the row before. As i16 (`D`) sums are results; as u8 they are divided by 2^6, halves up, and saturated.
 */
export function interpolate<D>(
  source: usize,
  pitchBytes: usize,
  count: i32,
  rows: i32,
  advances: usize,
  weights: usize,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  if (count < TILE) {
    for (let x: usize = 0; x < <usize>count; x++) {
      let from = source + (x << 1);
      let to = destination + x * sizeof<D>();
      for (let row = 0; row < rows; row++) {
        if (row > 0) from += pitchBytes * <usize>load<u8>(advances + <usize>row);
        const w = weights + ((<usize>row) << 3);
        const sum =
          ((<i32>load<i16>(from) * <i32>load<i16>(w) + 0x4000) >> 15) +
          ((<i32>load<i16>(from + pitchBytes) * <i32>load<i16>(w, 2) + 0x4000) >> 15) +
          ((<i32>load<i16>(from + 2 * pitchBytes) * <i32>load<i16>(w, 4) + 0x4000) >> 15);
        if (sizeof<D>() === 1) store<u8>(to, <u8>min(max((sum + 32) >> 6, 0), 255));
        else store<i16>(to, <i16>sum);
        to += destinationPitchBytes;
      }
    }
    return;
  }
  const half = i16x8.splat(32);
  for (let tile = 0; tile < count; tile += TILE) {
    const x = <usize>min(tile, count - TILE);
    let from = source + (x << 1);
    let to = destination + x * sizeof<D>();
    let a0 = v128.load(from);
    let a1 = v128.load(from, 16);
    let a2 = v128.load(from, 32);
    let a3 = v128.load(from, 48);
    from += pitchBytes;
    let b0 = v128.load(from);
    let b1 = v128.load(from, 16);
    let b2 = v128.load(from, 32);
    let b3 = v128.load(from, 48);
    from += pitchBytes;
    let c0 = v128.load(from);
    let c1 = v128.load(from, 16);
    let c2 = v128.load(from, 32);
    let c3 = v128.load(from, 48);
    let w = weights;
    for (let row = 0; row < rows; row++) {
      if (row > 0 && load<u8>(advances + <usize>row) !== 0) {
        a0 = b0;
        a1 = b1;
        a2 = b2;
        a3 = b3;
        b0 = c0;
        b1 = c1;
        b2 = c2;
        b3 = c3;
        from += pitchBytes;
        c0 = v128.load(from);
        c1 = v128.load(from, 16);
        c2 = v128.load(from, 32);
        c3 = v128.load(from, 48);
      }
      const ka = v128.load16_splat(w);
      const kb = v128.load16_splat(w, 2);
      const kc = v128.load16_splat(w, 4);
      w += 8;
      const s0 = Interpolation.sum(a0, ka, b0, kb, c0, kc);
      const s1 = Interpolation.sum(a1, ka, b1, kb, c1, kc);
      const s2 = Interpolation.sum(a2, ka, b2, kb, c2, kc);
      const s3 = Interpolation.sum(a3, ka, b3, kb, c3, kc);
      if (sizeof<D>() === 1) {
        v128.store(to, Interpolation.bytes(s0, s1, half));
        v128.store(to, Interpolation.bytes(s2, s3, half), 16);
      } else {
        v128.store(to, s0);
        v128.store(to, s1, 16);
        v128.store(to, s2, 32);
        v128.store(to, s3, 48);
      }
      to += destinationPitchBytes;
    }
  }
}

class Interpolation {
  /** No product saturates, because weights are less than 1. So both instructions give the same. */
  @inline
  static product(a: v128, b: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD ? i16x8.relaxed_q15mulr_s(a, b) : i16x8.q15mulr_sat_s(a, b);
  }

  @inline
  static sum(a: v128, ka: v128, b: v128, kb: v128, c: v128, kc: v128): v128 {
    const two = i16x8.add(Interpolation.product(a, ka), Interpolation.product(b, kb));
    return i16x8.add(two, Interpolation.product(c, kc));
  }

  @inline
  static bytes(low: v128, high: v128, half: v128): v128 {
    return i8x16.narrow_i16x8_u(i16x8.shr_s(i16x8.add(low, half), 6), i16x8.shr_s(i16x8.add(high, half), 6));
  }
}

/**
 * The same of floats, from six rows of cells: sums start at +0 and are rounded after every multiplication and every addition, on
 * all backends alike. `weights` has six numbers for each row.
 */
export function interpolateFloats<T>(
  source: usize,
  pitchBytes: usize,
  count: i32,
  rows: i32,
  advances: usize,
  weights: usize,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  const rowBytes = <usize>count * sizeof<T>();
  if (rowBytes < 2 * VECTOR_BYTES) {
    for (let x: usize = 0; x < rowBytes; x += sizeof<T>()) {
      let from = source + x;
      let to = destination + x;
      let w = weights;
      for (let row = 0; row < rows; row++) {
        if (row > 0) from += pitchBytes * <usize>load<u8>(advances + <usize>row);
        let sum: T = <T>0;
        for (let cell: usize = 0; cell < 6; cell++, w += sizeof<T>()) {
          sum += load<T>(w) * load<T>(from + cell * pitchBytes);
        }
        store<T>(to, sum);
        to += destinationPitchBytes;
      }
    }
    return;
  }
  const zero = v128.splat<T>(0);
  for (let tile: usize = 0; tile < rowBytes; tile += 2 * VECTOR_BYTES) {
    const x = min(tile, rowBytes - 2 * VECTOR_BYTES);
    let from = source + x;
    let to = destination + x;
    let w = weights;
    let a0 = zero;
    let a1 = zero;
    let b0 = zero;
    let b1 = zero;
    let c0 = zero;
    let c1 = zero;
    let d0 = zero;
    let d1 = zero;
    let e0 = zero;
    let e1 = zero;
    let f0 = zero;
    let f1 = zero;
    for (let row = 0; row < rows; row++) {
      const isNext = row > 0 && load<u8>(advances + <usize>row) !== 0;
      if (isNext) from += pitchBytes;
      if (isNext || row === 0) {
        let p = from;
        a0 = v128.load(p);
        a1 = v128.load(p, 16);
        p += pitchBytes;
        b0 = v128.load(p);
        b1 = v128.load(p, 16);
        p += pitchBytes;
        c0 = v128.load(p);
        c1 = v128.load(p, 16);
        p += pitchBytes;
        d0 = v128.load(p);
        d1 = v128.load(p, 16);
        p += pitchBytes;
        e0 = v128.load(p);
        e1 = v128.load(p, 16);
        p += pitchBytes;
        f0 = v128.load(p);
        f1 = v128.load(p, 16);
      }
      let k = v128.load_splat<T>(w);
      let s0 = v128.add<T>(zero, v128.mul<T>(k, a0));
      let s1 = v128.add<T>(zero, v128.mul<T>(k, a1));
      k = v128.load_splat<T>(w, sizeof<T>());
      s0 = v128.add<T>(s0, v128.mul<T>(k, b0));
      s1 = v128.add<T>(s1, v128.mul<T>(k, b1));
      k = v128.load_splat<T>(w, 2 * sizeof<T>());
      s0 = v128.add<T>(s0, v128.mul<T>(k, c0));
      s1 = v128.add<T>(s1, v128.mul<T>(k, c1));
      k = v128.load_splat<T>(w, 3 * sizeof<T>());
      s0 = v128.add<T>(s0, v128.mul<T>(k, d0));
      s1 = v128.add<T>(s1, v128.mul<T>(k, d1));
      k = v128.load_splat<T>(w, 4 * sizeof<T>());
      s0 = v128.add<T>(s0, v128.mul<T>(k, e0));
      s1 = v128.add<T>(s1, v128.mul<T>(k, e1));
      k = v128.load_splat<T>(w, 5 * sizeof<T>());
      v128.store(to, v128.add<T>(s0, v128.mul<T>(k, f0)));
      v128.store(to, v128.add<T>(s1, v128.mul<T>(k, f1)), 16);
      w += 6 * sizeof<T>();
      to += destinationPitchBytes;
    }
  }
}
