/**
 * The weighted sums of red, green and blue of `count` pixels of 3 or 4 channels. For unsigned integers of 8 and 16 bits in fixed point:
 * weights are integers that add up to 2^15. For other types in f64, rounded half to even and saturated to integers.
 */
export function gray<S>(
  source: usize,
  channels: i32,
  red: f64,
  green: f64,
  blue: f64,
  count: i32,
  destination: usize,
): void {
  if (!isFloat<S>() && !isSigned<S>() && sizeof<S>() < 4) {
    if (channels === 4) FixedGray.pixels<S>(source, 4, <i32>red, <i32>green, <i32>blue, count, destination);
    else FixedGray.pixels<S>(source, 3, <i32>red, <i32>green, <i32>blue, count, destination);
    return;
  }
  for (let i = 0; i < count; i++) {
    const sum =
      <f64>load<S>(source) * red +
      <f64>load<S>(source, sizeof<S>()) * green +
      <f64>load<S>(source, 2 * sizeof<S>()) * blue;
    store<S>(destination, asElement<S>(sum));
    source += <usize>channels * sizeof<S>();
    destination += sizeof<S>();
  }
}

function asElement<S>(sum: f64): S {
  if (isFloat<S>()) return <S>sum;
  const rounded = nearest<f64>(sum);
  // Conversions to 32 bits saturate by themselves. All make 0 of NaN.
  if (sizeof<S>() === 4) return <S>rounded;
  const greatest: f64 = <f64>((1 << (8 * sizeof<S>() - 1)) - 1);
  return <S>(<i32>max<f64>(min<f64>(rounded, greatest), -greatest - 1));
}

/** Inlined, so that the compiler decides every branch before the loops. */
class FixedGray {
  @inline
  static pixels<S>(
    source: usize,
    channels: i32,
    red: i32,
    green: i32,
    blue: i32,
    count: i32,
    destination: usize,
  ): void {
    // Pairs for `dot_i16x8_s`: of bytes red and blue, then green and nothing; of 16 bits red and green, then blue and nothing.
    const first = i32x4.splat(red | ((sizeof<S>() === 1 ? blue : green) << 16));
    const second = i32x4.splat(sizeof<S>() === 1 ? green : blue);
    const weights = sizeof<S>() === 1 ? first : v128.shuffle<i32>(first, second, 0, 4, 1, 5);
    // Half of what the weights add up to, so that shifting rounds. Elements of 16 bits are read as signed, less 2^15.
    const half = i32x4.splat((1 << 14) + (sizeof<S>() === 1 ? 0 : 1 << 30));
    const step = <usize>channels * sizeof<S>();
    // The last vector of pixels with 3 channels ends with bytes of the pixels after it.
    const slack = channels === 3 ? 16 / (3 * <i32>sizeof<S>()) : 0;
    const each = 16 / <i32>sizeof<S>();
    let i = 0;
    for (; i + each + slack <= count; i += each) {
      if (sizeof<S>() === 1) {
        const a = FixedGray.fourBytes(source, channels, first, second, half);
        const b = FixedGray.fourBytes(source + 4 * step, channels, first, second, half);
        const c = FixedGray.fourBytes(source + 8 * step, channels, first, second, half);
        const d = FixedGray.fourBytes(source + 12 * step, channels, first, second, half);
        v128.store(destination, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
      } else {
        const a = FixedGray.fourShorts(source, channels, weights, half);
        const b = FixedGray.fourShorts(source + 4 * step, channels, weights, half);
        v128.store(destination, i16x8.narrow_i32x4_u(a, b));
      }
      source += <usize>each * step;
      destination += 16;
    }
    for (; i < count; i++) {
      const sum =
        <u32>load<S>(source) * red +
        <u32>load<S>(source, sizeof<S>()) * green +
        <u32>load<S>(source, 2 * sizeof<S>()) * blue;
      store<S>(destination, <S>((sum + (1 << 14)) >>> 15));
      source += step;
      destination += sizeof<S>();
    }
  }

  @inline
  static fourBytes(source: usize, channels: i32, first: v128, second: v128, half: v128): v128 {
    let pixels = v128.load(source);
    if (channels === 3)
      pixels = v128.shuffle<u8>(pixels, pixels, 0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11);
    const redAndBlue = i16x8.shr_u(i16x8.shl(pixels, 8), 8);
    const greenAndRest = i16x8.shr_u(pixels, 8);
    const sum = i32x4.add(i32x4.dot_i16x8_s(redAndBlue, first), i32x4.dot_i16x8_s(greenAndRest, second));
    return i32x4.shr_u(i32x4.add(sum, half), 15);
  }

  @inline
  static fourShorts(source: usize, channels: i32, weights: v128, half: v128): v128 {
    const low = i32x4.dot_i16x8_s(FixedGray.twoPixels(source, channels), weights);
    const high = i32x4.dot_i16x8_s(FixedGray.twoPixels(source + <usize>channels * 4, channels), weights);
    const sum = i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
    return i32x4.shr_u(i32x4.add(sum, half), 15);
  }

  @inline
  static twoPixels(source: usize, channels: i32): v128 {
    const pixels = v128.xor(v128.load(source), i16x8.splat(-32768));
    return channels === 3 ? v128.shuffle<u16>(pixels, pixels, 0, 1, 2, 2, 3, 4, 5, 5) : pixels;
  }
}
