/** Places in the tables `ARCTANGENT`, of f64, and `ARCTANGENT_FLOAT32` of src/base/arctangent.ts. */
const QUARTER: usize = 0;
const REST: usize = 1;
const EIGHTH: usize = 2;
const NUMERATOR: usize = 3;
const DENOMINATOR: usize = 8;
const POLYNOMIAL: usize = 3;

/**
 * The angles of `count` vectors from the x axis towards the y axis, in radians: atan2(y, x). Components of type i16 have angles of type
 * f32, others of their own type, in which they are computed. The constants come from memory: see `requantize`.
 */
export function angles<T>(x: usize, y: usize, count: i32, table: usize, destination: usize): void {
  if (sizeof<T>() === 8) anglesOf<T, f64>(x, y, count, table, destination);
  else anglesOf<T, f32>(x, y, count, table, destination);
}

/** Components of type T, angles of type F. */
function anglesOf<T, F>(x: usize, y: usize, count: i32, table: usize, destination: usize): void {
  const step = <i32>(16 / sizeof<F>());
  let left = count;
  for (; left >= step; left -= step, x += step * sizeof<T>(), y += step * sizeof<T>(), destination += 16) {
    const a = isInteger<T>() ? f32x4.convert_i32x4_s(v128.load_ext<i16>(x)) : v128.load(x);
    const b = isInteger<T>() ? f32x4.convert_i32x4_s(v128.load_ext<i16>(y)) : v128.load(y);
    v128.store(destination, Angle.of<F>(a, b, table));
  }
  for (; left > 0; left--, x += sizeof<T>(), y += sizeof<T>(), destination += sizeof<F>()) {
    const angle = Angle.of<F>(v128.splat<F>(<F>load<T>(x)), v128.splat<F>(<F>load<T>(y)), table);
    store<F>(destination, v128.extract_lane<F>(angle, 0));
  }
}

class Angle {
  /** One vector of floats of type T. Each step as in src/js/gradient.ts. */
  @inline
  static of<T>(x: v128, y: v128, table: usize): v128 {
    const zero = v128.splat<T>(0);
    const one = v128.splat<T>(1);
    const infinity = v128.splat<T>(<T>Infinity);
    const width = v128.abs<T>(x);
    const height = v128.abs<T>(y);
    const isSteep = v128.gt<T>(height, width);
    let greater = v128.bitselect(height, width, isSteep);
    let smaller = v128.bitselect(width, height, isSteep);
    const isHuge = v128.gt<T>(
      greater,
      v128.splat<T>(<T>(sizeof<T>() === 8 ? MAX_SUMMAND : MAX_FLOAT32_SUMMAND)),
    );
    if (v128.any_true(isHuge)) {
      const scale = v128.bitselect(
        v128.splat<T>(<T>(sizeof<T>() === 8 ? SCALE : FLOAT32_SCALE)),
        one,
        isHuge,
      );
      greater = v128.mul<T>(greater, scale);
      smaller = v128.mul<T>(smaller, scale);
      const isInfinite = v128.eq<T>(greater, infinity);
      const part = v128.bitselect(one, v128.mul<T>(smaller, zero), v128.eq<T>(smaller, infinity));
      smaller = v128.bitselect(part, smaller, isInfinite);
      greater = v128.bitselect(one, greater, isInfinite);
    }
    const isWide = v128.gt<T>(smaller, v128.mul<T>(Angle.constant<T>(table, EIGHTH), greater));
    const dividend = v128.sub<T>(smaller, v128.and(greater, isWide));
    const divisor = v128.add<T>(greater, v128.and(smaller, isWide));
    // Zeros divided by 1.
    const ratio = v128.div<T>(dividend, v128.or(divisor, v128.and(one, v128.eq<T>(divisor, zero))));
    const z = v128.mul<T>(ratio, ratio);
    const curve = sizeof<T>() === 8 ? Angle.quotient(z, table) : Angle.polynomial(z, table);
    const part = v128.add<T>(ratio, v128.mul<T>(ratio, curve));
    // In quarters of pi: what the angle is counted from, and in which direction.
    const isLeft = sizeof<T>() === 8 ? i64x2.lt_s(x, zero) : i32x4.lt_s(x, zero);
    const minus = v128.splat<T>(<T>-0.0);
    const sign = v128.and(v128.xor(isSteep, isLeft), minus);
    const two = v128.add<T>(one, one);
    const origin = v128.bitselect(two, v128.and(v128.add<T>(two, two), isLeft), isSteep);
    const quarters = v128.add<T>(origin, v128.and(v128.xor(one, sign), isWide));
    const rest = v128.add<T>(v128.mul<T>(quarters, Angle.constant<T>(table, REST)), v128.xor(part, sign));
    const angle = v128.add<T>(v128.mul<T>(quarters, Angle.constant<T>(table, QUARTER)), rest);
    return v128.xor(angle, v128.and(y, minus));
  }

  /** In f64 the arctangent of `ratio` is ratio + ratio * quotient(ratio^2). */
  @inline
  static quotient(z: v128, table: usize): v128 {
    let p = Angle.constant<f64>(table, NUMERATOR);
    p = Angle.step<f64>(p, z, table, NUMERATOR + 1);
    p = Angle.step<f64>(p, z, table, NUMERATOR + 2);
    p = Angle.step<f64>(p, z, table, NUMERATOR + 3);
    p = Angle.step<f64>(p, z, table, NUMERATOR + 4);
    let q = f64x2.add(z, Angle.constant<f64>(table, DENOMINATOR));
    q = Angle.step<f64>(q, z, table, DENOMINATOR + 1);
    q = Angle.step<f64>(q, z, table, DENOMINATOR + 2);
    q = Angle.step<f64>(q, z, table, DENOMINATOR + 3);
    q = Angle.step<f64>(q, z, table, DENOMINATOR + 4);
    return f64x2.div(f64x2.mul(z, p), q);
  }

  /** In f32 it is ratio + ratio * polynomial(ratio^2). */
  @inline
  static polynomial(z: v128, table: usize): v128 {
    let p = Angle.constant<f32>(table, POLYNOMIAL);
    p = Angle.step<f32>(p, z, table, POLYNOMIAL + 1);
    p = Angle.step<f32>(p, z, table, POLYNOMIAL + 2);
    p = Angle.step<f32>(p, z, table, POLYNOMIAL + 3);
    return f32x4.mul(z, p);
  }

  @inline
  static step<T>(value: v128, z: v128, table: usize, place: usize): v128 {
    return v128.add<T>(v128.mul<T>(value, z), Angle.constant<T>(table, place));
  }

  @inline
  static constant<T>(table: usize, place: usize): v128 {
    return v128.load_splat<T>(table + place * sizeof<T>());
  }
}

/** From 2^126 on sums of f32 could overflow. */
const MAX_FLOAT32_SUMMAND = reinterpret<f32>((<u32>(127 + 126)) << 23);
const FLOAT32_SCALE: f32 = 0.25;
/** From 2^1000 on sums could overflow. */
const MAX_SUMMAND = reinterpret<f64>((<u64>(1023 + 1000)) << 52);
const SCALE = reinterpret<f64>((<u64>(1023 - 100)) << 52);
