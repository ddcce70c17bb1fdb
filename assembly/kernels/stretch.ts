import { Bytes } from '../lanes/bytes';

/** Results that are computed in f32 are off by less than 3 * 2^-24 * 255. Nearer to a tie than this (2^-12) they are computed in f64. */
const MARGIN: f32 = 0.000244140625;

/**
 * Numbers as bytes: 255 * ((number * part - least) / spread) in f64, rounded half to even and saturated; NaN gives 0. With `hasAlpha`
 * every fourth number is only rounded and saturated. `isQuick` says that `part` is 1, that f32 holds 255 / spread without loss of range
 * and that differences of f32 numbers do not overflow.
 */
export function stretch<T>(
  source: usize,
  count: i32,
  hasAlpha: bool,
  part: f64,
  least: f64,
  spread: f64,
  isQuick: bool,
  destination: usize,
): void {
  // The lanes that are not stretched: of four f32, or of the last two of four f64.
  const kept = hasAlpha ? (sizeof<T>() === 4 ? i32x4(0, 0, 0, -1) : i64x2(0, -1)) : i64x2.splat(0);
  const origin = f32x4.splat(<f32>least);
  const scale = f32x4.splat(<f32>(255 / spread));
  const half = f32x4.splat(0.5);
  const margin = f32x4.splat(MARGIN);
  let left = count;
  for (; left >= 16; left -= 16, source += 16 * sizeof<T>(), destination += 16) {
    if (sizeof<T>() === 4 && isQuick) {
      const a = Stretch.quick(source, origin, scale);
      const b = Stretch.quick(source + 16, origin, scale);
      const c = Stretch.quick(source + 32, origin, scale);
      const d = Stretch.quick(source + 48, origin, scale);
      const areNear = v128.or(
        v128.or(Stretch.isNear(a, half, margin), Stretch.isNear(b, half, margin)),
        v128.or(Stretch.isNear(c, half, margin), Stretch.isNear(d, half, margin)),
      );
      if (!v128.any_true(areNear)) {
        Bytes.store(
          destination,
          Bytes.quad(v128.bitselect(v128.load(source), a, kept)),
          Bytes.quad(v128.bitselect(v128.load(source, 16), b, kept)),
          Bytes.quad(v128.bitselect(v128.load(source, 32), c, kept)),
          Bytes.quad(v128.bitselect(v128.load(source, 48), d, kept)),
        );
        continue;
      }
    }
    Stretch.sixteen<T>(source, kept, part, least, spread, destination);
  }
  for (let i = 0; i < left; i++, source += sizeof<T>()) {
    const number = <f64>load<T>(source);
    const isKept = hasAlpha && (i & 3) === 3;
    store<u8>(destination + i, Bytes.one(isKept ? number : 255 * ((number * part - least) / spread)));
  }
}

class Stretch {
  @inline
  static quick(source: usize, origin: v128, scale: v128): v128 {
    return f32x4.mul(f32x4.sub(v128.load(source), origin), scale);
  }

  /** Which are nearer to a tie than the margin. */
  @inline
  static isNear(values: v128, half: v128, margin: v128): v128 {
    return f32x4.lt(f32x4.abs(f32x4.sub(f32x4.sub(values, f32x4.floor(values)), half)), margin);
  }

  static sixteen<T>(source: usize, kept: v128, part: f64, least: f64, spread: f64, destination: usize): void {
    const parts = f64x2.splat(part);
    const origin = f64x2.splat(least);
    const spreads = f64x2.splat(spread);
    Bytes.store(
      destination,
      Stretch.four<T>(source, kept, parts, origin, spreads),
      Stretch.four<T>(source + 4 * sizeof<T>(), kept, parts, origin, spreads),
      Stretch.four<T>(source + 8 * sizeof<T>(), kept, parts, origin, spreads),
      Stretch.four<T>(source + 12 * sizeof<T>(), kept, parts, origin, spreads),
    );
  }

  @inline
  static four<T>(source: usize, kept: v128, part: v128, least: v128, spread: v128): v128 {
    const low = Bytes.low<T>(source);
    const high = Bytes.high<T>(source);
    // The last of four numbers is the last of these two.
    const isKept = i64x2.shr_s(kept, 63);
    return Bytes.pairs(
      Stretch.pair(low, part, least, spread),
      v128.bitselect(high, Stretch.pair(high, part, least, spread), isKept),
    );
  }

  @inline
  static pair(numbers: v128, part: v128, least: v128, spread: v128): v128 {
    const share = f64x2.div(f64x2.sub(f64x2.mul(numbers, part), least), spread);
    return f64x2.mul(f64x2.splat(255), share);
  }
}
