/**
 * Reads stored elements as accumulators: `S` is the storage type (any integer up to 32 bits, f32, f64),
 * `T` the accumulator type (f32 or f64). Every branch is decided at compile time.
 */
export class Widen {
  /** One vector of `T` from the `16 / sizeof<T>()` elements at `pointer`, and not a byte more. */
  @inline
  static vector<S, T>(pointer: usize): v128 {
    if (isFloat<S>()) {
      if (sizeof<S>() === sizeof<T>()) return v128.load(pointer);
      if (sizeof<S>() === 4) return f64x2.promote_low_f32x4(v128.load64_zero(pointer));
      const low = f32x4.demote_f64x2_zero(v128.load(pointer));
      const high = f32x4.demote_f64x2_zero(v128.load(pointer, 16));
      return v128.shuffle<f64>(low, high, 0, 2);
    }
    const integers = Widen.integers<S, T>(pointer);
    if (sizeof<T>() === 4) {
      return isSigned<S>() ? f32x4.convert_i32x4_s(integers) : f32x4.convert_i32x4_u(integers);
    }
    return isSigned<S>() ? f64x2.convert_low_i32x4_s(integers) : f64x2.convert_low_i32x4_u(integers);
  }

  /** The same elements as 32-bit integers in the low lanes. */
  @inline
  private static integers<S, T>(pointer: usize): v128 {
    const bytes = (16 / sizeof<T>()) * sizeof<S>();
    const packed =
      bytes === 16
        ? v128.load(pointer)
        : bytes === 8
          ? v128.load64_zero(pointer)
          : bytes === 4
            ? v128.load32_zero(pointer)
            : v128.load16_splat(pointer);
    if (sizeof<S>() === 4) return packed;
    if (sizeof<S>() === 2) return v128.extend_low<S>(packed);
    return isSigned<S>()
      ? v128.extend_low<i16>(v128.extend_low<S>(packed))
      : v128.extend_low<u16>(v128.extend_low<S>(packed));
  }
}
