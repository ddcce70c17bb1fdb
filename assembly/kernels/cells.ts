import { Tile } from '../lanes/tile';

/*
 * Steps over the cells of a coarse grid. Rows of every buffer must be readable and writable up to a whole number of tiles.
 */

/**
 * destination[i] = sum over j of taps[j] * source[i + j], row by row. Each `blockTaps` taps have a sum of their own, and these
 * are added up, so that rounding errors of a long list stay small. Sums start at +0 and are rounded after every multiplication and
 * every addition, on all backends alike.
 */
export function rowSums<T>(
  source: usize,
  pitchBytes: usize,
  taps: usize,
  tapCount: i32,
  blockTaps: i32,
  count: i32,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
): void {
  const rowBytes = <usize>count * sizeof<T>();
  const end = taps + <usize>tapCount * sizeof<T>();
  const blockBytes = <usize>blockTaps * sizeof<T>();
  const zero = v128.splat<T>(0);
  for (let row = 0; row < rows; row++) {
    for (let x: usize = 0; x < rowBytes; x += 64) {
      let from = source + x;
      let a = zero;
      let b = zero;
      let c = zero;
      let d = zero;
      for (let tap = taps; tap < end; ) {
        const blockEnd = min(tap + blockBytes, end);
        let p = zero;
        let q = zero;
        let r = zero;
        let s = zero;
        for (; tap < blockEnd; tap += sizeof<T>()) {
          const k = v128.load_splat<T>(tap);
          p = v128.add<T>(p, v128.mul<T>(k, v128.load(from)));
          q = v128.add<T>(q, v128.mul<T>(k, v128.load(from, 16)));
          r = v128.add<T>(r, v128.mul<T>(k, v128.load(from, 32)));
          s = v128.add<T>(s, v128.mul<T>(k, v128.load(from, 48)));
          from += pitchBytes;
        }
        a = v128.add<T>(a, p);
        b = v128.add<T>(b, q);
        c = v128.add<T>(c, r);
        d = v128.add<T>(d, s);
      }
      Tile.store4(destination + x, a, b, c, d);
    }
    source += pitchBytes;
    destination += destinationPitchBytes;
  }
}

/** Transposes a matrix. A column of the destination beyond `rows`, up to a whole vector, holds anything. */
export function transpose<T>(
  source: usize,
  pitchBytes: usize,
  rows: i32,
  columns: i32,
  destination: usize,
  destinationPitchBytes: usize,
): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let row = 0; row < rows; row += lanes) {
    let from = source + <usize>row * pitchBytes;
    let to = destination + <usize>row * sizeof<T>();
    for (let column = 0; column < columns; column += lanes) {
      if (sizeof<T>() === 2) Block.eight(from, pitchBytes, to, destinationPitchBytes);
      else if (sizeof<T>() === 4) Block.four(from, pitchBytes, to, destinationPitchBytes);
      else Block.two(from, pitchBytes, to, destinationPitchBytes);
      from += 16;
      to += <usize>lanes * destinationPitchBytes;
    }
  }
}

/** Transposes a block of one vector in each of as many rows. */
class Block {
  @inline
  static eight(from: usize, pitch: usize, to: usize, toPitch: usize): void {
    const r0 = v128.load(from);
    const r1 = v128.load(from + pitch);
    const r2 = v128.load(from + 2 * pitch);
    const r3 = v128.load(from + 3 * pitch);
    const below = from + 4 * pitch;
    const r4 = v128.load(below);
    const r5 = v128.load(below + pitch);
    const r6 = v128.load(below + 2 * pitch);
    const r7 = v128.load(below + 3 * pitch);
    const a0 = v128.shuffle<i16>(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
    const a1 = v128.shuffle<i16>(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
    const a2 = v128.shuffle<i16>(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
    const a3 = v128.shuffle<i16>(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
    const a4 = v128.shuffle<i16>(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
    const a5 = v128.shuffle<i16>(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
    const a6 = v128.shuffle<i16>(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
    const a7 = v128.shuffle<i16>(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
    const b0 = v128.shuffle<i32>(a0, a2, 0, 4, 1, 5);
    const b1 = v128.shuffle<i32>(a0, a2, 2, 6, 3, 7);
    const b2 = v128.shuffle<i32>(a1, a3, 0, 4, 1, 5);
    const b3 = v128.shuffle<i32>(a1, a3, 2, 6, 3, 7);
    const b4 = v128.shuffle<i32>(a4, a6, 0, 4, 1, 5);
    const b5 = v128.shuffle<i32>(a4, a6, 2, 6, 3, 7);
    const b6 = v128.shuffle<i32>(a5, a7, 0, 4, 1, 5);
    const b7 = v128.shuffle<i32>(a5, a7, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(b0, b4, 0, 2));
    v128.store(to + toPitch, v128.shuffle<i64>(b0, b4, 1, 3));
    v128.store(to + 2 * toPitch, v128.shuffle<i64>(b1, b5, 0, 2));
    v128.store(to + 3 * toPitch, v128.shuffle<i64>(b1, b5, 1, 3));
    const next = to + 4 * toPitch;
    v128.store(next, v128.shuffle<i64>(b2, b6, 0, 2));
    v128.store(next + toPitch, v128.shuffle<i64>(b2, b6, 1, 3));
    v128.store(next + 2 * toPitch, v128.shuffle<i64>(b3, b7, 0, 2));
    v128.store(next + 3 * toPitch, v128.shuffle<i64>(b3, b7, 1, 3));
  }

  @inline
  static four(from: usize, pitch: usize, to: usize, toPitch: usize): void {
    const r0 = v128.load(from);
    const r1 = v128.load(from + pitch);
    const r2 = v128.load(from + 2 * pitch);
    const r3 = v128.load(from + 3 * pitch);
    const a0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const a1 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const a2 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const a3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(a0, a2, 0, 2));
    v128.store(to + toPitch, v128.shuffle<i64>(a0, a2, 1, 3));
    v128.store(to + 2 * toPitch, v128.shuffle<i64>(a1, a3, 0, 2));
    v128.store(to + 3 * toPitch, v128.shuffle<i64>(a1, a3, 1, 3));
  }

  @inline
  static two(from: usize, pitch: usize, to: usize, toPitch: usize): void {
    const r0 = v128.load(from);
    const r1 = v128.load(from + pitch);
    v128.store(to, v128.shuffle<i64>(r0, r1, 0, 2));
    v128.store(to + toPitch, v128.shuffle<i64>(r0, r1, 1, 3));
  }
}

/** 64 times each float32 as i16, rounded half to even and saturated. */
export function quantize(source: usize, count: i32, destination: usize): void {
  const factor = f32x4.splat(64);
  for (let x: usize = 0; x < <usize>count; x += 8) {
    const from = source + x * 4;
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), factor)));
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from, 16), factor)));
    v128.store(destination + x * 2, i16x8.narrow_i32x4_s(low, high));
  }
}
