import { Narrow } from '../lanes/narrow';

/** Rounds `count` accumulators half to even and saturates them to the integer type `S`; NaN gives 0. */
export function narrow<T, S>(source: usize, count: i32, destination: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    Narrow.four<T, S>(source + <usize>i * sizeof<T>(), destination + <usize>i * sizeof<S>());
  }
  for (; i < count; i++) {
    Narrow.one<T, S>(source + <usize>i * sizeof<T>(), destination + <usize>i * sizeof<S>());
  }
}
