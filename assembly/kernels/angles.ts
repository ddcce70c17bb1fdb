/** Offsets in the table of f64, `ARCTANGENT` in src/base/arctangent.ts, and in that of f32, `ARCTANGENT_FLOAT32`. */
const QUARTER: usize = 0;
const REST: usize = 8;
const EIGHTH: usize = 16;
const NUMERATOR: usize = 24;
const DENOMINATOR: usize = 64;
const POLYNOMIAL: usize = 12;

/**
 * The angles of `count` vectors from the x axis towards the y axis, in radians: atan2(y, x). Components of type i16 have angles of type
 * f32, others of their own type, in which they are computed. The constants come from memory: see `requantize`.
 */
export function angles<T>(x: usize, y: usize, count: i32, table: usize, destination: usize): void {
  const size: usize = sizeof<T>() === 8 ? 8 : 4;
  const step: i32 = sizeof<T>() === 8 ? 2 : 4;
  let left = count;
  for (; left >= step; left -= step, x += step * sizeof<T>(), y += step * sizeof<T>(), destination += 16) {
    if (sizeof<T>() === 8) {
      v128.store(destination, Angle.pair(v128.load(x), v128.load(y), table));
    } else if (isInteger<T>()) {
      const a = f32x4.convert_i32x4_s(v128.load_ext<i16>(x));
      const b = f32x4.convert_i32x4_s(v128.load_ext<i16>(y));
      v128.store(destination, Angle.four(a, b, table));
    } else {
      v128.store(destination, Angle.four(v128.load(x), v128.load(y), table));
    }
  }
  for (; left > 0; left--, x += sizeof<T>(), y += sizeof<T>(), destination += size) {
    if (sizeof<T>() === 8) {
      const angle = Angle.pair(v128.load_splat<f64>(x), v128.load_splat<f64>(y), table);
      store<f64>(destination, f64x2.extract_lane(angle, 0));
    } else {
      const angle = Angle.four(f32x4.splat(<f32>load<T>(x)), f32x4.splat(<f32>load<T>(y)), table);
      store<f32>(destination, f32x4.extract_lane(angle, 0));
    }
  }
}

class Angle {
  /** In f32, each step as in src/js/gradient.ts. */
  @inline
  static four(x: v128, y: v128, table: usize): v128 {
    const zero = i32x4.splat(0);
    const one = f32x4.splat(1);
    const infinity = f32x4.splat(Infinity);
    const width = f32x4.abs(x);
    const height = f32x4.abs(y);
    const isSteep = f32x4.gt(height, width);
    let greater = v128.bitselect(height, width, isSteep);
    let smaller = v128.bitselect(width, height, isSteep);
    const isHuge = f32x4.gt(greater, f32x4.splat(MAX_FLOAT32_SUMMAND));
    if (v128.any_true(isHuge)) {
      const scale = v128.bitselect(f32x4.splat(0.25), one, isHuge);
      greater = f32x4.mul(greater, scale);
      smaller = f32x4.mul(smaller, scale);
      const isInfinite = f32x4.eq(greater, infinity);
      const part = v128.bitselect(one, f32x4.mul(smaller, zero), f32x4.eq(smaller, infinity));
      smaller = v128.bitselect(part, smaller, isInfinite);
      greater = v128.bitselect(one, greater, isInfinite);
    }
    const isWide = f32x4.gt(smaller, f32x4.mul(v128.load_splat<f32>(table, 8), greater));
    const dividend = f32x4.sub(smaller, v128.and(greater, isWide));
    const divisor = f32x4.add(greater, v128.and(smaller, isWide));
    // Zeros divided by 1.
    const ratio = f32x4.div(dividend, v128.or(divisor, v128.and(one, f32x4.eq(divisor, zero))));
    const z = f32x4.mul(ratio, ratio);
    let p = f32x4.mul(v128.load_splat<f32>(table, POLYNOMIAL), z);
    p = f32x4.mul(f32x4.add(p, v128.load_splat<f32>(table, POLYNOMIAL + 4)), z);
    p = f32x4.mul(f32x4.add(p, v128.load_splat<f32>(table, POLYNOMIAL + 8)), z);
    p = f32x4.add(p, v128.load_splat<f32>(table, POLYNOMIAL + 12));
    const part = f32x4.add(ratio, f32x4.mul(ratio, f32x4.mul(z, p)));
    // In quarters of pi: what the angle is counted from, and in which direction.
    const minus = f32x4.splat(-0.0);
    const isLeft = i32x4.shr_s(x, 31);
    const sign = v128.and(v128.xor(isSteep, isLeft), minus);
    const origin = v128.bitselect(f32x4.splat(2), v128.and(f32x4.splat(4), isLeft), isSteep);
    const quarters = f32x4.add(origin, v128.and(v128.xor(one, sign), isWide));
    const rest = f32x4.add(f32x4.mul(quarters, v128.load_splat<f32>(table, 4)), v128.xor(part, sign));
    const angle = f32x4.add(f32x4.mul(quarters, v128.load_splat<f32>(table)), rest);
    return v128.xor(angle, v128.and(y, minus));
  }

  /** In f64, each step as in src/js/gradient.ts. */
  @inline
  static pair(x: v128, y: v128, table: usize): v128 {
    const zero = i64x2.splat(0);
    const one = f64x2.splat(1);
    const infinity = f64x2.splat(Infinity);
    const width = f64x2.abs(x);
    const height = f64x2.abs(y);
    const isSteep = f64x2.gt(height, width);
    let greater = v128.bitselect(height, width, isSteep);
    let smaller = v128.bitselect(width, height, isSteep);
    const isHuge = f64x2.gt(greater, f64x2.splat(MAX_SUMMAND));
    if (v128.any_true(isHuge)) {
      const scale = v128.bitselect(f64x2.splat(SCALE), one, isHuge);
      greater = f64x2.mul(greater, scale);
      smaller = f64x2.mul(smaller, scale);
      const isInfinite = f64x2.eq(greater, infinity);
      const part = v128.bitselect(one, f64x2.mul(smaller, zero), f64x2.eq(smaller, infinity));
      smaller = v128.bitselect(part, smaller, isInfinite);
      greater = v128.bitselect(one, greater, isInfinite);
    }
    const isWide = f64x2.gt(smaller, f64x2.mul(v128.load_splat<f64>(table, EIGHTH), greater));
    const dividend = f64x2.sub(smaller, v128.and(greater, isWide));
    const divisor = f64x2.add(greater, v128.and(smaller, isWide));
    // Zeros divided by 1.
    const ratio = f64x2.div(dividend, v128.or(divisor, v128.and(one, f64x2.eq(divisor, zero))));
    const z = f64x2.mul(ratio, ratio);
    let p = Angle.step(v128.load_splat<f64>(table, NUMERATOR), z, table + NUMERATOR + 8);
    p = Angle.step(p, z, table + NUMERATOR + 16);
    p = Angle.step(p, z, table + NUMERATOR + 24);
    p = Angle.step(p, z, table + NUMERATOR + 32);
    let q = f64x2.add(z, v128.load_splat<f64>(table, DENOMINATOR));
    q = Angle.step(q, z, table + DENOMINATOR + 8);
    q = Angle.step(q, z, table + DENOMINATOR + 16);
    q = Angle.step(q, z, table + DENOMINATOR + 24);
    q = Angle.step(q, z, table + DENOMINATOR + 32);
    const part = f64x2.add(ratio, f64x2.mul(ratio, f64x2.div(f64x2.mul(z, p), q)));
    // In quarters of pi: what the angle is counted from, and in which direction.
    const isLeft = i64x2.lt_s(x, zero);
    const minus = f64x2.splat(-0.0);
    const sign = v128.and(v128.xor(isSteep, isLeft), minus);
    const two = f64x2.add(one, one);
    const origin = v128.bitselect(two, v128.and(f64x2.add(two, two), isLeft), isSteep);
    const quarters = f64x2.add(origin, v128.xor(v128.and(one, isWide), v128.and(sign, isWide)));
    const rest = f64x2.add(f64x2.mul(quarters, v128.load_splat<f64>(table, REST)), v128.xor(part, sign));
    const angle = f64x2.add(f64x2.mul(quarters, v128.load_splat<f64>(table, QUARTER)), rest);
    return v128.xor(angle, v128.and(y, minus));
  }

  @inline
  static step(value: v128, z: v128, coefficient: usize): v128 {
    return f64x2.add(f64x2.mul(value, z), v128.load_splat<f64>(coefficient));
  }
}

/** From 2^126 on sums of f32 could overflow. */
const MAX_FLOAT32_SUMMAND = reinterpret<f32>((<u32>(127 + 126)) << 23);
/** From 2^1000 on sums could overflow. */
const MAX_SUMMAND = reinterpret<f64>((<u64>(1023 + 1000)) << 52);
const SCALE = reinterpret<f64>((<u64>(1023 - 100)) << 52);
