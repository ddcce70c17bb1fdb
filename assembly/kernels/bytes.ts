import { Bytes } from '../lanes/bytes';

/**
 * Numbers as bytes, or their magnitudes: rounded half to even and saturated; NaN gives 0. With `hasAlpha` every fourth number keeps its
 * sign.
 */
export function bytes<T>(
  source: usize,
  count: i32,
  areMagnitudes: bool,
  hasAlpha: bool,
  destination: usize,
): void {
  // The bits that are cleared: of four f32, or of the first and the last two of four f64.
  const signs = v128.splat<T>(areMagnitudes ? <T>-0.0 : <T>0.0);
  const last = hasAlpha ? v128.and(signs, sizeof<T>() === 4 ? i32x4(-1, -1, -1, 0) : i64x2(-1, 0)) : signs;
  let left = count;
  for (; left >= 16; left -= 16, source += 16 * sizeof<T>(), destination += 16) {
    Bytes.store(
      destination,
      Four.integers<T>(source, signs, last),
      Four.integers<T>(source + 4 * sizeof<T>(), signs, last),
      Four.integers<T>(source + 8 * sizeof<T>(), signs, last),
      Four.integers<T>(source + 12 * sizeof<T>(), signs, last),
    );
  }
  for (let i = 0; i < left; i++, source += sizeof<T>()) {
    const number = <f64>load<T>(source);
    const keepsSign = !areMagnitudes || (hasAlpha && (i & 3) === 3);
    store<u8>(destination + i, Bytes.one(keepsSign ? number : abs<f64>(number)));
  }
}

class Four {
  @inline
  static integers<T>(source: usize, signs: v128, last: v128): v128 {
    if (sizeof<T>() === 4) return Bytes.quad(v128.andnot(v128.load(source), last));
    return Bytes.pairs(v128.andnot(v128.load(source), signs), v128.andnot(v128.load(source, 16), last));
  }
}
