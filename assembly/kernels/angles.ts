import { Pair } from '../lanes/pair';

/** Offsets in the table of f64: `ARCTANGENT` in src/base/arctangent.ts. */
const QUARTER: usize = 0;
const REST: usize = 8;
const EIGHTH: usize = 16;
const NUMERATOR: usize = 24;
const DENOMINATOR: usize = 64;

/**
 * The angles of `count` vectors from the x axis towards the y axis, in radians: atan2(y, x). Components of type i16 have angles of type
 * f32, others of their own type; all are computed in f64. The constants come from memory: see `requantize`.
 */
export function angles<T>(x: usize, y: usize, count: i32, table: usize, destination: usize): void {
  const size: usize = sizeof<T>() === 8 ? 8 : 4;
  let left = count;
  for (; left >= 4; left -= 4, x += 4 * sizeof<T>(), y += 4 * sizeof<T>(), destination += 4 * size) {
    if (sizeof<T>() === 8) {
      v128.store(destination, Angle.pair(v128.load(x), v128.load(y), table));
      v128.store(destination, Angle.pair(v128.load(x, 16), v128.load(y, 16), table), 16);
    } else if (isInteger<T>()) {
      v128.store(destination, Angle.four<i32>(v128.load_ext<i16>(x), v128.load_ext<i16>(y), table));
    } else {
      v128.store(destination, Angle.four<f32>(v128.load(x), v128.load(y), table));
    }
  }
  for (; left > 0; left--, x += sizeof<T>(), y += sizeof<T>(), destination += size) {
    const angle = f64x2.extract_lane(
      Angle.pair(f64x2.splat(<f64>load<T>(x)), f64x2.splat(<f64>load<T>(y)), table),
      0,
    );
    if (sizeof<T>() === 8) store<f64>(destination, angle);
    else store<f32>(destination, <f32>angle);
  }
}

class Angle {
  @inline
  static four<T>(x: v128, y: v128, table: usize): v128 {
    const low = Angle.pair(Pair.low<T>(x), Pair.low<T>(y), table);
    const high = Angle.pair(Pair.high<T>(x), Pair.high<T>(y), table);
    return Pair.join(low, high);
  }

  /** Each step as in src/js/gradient.ts. */
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

/** From 2^1000 on sums could overflow. */
const MAX_SUMMAND = reinterpret<f64>((<u64>(1023 + 1000)) << 52);
const SCALE = reinterpret<f64>((<u64>(1023 - 100)) << 52);
