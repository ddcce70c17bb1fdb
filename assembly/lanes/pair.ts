/** Pairs of f64 from vectors of type `T` (f32 or i32), and back. */
export class Pair {
  /** The first two elements. */
  @inline
  static low<T>(vector: v128): v128 {
    return isFloat<T>() ? f64x2.promote_low_f32x4(vector) : f64x2.convert_low_i32x4_s(vector);
  }

  /** The last two. */
  @inline
  static high<T>(vector: v128): v128 {
    return Pair.low<T>(v128.shuffle<i64>(vector, vector, 1, 1));
  }

  /** Four f32. */
  @inline
  static join(low: v128, high: v128): v128 {
    return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
  }
}
