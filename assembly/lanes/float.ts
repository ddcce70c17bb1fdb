/** Arithmetic on a vector of float lanes, `T` being f32 (4 lanes) or f64 (2 lanes). */
export class Float {
  /** accumulator + a * b. The baseline binary rounds after each operation, the relaxed one once. */
  @inline
  static multiplyAdd<T>(a: v128, b: v128, accumulator: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, accumulator);
    return v128.add<T>(accumulator, v128.mul<T>(a, b));
  }

  /** accumulator - a * b, rounded in the same way. */
  @inline
  static multiplySubtract<T>(a: v128, b: v128, accumulator: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, accumulator);
    return v128.sub<T>(accumulator, v128.mul<T>(a, b));
  }

  /** `check` as it was where all lanes of `x` are finite; else some of its lanes are NaN from now on. */
  @inline
  static checkFinite<T>(check: v128, x: v128): v128 {
    return v128.add<T>(check, v128.sub<T>(x, x));
  }

  @inline
  static sumOfLanes<T>(x: v128): T {
    const pair = v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1);
    if (sizeof<T>() === 8) return pair;
    return pair + v128.extract_lane<T>(x, 2) + v128.extract_lane<T>(x, 3);
  }
}
