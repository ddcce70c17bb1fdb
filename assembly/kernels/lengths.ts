import { Pair } from '../lanes/pair';

/**
 * The lengths of `count` vectors: the root of x^2 + y^2, infinite if one of them is. Components of type i16 have squares that add up to at
 * most 2^24, so that f32 holds the sums; their lengths are f32. Others are computed in f64, and of the components' type.
 */
export function lengths<T>(x: usize, y: usize, count: i32, destination: usize): void {
  let left = count;
  if (isInteger<T>()) {
    for (; left >= 8; left -= 8, x += 16, y += 16, destination += 32) {
      const a = v128.load(x);
      const b = v128.load(y);
      const low = v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
      const high = v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
      v128.store(destination, f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(low, low))));
      v128.store(destination, f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(high, high))), 16);
    }
    for (; left > 0; left--, x += 2, y += 2, destination += 4) {
      const a = <f32>load<i16>(x);
      const b = <f32>load<i16>(y);
      store<f32>(destination, sqrt<f32>(a * a + b * b));
    }
    return;
  }
  const lanes = <i32>(16 / sizeof<T>());
  for (; left >= lanes; left -= lanes, x += 16, y += 16, destination += 16) {
    const a = v128.load(x);
    const b = v128.load(y);
    if (sizeof<T>() === 4) {
      // No square of an f32 overflows or underflows in f64.
      const low = f64x2.sqrt(Length.square(Pair.low<f32>(a), Pair.low<f32>(b)));
      const high = f64x2.sqrt(Length.square(Pair.high<f32>(a), Pair.high<f32>(b)));
      const roots = Pair.join(low, high);
      v128.store(destination, roots);
      if (!v128.any_true(f32x4.ne(roots, roots))) continue;
    } else {
      const square = Length.square(a, b);
      v128.store(destination, f64x2.sqrt(square));
      const isSafe = v128.and(
        f64x2.ge(square, f64x2.splat(MIN_SQUARE)),
        f64x2.le(square, f64x2.splat(MAX_SQUARE)),
      );
      if (i64x2.all_true(isSafe)) continue;
    }
    for (let at: usize = 0; at < 16; at += sizeof<T>()) Length.store<T>(x + at, y + at, destination + at);
  }
  for (; left > 0; left--, x += sizeof<T>(), y += sizeof<T>(), destination += sizeof<T>()) {
    Length.store<T>(x, y, destination);
  }
}

/** Sums of squares that neither overflowed nor lost bits to an underflow: 2^-960 and 2^960. Beyond, numbers are scaled by 2^600. */
const MIN_SQUARE = reinterpret<f64>((<u64>(1023 - 960)) << 52);
const MAX_SQUARE = reinterpret<f64>((<u64>(1023 + 960)) << 52);
const SCALE = reinterpret<f64>((<u64>(1023 + 600)) << 52);

class Length {
  @inline
  static square(x: v128, y: v128): v128 {
    return f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y));
  }

  @inline
  static store<T>(x: usize, y: usize, destination: usize): void {
    store<T>(destination, <T>lengthOf(<f64>load<T>(x), <f64>load<T>(y)));
  }
}

function lengthOf(x: f64, y: f64): f64 {
  const square = x * x + y * y;
  if (square >= MIN_SQUARE && square <= MAX_SQUARE) return sqrt<f64>(square);
  if (abs<f64>(x) === Infinity || abs<f64>(y) === Infinity) return Infinity;
  const scale = max<f64>(abs<f64>(x), abs<f64>(y)) > 1 ? 1 / SCALE : SCALE;
  const a = x * scale;
  const b = y * scale;
  return sqrt<f64>(a * a + b * b) / scale;
}
