/**
 * The transfer function of sRGB (IEC 61966-2-1) and its inverse, for a vector of elements from 0 to the greatest one; others are
 * clamped. A polynomial gives a root to 3 digits, and Halley's method the rest: a step for f32, two for f64. So there are only
 * operations that every engine rounds alike. Constants come from a table (src/call/srgb.ts), since V8 makes constant vectors
 * anew in loops.
 */
export class Srgb {
  /** Light, by ((u + 0.055) / 1.055)^2.4: w^2.4 is w^2 times the fifth root of w^2. */
  @inline
  static decode<T>(elements: v128, table: usize): v128 {
    const u = Srgb.clamped<T>(elements, table);
    const shifted = v128.add<T>(u, v128.load_splat<T>(table, 4 * sizeof<T>()));
    const w = v128.mul<T>(shifted, v128.load_splat<T>(table, 5 * sizeof<T>()));
    const square = v128.mul<T>(w, w);
    let root = Srgb.fifthRoot<T>(Srgb.polynomial<T>(v128.sqrt<T>(w), table), square);
    if (sizeof<T>() === 8) root = Srgb.fifthRoot<T>(root, square);
    return Srgb.chosen<T>(u, v128.mul<T>(square, root), table);
  }

  /** 1.055 u^(1 / 2.4) - 0.055: u^(5 / 12) is the fourth root of u times the third root of its square root. */
  @inline
  static encode<T>(elements: v128, table: usize): v128 {
    const u = Srgb.clamped<T>(elements, table);
    const second = v128.sqrt<T>(u);
    const fourth = v128.sqrt<T>(second);
    let root = Srgb.thirdRoot<T>(Srgb.polynomial<T>(fourth, table), second);
    if (sizeof<T>() === 8) root = Srgb.thirdRoot<T>(root, second);
    const scaled = v128.mul<T>(v128.mul<T>(fourth, root), v128.load_splat<T>(table, 5 * sizeof<T>()));
    return Srgb.chosen<T>(u, v128.sub<T>(scaled, v128.load_splat<T>(table, 4 * sizeof<T>())), table);
  }

  /** A better fifth root of `x` than `y`. */
  @inline
  private static fifthRoot<T>(y: v128, x: v128): v128 {
    const y2 = v128.mul<T>(y, y);
    const y5 = v128.mul<T>(v128.mul<T>(y2, y2), y);
    const twice5 = v128.add<T>(y5, y5);
    const twice = v128.add<T>(x, x);
    const above = v128.add<T>(twice5, v128.add<T>(twice, x));
    const below = v128.add<T>(v128.add<T>(twice5, y5), twice);
    return v128.mul<T>(y, v128.div<T>(above, below));
  }

  /** A better third root of `x` than `y`. */
  @inline
  private static thirdRoot<T>(y: v128, x: v128): v128 {
    const y3 = v128.mul<T>(v128.mul<T>(y, y), y);
    const above = v128.add<T>(y3, v128.add<T>(x, x));
    const below = v128.add<T>(v128.add<T>(y3, y3), x);
    return v128.mul<T>(y, v128.div<T>(above, below));
  }

  /** Between 0 and 1. */
  @inline
  private static clamped<T>(elements: v128, table: usize): v128 {
    const u = v128.mul<T>(elements, v128.load_splat<T>(table, 1 * sizeof<T>()));
    return v128.pmin<T>(v128.pmax<T>(u, v128.splat<T>(0)), v128.load_splat<T>(table, 10 * sizeof<T>()));
  }

  @inline
  private static polynomial<T>(x: v128, table: usize): v128 {
    let y = v128.mul<T>(v128.load_splat<T>(table, 9 * sizeof<T>()), x);
    y = v128.mul<T>(v128.add<T>(y, v128.load_splat<T>(table, 8 * sizeof<T>())), x);
    y = v128.mul<T>(v128.add<T>(y, v128.load_splat<T>(table, 7 * sizeof<T>())), x);
    return v128.add<T>(y, v128.load_splat<T>(table, 6 * sizeof<T>()));
  }

  /** The straight piece near 0, or the curve. */
  @inline
  private static chosen<T>(u: v128, curve: v128, table: usize): v128 {
    const straight = v128.mul<T>(u, v128.load_splat<T>(table, 2 * sizeof<T>()));
    const isStraight = v128.le<T>(u, v128.load_splat<T>(table, 3 * sizeof<T>()));
    return v128.mul<T>(v128.bitselect(straight, curve, isStraight), v128.load_splat<T>(table));
  }
}
