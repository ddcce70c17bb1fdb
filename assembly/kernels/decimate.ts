import { VECTOR_BYTES } from '../constants';

/*
 * Decimation: weighted sums of rows, each row being part of the sums of a few successive cells. The cells whose sums are not
 * complete yet stay in registers along a column tile, and in `sums` from call to call. Rows of every buffer must be readable and
 * writable up to a whole number of tiles.
 */

/**
 * Adds rows of `S` (u8 or i16) to the 32-bit sums of three cells:
 *
 *     sums[j] += weights[j][row] * source[row]          for j = 0, 1, 2
 *
 * Before each row with an `advances` (u8) of 1 the first cell is complete and written to `destination`; the others move up and
 * the last starts with 0. In the end `flushed` more are written. As i16 (`D`) a sum is divided by 2^`shift`, rounded; as f32 it is
 * multiplied by `scale`. Weights are i16, those of a cell one after the other. Two rows are added at a time where no cell is
 * completed between them.
 */
export function decimate<S, D>(
  source: usize,
  pitchBytes: usize,
  count: i32,
  rows: i32,
  advances: usize,
  weights: usize,
  weightPitchBytes: usize,
  sums: usize,
  sumPitchBytes: usize,
  shift: i32,
  scale: f32,
  flushed: i32,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  const half = i32x4.splat((1 << shift) >> 1);
  const factor = f32x4.splat(scale);
  const zero = i32x4.splat(0);
  for (let x: usize = 0; x < <usize>count; x += 16) {
    const a = sums + x * 4;
    const b = a + sumPitchBytes;
    const c = b + sumPitchBytes;
    let a0 = v128.load(a);
    let a1 = v128.load(a, 16);
    let a2 = v128.load(a, 32);
    let a3 = v128.load(a, 48);
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let b2 = v128.load(b, 32);
    let b3 = v128.load(b, 48);
    let c0 = v128.load(c);
    let c1 = v128.load(c, 16);
    let c2 = v128.load(c, 32);
    let c3 = v128.load(c, 48);
    let from = source + x * sizeof<S>();
    let to = destination + x * sizeof<D>();
    let row = 0;
    while (row < rows + flushed) {
      const isFlushed = row >= rows;
      if (isFlushed || load<u8>(advances + <usize>row) !== 0) {
        Cell.store<D>(to, a0, a1, a2, a3, half, shift, factor);
        to += destinationPitchBytes;
        a0 = b0;
        a1 = b1;
        a2 = b2;
        a3 = b3;
        b0 = c0;
        b1 = c1;
        b2 = c2;
        b3 = c3;
        c0 = zero;
        c1 = zero;
        c2 = zero;
        c3 = zero;
        if (isFlushed) {
          row++;
          continue;
        }
      }
      const w = weights + ((<usize>row) << 1);
      const v = w + weightPitchBytes;
      const u = v + weightPitchBytes;
      let ka: v128;
      let kb: v128;
      let kc: v128;
      let second = from;
      if (row + 1 < rows && load<u8>(advances + <usize>row, 1) === 0) {
        ka = v128.load32_splat(w);
        kb = v128.load32_splat(v);
        kc = v128.load32_splat(u);
        second += pitchBytes;
        row += 2;
      } else {
        ka = i32x4.splat(<i32>load<u16>(w));
        kb = i32x4.splat(<i32>load<u16>(v));
        kc = i32x4.splat(<i32>load<u16>(u));
        row += 1;
      }
      const e0 = Cell.pair<S>(from, second, 0);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(e0, ka));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(e0, kb));
      c0 = i32x4.add(c0, i32x4.dot_i16x8_s(e0, kc));
      const e1 = Cell.pair<S>(from, second, 1);
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(e1, ka));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(e1, kb));
      c1 = i32x4.add(c1, i32x4.dot_i16x8_s(e1, kc));
      const e2 = Cell.pair<S>(from, second, 2);
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(e2, ka));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(e2, kb));
      c2 = i32x4.add(c2, i32x4.dot_i16x8_s(e2, kc));
      const e3 = Cell.pair<S>(from, second, 3);
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(e3, ka));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(e3, kb));
      c3 = i32x4.add(c3, i32x4.dot_i16x8_s(e3, kc));
      from = second + pitchBytes;
    }
    v128.store(a, a0);
    v128.store(a, a1, 16);
    v128.store(a, a2, 32);
    v128.store(a, a3, 48);
    v128.store(b, b0);
    v128.store(b, b1, 16);
    v128.store(b, b2, 32);
    v128.store(b, b3, 48);
    v128.store(c, c0);
    v128.store(c, c1, 16);
    v128.store(c, c2, 32);
    v128.store(c, c3, 48);
  }
}

/** Inlined, so that the compiler decides every branch. */
class Cell {
  /** Four elements of a row beside those of a second one, as i16, from element 4 * `index` on. `index` must be a constant. */
  @inline
  static pair<S>(first: usize, second: usize, index: i32): v128 {
    if (sizeof<S>() === 1) {
      const a =
        index === 0
          ? v128.load32_zero(first)
          : index === 1
            ? v128.load32_zero(first, 4)
            : index === 2
              ? v128.load32_zero(first, 8)
              : v128.load32_zero(first, 12);
      const b =
        index === 0
          ? v128.load32_zero(second)
          : index === 1
            ? v128.load32_zero(second, 4)
            : index === 2
              ? v128.load32_zero(second, 8)
              : v128.load32_zero(second, 12);
      return v128.extend_low<u8>(
        v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
      );
    }
    const a = index < 2 ? v128.load(first) : v128.load(first, 16);
    const b = index < 2 ? v128.load(second) : v128.load(second, 16);
    return (index & 1) === 0
      ? v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
      : v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  }

  @inline
  static store<D>(
    to: usize,
    s0: v128,
    s1: v128,
    s2: v128,
    s3: v128,
    half: v128,
    shift: i32,
    factor: v128,
  ): void {
    if (isFloat<D>()) {
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(s0), factor));
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(s1), factor), 16);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(s2), factor), 32);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(s3), factor), 48);
      return;
    }
    const r0 = i32x4.shr_s(i32x4.add(s0, half), shift);
    const r1 = i32x4.shr_s(i32x4.add(s1, half), shift);
    const r2 = i32x4.shr_s(i32x4.add(s2, half), shift);
    const r3 = i32x4.shr_s(i32x4.add(s3, half), shift);
    v128.store(to, i16x8.narrow_i32x4_s(r0, r1));
    v128.store(to, i16x8.narrow_i32x4_s(r2, r3), 16);
  }
}

/**
 * The same of floats, for six cells: sums start at +0 and are rounded after every multiplication and every addition, on all
 * backends alike. `weights` has six numbers for each row.
 */
export function decimateFloats<T>(
  source: usize,
  pitchBytes: usize,
  count: i32,
  rows: i32,
  advances: usize,
  weights: usize,
  sums: usize,
  sumPitchBytes: usize,
  flushed: i32,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  const zero = v128.splat<T>(0);
  const rowBytes = <usize>count * sizeof<T>();
  for (let x: usize = 0; x < rowBytes; x += 2 * VECTOR_BYTES) {
    let at = sums + x;
    let a0 = v128.load(at);
    let a1 = v128.load(at, 16);
    at += sumPitchBytes;
    let b0 = v128.load(at);
    let b1 = v128.load(at, 16);
    at += sumPitchBytes;
    let c0 = v128.load(at);
    let c1 = v128.load(at, 16);
    at += sumPitchBytes;
    let d0 = v128.load(at);
    let d1 = v128.load(at, 16);
    at += sumPitchBytes;
    let e0 = v128.load(at);
    let e1 = v128.load(at, 16);
    at += sumPitchBytes;
    let f0 = v128.load(at);
    let f1 = v128.load(at, 16);
    let from = source + x;
    let to = destination + x;
    let w = weights;
    for (let row = 0; row < rows + flushed; row++) {
      const isFlushed = row >= rows;
      if (isFlushed || load<u8>(advances + <usize>row) !== 0) {
        v128.store(to, a0);
        v128.store(to, a1, 16);
        to += destinationPitchBytes;
        a0 = b0;
        a1 = b1;
        b0 = c0;
        b1 = c1;
        c0 = d0;
        c1 = d1;
        d0 = e0;
        d1 = e1;
        e0 = f0;
        e1 = f1;
        f0 = zero;
        f1 = zero;
        if (isFlushed) continue;
      }
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      let k = v128.load_splat<T>(w);
      a0 = v128.add<T>(a0, v128.mul<T>(k, x0));
      a1 = v128.add<T>(a1, v128.mul<T>(k, x1));
      k = v128.load_splat<T>(w, sizeof<T>());
      b0 = v128.add<T>(b0, v128.mul<T>(k, x0));
      b1 = v128.add<T>(b1, v128.mul<T>(k, x1));
      k = v128.load_splat<T>(w, 2 * sizeof<T>());
      c0 = v128.add<T>(c0, v128.mul<T>(k, x0));
      c1 = v128.add<T>(c1, v128.mul<T>(k, x1));
      k = v128.load_splat<T>(w, 3 * sizeof<T>());
      d0 = v128.add<T>(d0, v128.mul<T>(k, x0));
      d1 = v128.add<T>(d1, v128.mul<T>(k, x1));
      k = v128.load_splat<T>(w, 4 * sizeof<T>());
      e0 = v128.add<T>(e0, v128.mul<T>(k, x0));
      e1 = v128.add<T>(e1, v128.mul<T>(k, x1));
      k = v128.load_splat<T>(w, 5 * sizeof<T>());
      f0 = v128.add<T>(f0, v128.mul<T>(k, x0));
      f1 = v128.add<T>(f1, v128.mul<T>(k, x1));
      w += 6 * sizeof<T>();
      from += pitchBytes;
    }
    at = sums + x;
    v128.store(at, a0);
    v128.store(at, a1, 16);
    at += sumPitchBytes;
    v128.store(at, b0);
    v128.store(at, b1, 16);
    at += sumPitchBytes;
    v128.store(at, c0);
    v128.store(at, c1, 16);
    at += sumPitchBytes;
    v128.store(at, d0);
    v128.store(at, d1, 16);
    at += sumPitchBytes;
    v128.store(at, e0);
    v128.store(at, e1, 16);
    at += sumPitchBytes;
    v128.store(at, f0);
    v128.store(at, f1, 16);
  }
}
