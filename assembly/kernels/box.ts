import { pad } from './pad';
import { requantize } from './requantize';

/**
 * Convolves rows without borders with a kernel of ones. `columns` holds running sums down the columns; sums along rows are
 * differences of prefix sums. Sums are of type `T` (i16 or i32) and wrap around.
 *
 * Scratch buffers, in elements of `T`, each with room for one more vector: `columns` a row with borders, `prefixes` as much and
 * `columnStep` more, `sums` a row of results.
 */
export function box<S, T>(
  source: usize,
  pitchBytes: usize,
  count: i32,
  height: i32,
  columns: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  width: i32,
  columnStep: i32,
  prefixes: usize,
  initial: i32,
  sums: usize,
  table: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): void {
  const interior = columns + <usize>leftCount * sizeof<T>();
  memory.fill(interior, 0, <usize>count * sizeof<T>());
  for (let row = 0; row < height - 1; row++)
    enter<S, T>(source + <usize>row * pitchBytes, 0, count, interior);
  const reach = <usize>(height - 1) * pitchBytes;
  for (let row = 0; row < rows; row++) {
    enter<S, T>(source + reach, row > 0 ? source - pitchBytes : 0, count, interior);
    pad<T, T>(interior, 0, 1, 0, count, left, leftCount, right, rightCount, <T>fill, columns, 0);
    alongRow<T>(columns, width, columnStep, resultCount, prefixes, initial, sums);
    requantize(sums, resultCount, table, destination);
    source += pitchBytes;
    destination += destinationPitchBytes;
  }
}

/** Adds a row to the running sums and subtracts the row at `leaving`, unless that is 0. */
function enter<S, T>(entering: usize, leaving: usize, count: i32, sums: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  let i = 0;
  for (; leaving !== 0 && i + lanes <= count; i += lanes) {
    const at = <usize>i * sizeof<S>();
    const to = sums + <usize>i * sizeof<T>();
    const change = v128.sub<T>(Running.widen<S, T>(entering + at), Running.widen<S, T>(leaving + at));
    v128.store(to, v128.add<T>(v128.load(to), change));
  }
  for (; i + lanes <= count; i += lanes) {
    const to = sums + <usize>i * sizeof<T>();
    v128.store(to, v128.add<T>(v128.load(to), Running.widen<S, T>(entering + <usize>i * sizeof<S>())));
  }
  for (; i < count; i++) {
    const at = <usize>i * sizeof<S>();
    const to = sums + <usize>i * sizeof<T>();
    let sum = load<T>(to) + <T>load<S>(entering + at);
    if (leaving !== 0) sum -= <T>load<S>(leaving + at);
    store<T>(to, sum);
  }
}

/** sums[x] = initial + sum over v < width of row[x + v * step], as the difference of two prefix sums. */
function alongRow<T>(
  row: usize,
  width: i32,
  step: i32,
  count: i32,
  prefixes: usize,
  initial: i32,
  sums: usize,
): void {
  const lanes = <i32>(16 / sizeof<T>());
  prefixSums<T>(row, step, count + (width - 1) * step, prefixes);
  const far = prefixes + <usize>(width * step) * sizeof<T>();
  const first = v128.splat<T>(<T>initial);
  for (let i = 0; i < count; i += lanes) {
    const at = <usize>i * sizeof<T>();
    v128.store(sums + at, v128.add<T>(first, v128.sub<T>(v128.load(far + at), v128.load(prefixes + at))));
  }
}

/** prefixes[x + step] = prefixes[x] + row[x], where the first `step` prefixes are 0. */
function prefixSums<T>(row: usize, step: i32, count: i32, prefixes: usize): void {
  v128.store(prefixes, v128.splat<T>(0));
  const to = prefixes + <usize>step * sizeof<T>();
  if (step === 1) Running.prefixVectors<T>(row, 1, count, to);
  else if (step === 2) Running.prefixVectors<T>(row, 2, count, to);
  else if (step === 4) Running.prefixVectors<T>(row, 4, count, to);
  else {
    memory.fill(prefixes, 0, <usize>step * sizeof<T>());
    for (let i: usize = 0; i < <usize>count * sizeof<T>(); i += sizeof<T>()) {
      store<T>(to + i, load<T>(prefixes + i) + load<T>(row + i));
    }
  }
}

/** Inlined, so that the compiler decides every branch. */
class Running {
  @inline
  static widen<S, T>(pointer: usize): v128 {
    if (sizeof<T>() === 2 || sizeof<S>() === 2) return v128.load_ext<S>(pointer);
    return v128.extend_low<u16>(v128.extend_low<u8>(v128.load32_zero(pointer)));
  }

  /** Adds up within a vector by doubling (Hillis and Steele, Data parallel algorithms, 1986), then adds the sum of the vectors before. */
  @inline
  static prefixVectors<T>(row: usize, step: i32, count: i32, to: usize): void {
    const lanes = <i32>(16 / sizeof<T>());
    const zero = v128.splat<T>(0);
    let carry = zero;
    for (let i = 0; i < count; i += lanes) {
      const at = <usize>i * sizeof<T>();
      let x = v128.load(row + at);
      if (sizeof<T>() === 2) {
        if (step === 1) x = i16x8.add(x, v128.shuffle<i16>(zero, x, 0, 8, 9, 10, 11, 12, 13, 14));
        if (step <= 2) x = i16x8.add(x, v128.shuffle<i16>(zero, x, 0, 1, 8, 9, 10, 11, 12, 13));
        x = i16x8.add(i16x8.add(x, v128.shuffle<i16>(zero, x, 0, 1, 2, 3, 8, 9, 10, 11)), carry);
        if (step === 1) carry = v128.shuffle<i16>(x, x, 7, 7, 7, 7, 7, 7, 7, 7);
        else if (step === 2) carry = v128.shuffle<i32>(x, x, 3, 3, 3, 3);
        else carry = v128.shuffle<i64>(x, x, 1, 1);
      } else {
        if (step === 1) x = i32x4.add(x, v128.shuffle<i32>(zero, x, 0, 4, 5, 6));
        if (step <= 2) x = i32x4.add(x, v128.shuffle<i32>(zero, x, 0, 1, 4, 5));
        x = i32x4.add(x, carry);
        if (step === 1) carry = v128.shuffle<i32>(x, x, 3, 3, 3, 3);
        else if (step === 2) carry = v128.shuffle<i64>(x, x, 1, 1);
        else carry = x;
      }
      v128.store(to + at, x);
    }
  }
}
