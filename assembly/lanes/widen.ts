import { UNSIGNED_OFFSET } from '../constants';

/**
 * Converts elements from the image's type `S` (an integer of up to 32 bits, f32 or f64) to the type `T` of sums (f32 or f64; or
 * i16 from u8, i16 or u16, where 2^15 is subtracted from u16). The compiler decides every branch.
 */
export class Widen {
  /** One vector of `T` from the `16 / sizeof<T>()` elements at `pointer`. Reads no byte beyond them. */
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

  /**
   * Eight elements (u8 or i16) as i16, from element 8 * `index` on. `index` must be a constant. Offsets are literals, because the
   * compiler takes no others, and an addition for each load would slow inner loops down.
   */
  @inline
  static eight<S>(pointer: usize, index: i32): v128 {
    if (index === 0) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer) : v128.load(pointer);
    if (index === 1) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 8) : v128.load(pointer, 16);
    if (index === 2) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 16) : v128.load(pointer, 32);
    if (index === 3) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 24) : v128.load(pointer, 48);
    if (index === 4) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 32) : v128.load(pointer, 64);
    if (index === 5) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 40) : v128.load(pointer, 80);
    if (index === 6) return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 48) : v128.load(pointer, 96);
    return sizeof<S>() === 1 ? v128.load_ext<u8>(pointer, 56) : v128.load(pointer, 112);
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
