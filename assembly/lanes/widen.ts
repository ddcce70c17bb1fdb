import { UNSIGNED_OFFSET } from '../constants';

/**
 * Reads stored elements as accumulators: `S` is the storage type (any integer up to 32 bits, f32, f64),
 * `T` the accumulator type (f32 or f64), or i16 for storage of u8, i16 and u16; elements of u16 become i16 by taking
 * 2^15 off. Every branch is decided at compile time.
 */
export class Widen {
  /** One vector of `T` from the `16 / sizeof<T>()` elements at `pointer`, and not a byte more. */
  @inline
  static vector<S, T>(pointer: usize): v128 {
    if (isInteger<T>()) {
      if (sizeof<S>() === 1) return v128.load_ext<S>(pointer);
      return isSigned<S>()
        ? v128.load(pointer)
        : v128.xor(v128.load(pointer), i16x8.splat(<i16>-UNSIGNED_OFFSET));
    }
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

  @inline
  static one<S, T>(pointer: usize): T {
    const element = load<S>(pointer);
    return isInteger<T>() && sizeof<S>() === 2 && !isSigned<S>()
      ? <T>(<i32>element - UNSIGNED_OFFSET)
      : <T>element;
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
