/**
 * The transfer function of sRGB (IEC 61966-2-1) and its inverse, for a vector of elements from 0 to the greatest one; others are
 * clamped. A polynomial gives a root to 4 digits, and one step of Halley's method the rest, so that there are only operations
 * which every engine rounds alike. The table of constants comes from src/call/srgb.ts.
 */
export class Srgb {
  /** Light, by ((u + 0.055) / 1.055)^2.4: w^2.4 is w^2 times the fifth root of w^2. */
  @inline
  static decode<T>(elements: v128, table: usize): v128 {
    const u = Srgb.clamped<T>(elements, table);
    const w = v128.mul<T>(v128.add<T>(u, Srgb.constant<T>(table, 4)), Srgb.constant<T>(table, 5));
    const square = v128.mul<T>(w, w);
    const y = Srgb.polynomial<T>(v128.sqrt<T>(w), table);
    const y2 = v128.mul<T>(y, y);
    const y5 = v128.mul<T>(v128.mul<T>(y2, y2), y);
    const twice5 = v128.add<T>(y5, y5);
    const twice = v128.add<T>(square, square);
    const above = v128.add<T>(twice5, v128.add<T>(twice, square));
    const below = v128.add<T>(v128.add<T>(twice5, y5), twice);
    const root = v128.mul<T>(y, v128.div<T>(above, below));
    return Srgb.chosen<T>(u, v128.mul<T>(square, root), table);
  }

  /** 1.055 u^(1 / 2.4) - 0.055: u^(5 / 12) is the fourth root of u times the third root of its square root. */
  @inline
  static encode<T>(elements: v128, table: usize): v128 {
    const u = Srgb.clamped<T>(elements, table);
    const second = v128.sqrt<T>(u);
    const fourth = v128.sqrt<T>(second);
    const y = Srgb.polynomial<T>(fourth, table);
    const y3 = v128.mul<T>(v128.mul<T>(y, y), y);
    const above = v128.add<T>(y3, v128.add<T>(second, second));
    const below = v128.add<T>(v128.add<T>(y3, y3), second);
    const power = v128.mul<T>(fourth, v128.mul<T>(y, v128.div<T>(above, below)));
    const curve = v128.sub<T>(v128.mul<T>(power, Srgb.constant<T>(table, 5)), Srgb.constant<T>(table, 4));
    return Srgb.chosen<T>(u, curve, table);
  }

  /** Between 0 and 1. */
  @inline
  private static clamped<T>(elements: v128, table: usize): v128 {
    const u = v128.mul<T>(elements, Srgb.constant<T>(table, 1));
    return v128.min<T>(v128.max<T>(u, v128.splat<T>(0)), Srgb.constant<T>(table, 12));
  }

  @inline
  private static polynomial<T>(x: v128, table: usize): v128 {
    let y = v128.add<T>(v128.mul<T>(Srgb.constant<T>(table, 11), x), Srgb.constant<T>(table, 10));
    y = v128.add<T>(v128.mul<T>(y, x), Srgb.constant<T>(table, 9));
    y = v128.add<T>(v128.mul<T>(y, x), Srgb.constant<T>(table, 8));
    y = v128.add<T>(v128.mul<T>(y, x), Srgb.constant<T>(table, 7));
    return v128.add<T>(v128.mul<T>(y, x), Srgb.constant<T>(table, 6));
  }

  /** The straight piece near 0, or the curve. */
  @inline
  private static chosen<T>(u: v128, curve: v128, table: usize): v128 {
    const straight = v128.mul<T>(u, Srgb.constant<T>(table, 2));
    const isStraight = v128.le<T>(u, Srgb.constant<T>(table, 3));
    return v128.mul<T>(v128.bitselect(straight, curve, isStraight), Srgb.constant<T>(table, 0));
  }

  /** In memory, since V8 makes constant vectors anew in loops. */
  @inline
  private static constant<T>(table: usize, index: i32): v128 {
    return v128.load_splat<T>(table + <usize>index * sizeof<T>());
  }
}
