import { allFinite } from './all-finite';
import { pad } from './pad';

/**
 * Correlates rows with `height` x `width` equal taps: destination[i][x] = tap * sum + delta, by running sums in float64. `columns`,
 * a scratch buffer of float64 for a row with borders, holds those down the columns. Those along a row start anew every
 * `blockLength` results, which is a multiple of `columnStep`; neighbouring taps are `columnStep` elements apart.
 *
 * Returns 0 if all results are finite, else NaN. (What is not finite stays in a running sum when it has left the window.)
 */
export function running<T>(
  source: usize,
  pitchBytes: usize,
  count: i32,
  height: i32,
  columns: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: f64,
  width: i32,
  columnStep: i32,
  blockLength: i32,
  tap: f64,
  delta: f64,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): T {
  const interior = columns + ((<usize>leftCount) << 3);
  let check: T = 0;
  memory.fill(interior, 0, (<usize>count) << 3);
  for (let row = 0; row < height; row++) enter<T>(source + <usize>row * pitchBytes, count, interior);
  const reach = <usize>height * pitchBytes;
  for (let row = 0; row < rows; row++) {
    if (row > 0) {
      replace<T>(source + reach, source, count, interior);
      source += pitchBytes;
    }
    pad<f64, f64>(interior, 0, 1, 0, count, left, leftCount, right, rightCount, fill, columns, 0);
    for (let begin = 0; begin < resultCount; begin += blockLength) {
      alongBlock<T>(
        columns + ((<usize>begin) << 3),
        min(blockLength, resultCount - begin),
        width,
        columnStep,
        tap,
        delta,
        destination + <usize>begin * sizeof<T>(),
      );
    }
    check += allFinite<T>(destination, 0, 1, resultCount);
    destination += destinationPitchBytes;
  }
  return check;
}

/** Adds a row to the running sums. */
function enter<T>(entering: usize, count: i32, sums: usize): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const to = sums + ((<usize>i) << 3);
    v128.store(to, f64x2.add(v128.load(to), Running.pair<T>(entering + <usize>i * sizeof<T>())));
  }
  for (; i < count; i++) {
    const to = sums + ((<usize>i) << 3);
    store<f64>(to, load<f64>(to) + <f64>load<T>(entering + <usize>i * sizeof<T>()));
  }
}

/** Adds the difference of the rows that enter and leave. */
function replace<T>(entering: usize, leaving: usize, count: i32, sums: usize): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const at = <usize>i * sizeof<T>();
    const to = sums + ((<usize>i) << 3);
    const change = f64x2.sub(Running.pair<T>(entering + at), Running.pair<T>(leaving + at));
    v128.store(to, f64x2.add(v128.load(to), change));
  }
  for (; i < count; i++) {
    const at = <usize>i * sizeof<T>();
    const to = sums + ((<usize>i) << 3);
    const change = <f64>load<T>(entering + at) - <f64>load<T>(leaving + at);
    store<f64>(to, load<f64>(to) + change);
  }
}

/** Results of neighbouring windows, of each channel in turn: the first sum as it is, each further one by what enters and leaves. */
function alongBlock<T>(
  sums: usize,
  count: i32,
  width: i32,
  step: i32,
  tap: f64,
  delta: f64,
  destination: usize,
): void {
  const stepBytes = (<usize>step) << 3;
  const reach = <usize>width * stepBytes;
  for (let channel = 0; channel < min(step, count); channel++) {
    let at = sums + ((<usize>channel) << 3);
    let sum: f64 = 0;
    for (let end = at + reach, x = at; x < end; x += stepBytes) sum += load<f64>(x);
    for (let i = channel; ; ) {
      store<T>(destination + <usize>i * sizeof<T>(), <T>(sum * tap + delta));
      i += step;
      if (i >= count) break;
      sum += load<f64>(at + reach) - load<f64>(at);
      at += stepBytes;
    }
  }
}

class Running {
  @inline
  static pair<T>(pointer: usize): v128 {
    if (sizeof<T>() === 8) return v128.load(pointer);
    return f64x2.promote_low_f32x4(v128.load64_zero(pointer));
  }
}
