/**
 * The smallest and the largest finite number of `count`, as two f64: infinity and -infinity if there is none. With `hasAlpha` every
 * fourth element is left out.
 */
export function range<T>(source: usize, count: i32, hasAlpha: bool, destination: usize): void {
  const infinity = v128.splat<T>(<T>Infinity);
  const minus = v128.splat<T>(<T>-Infinity);
  // Of elements 0 and 1 of four, and of elements 2 and 3; of f32 all four, and the next four.
  let low0 = infinity;
  let low1 = infinity;
  let high0 = minus;
  let high1 = minus;
  const step = <i32>(32 / sizeof<T>());
  let left = count;
  for (; left >= step; left -= step, source += 32) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const isFinite0 = v128.lt<T>(v128.abs<T>(a), infinity);
    const isFinite1 = v128.lt<T>(v128.abs<T>(b), infinity);
    low0 = v128.pmin<T>(low0, v128.bitselect(a, infinity, isFinite0));
    low1 = v128.pmin<T>(low1, v128.bitselect(b, infinity, isFinite1));
    high0 = v128.pmax<T>(high0, v128.bitselect(a, minus, isFinite0));
    high1 = v128.pmax<T>(high1, v128.bitselect(b, minus, isFinite1));
  }
  // Alpha is the last lane of four f32, or of the second two f64.
  if (sizeof<T>() === 4) {
    low0 = v128.pmin<T>(low0, low1);
    high0 = v128.pmax<T>(high0, high1);
    low1 = v128.shuffle<i64>(low0, low0, 1, 1);
    high1 = v128.shuffle<i64>(high0, high0, 1, 1);
  }
  let low = min<T>(v128.extract_lane<T>(low0, 0), v128.extract_lane<T>(low0, 1));
  low = min<T>(low, v128.extract_lane<T>(low1, 0));
  let high = max<T>(v128.extract_lane<T>(high0, 0), v128.extract_lane<T>(high0, 1));
  high = max<T>(high, v128.extract_lane<T>(high1, 0));
  if (!hasAlpha) {
    low = min<T>(low, v128.extract_lane<T>(low1, 1));
    high = max<T>(high, v128.extract_lane<T>(high1, 1));
  }
  for (let i = 0; i < left; i++, source += sizeof<T>()) {
    const value = load<T>(source);
    if ((hasAlpha && (i & 3) === 3) || !(abs<T>(value) < <T>Infinity)) continue;
    low = min<T>(low, value);
    high = max<T>(high, value);
  }
  store<f64>(destination, <f64>low);
  store<f64>(destination, <f64>high, 8);
}
