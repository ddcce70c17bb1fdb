import { Pair } from './pair';

/** Bytes of sixteen numbers, that are rounded half to even and saturated; NaN gives 0. */
export class Bytes {
  @inline
  static store(destination: usize, a: v128, b: v128, c: v128, d: v128): void {
    v128.store(destination, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }

  /** Four f32 as integers. */
  @inline
  static quad(numbers: v128): v128 {
    return i32x4.trunc_sat_f32x4_s(f32x4.nearest(numbers));
  }

  /** Two pairs of f64 as integers. */
  @inline
  static pairs(low: v128, high: v128): v128 {
    return v128.shuffle<i64>(
      i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(low)),
      i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(high)),
      0,
      2,
    );
  }

  @inline
  static one(number: f64): u8 {
    return <u8>(<i32>max<f64>(min<f64>(nearest<f64>(number), 255), 0));
  }

  /** The first or the last two of four numbers of type `T` as f64. */
  @inline
  static low<T>(source: usize): v128 {
    return sizeof<T>() === 8 ? v128.load(source) : Pair.low<f32>(v128.load(source));
  }

  @inline
  static high<T>(source: usize): v128 {
    return sizeof<T>() === 8 ? v128.load(source, 16) : Pair.high<f32>(v128.load(source));
  }
}
