import { WIDE_TILE_BYTES } from '../constants';
import { Float } from '../lanes/float';
import { Tile } from '../lanes/tile';

/**
 * Two rows of results by four vectors, for equally spaced columns of taps. A source row is multiplied with a row of taps for the
 * first result row, and with the row of taps before it for the second. So only the first result row uses the first source row,
 * and only the second uses the last.
 */
export function twoRows<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnStepBytes: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let line = source;
  let tap = taps;

  for (let end = tap + tapRowBytes, x = line; tap < end; tap += sizeof<T>(), x += columnStepBytes) {
    const k = v128.load_splat<T>(tap);
    a0 = Float.multiplyAdd<T>(k, v128.load(x), a0);
    a1 = Float.multiplyAdd<T>(k, v128.load(x, 16), a1);
    a2 = Float.multiplyAdd<T>(k, v128.load(x, 32), a2);
    a3 = Float.multiplyAdd<T>(k, v128.load(x, 48), a3);
  }
  line += tapRowStepBytes;

  while (tap < tapsEnd) {
    for (let end = tap + tapRowBytes, x = line; tap < end; tap += sizeof<T>(), x += columnStepBytes) {
      const k = v128.load_splat<T>(tap);
      const kBefore = v128.load_splat<T>(tap - tapRowBytes);
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      a0 = Float.multiplyAdd<T>(k, x0, a0);
      a1 = Float.multiplyAdd<T>(k, x1, a1);
      a2 = Float.multiplyAdd<T>(k, x2, a2);
      a3 = Float.multiplyAdd<T>(k, x3, a3);
      b0 = Float.multiplyAdd<T>(kBefore, x0, b0);
      b1 = Float.multiplyAdd<T>(kBefore, x1, b1);
      b2 = Float.multiplyAdd<T>(kBefore, x2, b2);
      b3 = Float.multiplyAdd<T>(kBefore, x3, b3);
    }
    line += tapRowStepBytes;
  }

  tap -= tapRowBytes;
  for (let x = line; tap < tapsEnd; tap += sizeof<T>(), x += columnStepBytes) {
    const k = v128.load_splat<T>(tap);
    b0 = Float.multiplyAdd<T>(k, v128.load(x), b0);
    b1 = Float.multiplyAdd<T>(k, v128.load(x, 16), b1);
    b2 = Float.multiplyAdd<T>(k, v128.load(x, 32), b2);
    b3 = Float.multiplyAdd<T>(k, v128.load(x, 48), b3);
  }

  const d = v128.splat<T>(delta);
  Sums.store<T>(destination, a0, a1, a2, a3, d);
  const below = destination + destinationPitchBytes;
  Sums.store<T>(below, b0, b1, b2, b3, d);
}

/**
 * Two rows of results as `twoRows` computes them, in all whole tiles of five vectors: ten sums, which is what the latency of
 * multiply-add takes. Returns the bytes of a row that are done.
 */
export function wideTiles<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnStepBytes: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
  rowBytes: usize,
): usize {
  const d = v128.splat<T>(delta);
  let at: usize = 0;
  for (; at + WIDE_TILE_BYTES <= rowBytes; at += WIDE_TILE_BYTES) {
    let line = source + at;
    let tap = taps;
    let x = line;
    let end = tap + tapRowBytes;
    let a0 = v128.splat<T>(0);
    let a1 = v128.splat<T>(0);
    let a2 = v128.splat<T>(0);
    let a3 = v128.splat<T>(0);
    let a4 = v128.splat<T>(0);
    let b0 = v128.splat<T>(0);
    let b1 = v128.splat<T>(0);
    let b2 = v128.splat<T>(0);
    let b3 = v128.splat<T>(0);
    let b4 = v128.splat<T>(0);
    do {
      const k = v128.load_splat<T>(tap);
      const x0 = v128.load(x);
      a0 = Float.multiplyAdd<T>(k, x0, a0);
      const x1 = v128.load(x, 16);
      a1 = Float.multiplyAdd<T>(k, x1, a1);
      const x2 = v128.load(x, 32);
      a2 = Float.multiplyAdd<T>(k, x2, a2);
      const x3 = v128.load(x, 48);
      a3 = Float.multiplyAdd<T>(k, x3, a3);
      const x4 = v128.load(x, 64);
      a4 = Float.multiplyAdd<T>(k, x4, a4);
      tap += sizeof<T>();
      x += columnStepBytes;
    } while (tap < end);
    while (tap < tapsEnd) {
      line += tapRowStepBytes;
      x = line;
      end = tap + tapRowBytes;
      do {
        const k = v128.load_splat<T>(tap);
        const kBefore = v128.load_splat<T>(tap - tapRowBytes);
        const x0 = v128.load(x);
        a0 = Float.multiplyAdd<T>(k, x0, a0);
        b0 = Float.multiplyAdd<T>(kBefore, x0, b0);
        const x1 = v128.load(x, 16);
        a1 = Float.multiplyAdd<T>(k, x1, a1);
        b1 = Float.multiplyAdd<T>(kBefore, x1, b1);
        const x2 = v128.load(x, 32);
        a2 = Float.multiplyAdd<T>(k, x2, a2);
        b2 = Float.multiplyAdd<T>(kBefore, x2, b2);
        const x3 = v128.load(x, 48);
        a3 = Float.multiplyAdd<T>(k, x3, a3);
        b3 = Float.multiplyAdd<T>(kBefore, x3, b3);
        const x4 = v128.load(x, 64);
        a4 = Float.multiplyAdd<T>(k, x4, a4);
        b4 = Float.multiplyAdd<T>(kBefore, x4, b4);
        tap += sizeof<T>();
        x += columnStepBytes;
      } while (tap < end);
    }
    x = line + tapRowStepBytes;
    tap -= tapRowBytes;
    end = tapsEnd;
    do {
      const kBefore = v128.load_splat<T>(tap);
      const x0 = v128.load(x);
      b0 = Float.multiplyAdd<T>(kBefore, x0, b0);
      const x1 = v128.load(x, 16);
      b1 = Float.multiplyAdd<T>(kBefore, x1, b1);
      const x2 = v128.load(x, 32);
      b2 = Float.multiplyAdd<T>(kBefore, x2, b2);
      const x3 = v128.load(x, 48);
      b3 = Float.multiplyAdd<T>(kBefore, x3, b3);
      const x4 = v128.load(x, 64);
      b4 = Float.multiplyAdd<T>(kBefore, x4, b4);
      tap += sizeof<T>();
      x += columnStepBytes;
    } while (tap < end);
    const to = destination + at;
    const below = to + destinationPitchBytes;
    Tile.store4(to, v128.add<T>(a0, d), v128.add<T>(a1, d), v128.add<T>(a2, d), v128.add<T>(a3, d));
    v128.store(to, v128.add<T>(a4, d), 64);
    Tile.store4(below, v128.add<T>(b0, d), v128.add<T>(b1, d), v128.add<T>(b2, d), v128.add<T>(b3, d));
    v128.store(below, v128.add<T>(b4, d), 64);
  }
  return at;
}

/** One row of results by four vectors. */
export function oneRow<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let line = source;
  for (let tap = taps; tap < tapsEnd; line += tapRowStepBytes) {
    for (let end = tap + tapRowBytes, offset = columnOffsets; tap < end; tap += sizeof<T>(), offset += 4) {
      const k = v128.load_splat<T>(tap);
      const x = line + <usize>load<u32>(offset);
      a0 = Float.multiplyAdd<T>(k, v128.load(x), a0);
      a1 = Float.multiplyAdd<T>(k, v128.load(x, 16), a1);
      a2 = Float.multiplyAdd<T>(k, v128.load(x, 32), a2);
      a3 = Float.multiplyAdd<T>(k, v128.load(x, 48), a3);
    }
  }
  const d = v128.splat<T>(delta);
  Sums.store<T>(destination, a0, a1, a2, a3, d);
}

/** One result, for rows shorter than a tile. */
export function oneElement<T>(
  source: usize,
  tapRowStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapsEnd: usize,
  tapRowBytes: usize,
  delta: T,
  destination: usize,
): void {
  let sum: T = 0;
  let line = source;
  for (let tap = taps; tap < tapsEnd; line += tapRowStepBytes) {
    for (let end = tap + tapRowBytes, offset = columnOffsets; tap < end; tap += sizeof<T>(), offset += 4) {
      sum += load<T>(tap) * load<T>(line + <usize>load<u32>(offset));
    }
  }
  store<T>(destination, sum + delta);
}

class Sums {
  @inline
  static store<T>(to: usize, a: v128, b: v128, c: v128, d: v128, delta: v128): void {
    Tile.store4(
      to,
      v128.add<T>(a, delta),
      v128.add<T>(b, delta),
      v128.add<T>(c, delta),
      v128.add<T>(d, delta),
    );
  }
}
