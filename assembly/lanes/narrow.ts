/**
 * Writes sums of type `T` (f32 or f64) as integers of type `S` (up to 32 bits): rounds half to even, saturates, and turns NaN
 * into 0. The compiler decides every branch.
 */
export class Narrow {
  @inline
  static one<T, S>(source: usize, destination: usize): void {
    const bits = <i32>(8 * sizeof<S>());
    const rounded = nearest<T>(load<T>(source));
    if (bits === 32) {
      // The conversion itself saturates, and turns NaN into 0.
      store<S>(destination, <S>rounded);
    } else {
      const low: i32 = isSigned<S>() ? -1 << (bits - 1) : 0;
      const high: i32 = low + (1 << bits) - 1;
      store<S>(destination, <S>(<i32>max<T>(min<T>(rounded, <T>high), <T>low)));
    }
  }

  @inline
  static four<T, S>(source: usize, destination: usize): void {
    const integers = Narrow.integers<T, S>(source);
    if (sizeof<S>() === 4) {
      v128.store(destination, integers);
      return;
    }
    if (sizeof<S>() === 2) {
      const halves = isSigned<S>()
        ? i16x8.narrow_i32x4_s(integers, integers)
        : i16x8.narrow_i32x4_u(integers, integers);
      v128.store64_lane(destination, halves, 0);
      return;
    }
    const halves = i16x8.narrow_i32x4_s(integers, integers);
    const bytes = isSigned<S>() ? i8x16.narrow_i16x8_s(halves, halves) : i8x16.narrow_i16x8_u(halves, halves);
    v128.store32_lane(destination, bytes, 0);
  }

  /** Four sums as 32-bit integers, unsigned only for u32. */
  @inline
  private static integers<T, S>(source: usize): v128 {
    const unsigned = sizeof<S>() === 4 && !isSigned<S>();
    const first = v128.nearest<T>(v128.load(source));
    if (sizeof<T>() === 4) {
      return unsigned ? i32x4.trunc_sat_f32x4_u(first) : i32x4.trunc_sat_f32x4_s(first);
    }
    const second = v128.nearest<T>(v128.load(source, 16));
    const low = unsigned ? i32x4.trunc_sat_f64x2_u_zero(first) : i32x4.trunc_sat_f64x2_s_zero(first);
    const high = unsigned ? i32x4.trunc_sat_f64x2_u_zero(second) : i32x4.trunc_sat_f64x2_s_zero(second);
    return v128.shuffle<i64>(low, high, 0, 2);
  }
}
