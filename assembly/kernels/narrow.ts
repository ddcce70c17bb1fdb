/**
 * Rounds `count` accumulators half to even and saturates them to the integer type `S`; NaN gives 0.
 */
export function narrow<T, S>(source: usize, count: i32, destination: usize): void {
  const bits = <i32>(8 * sizeof<S>());
  for (let i = 0; i < count; i++) {
    const rounded = nearest<T>(load<T>(source + <usize>i * sizeof<T>()));
    const to = destination + <usize>i * sizeof<S>();
    if (bits === 32) {
      // The conversion itself saturates, and turns NaN into 0.
      store<S>(to, <S>rounded);
    } else {
      const low: i32 = isSigned<S>() ? -1 << (bits - 1) : 0;
      const high: i32 = low + (1 << bits) - 1;
      store<S>(to, <S>(<i32>max<T>(min<T>(rounded, <T>high), <T>low)));
    }
  }
}
