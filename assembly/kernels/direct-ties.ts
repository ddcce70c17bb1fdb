import { TiePlace } from '../lanes/tie-place';

/**
 * Computes listed results again (see `TieList`), as direct sums in float64 that are rounded after each operation, also by the
 * relaxed binary:
 *
 *     result[i][x] = (initial + sum over u, v of taps[u][v] * row(i * rowStepBytes + u * tapRowStepBytes)[x + columnOffsets[v]])
 *                    / divisor
 *
 * Rows have `count` elements of type `S`, and borders as in `pad` that are not there but looked up. `reach` is the greatest of
 * `columnOffsets` (i32, elements). Results have 1 or 2 bytes; those of the list lie in rows `destinationPitchBytes` apart.
 */
export function directTies<S>(
  list: usize,
  destination: usize,
  destinationPitchBytes: usize,
  resultBytes: i32,
  least: f64,
  greatest: f64,
  source: usize,
  rowStepBytes: usize,
  tapRowStepBytes: usize,
  count: i32,
  left: usize,
  leftCount: i32,
  right: usize,
  fill: f64,
  columnOffsets: usize,
  reach: i32,
  taps: usize,
  tapRows: i32,
  tapColumns: i32,
  initial: f64,
  divisor: f64,
): void {
  const end = list + 4 + ((<usize>load<i32>(list)) << 2);
  const shift = resultBytes - 1;
  const rowEnd = leftCount + count - reach;
  let waiting = 0;
  let a: usize = 0;
  let b: usize = 0;
  let c: usize = 0;
  let toA: usize = 0;
  let toB: usize = 0;
  let toC: usize = 0;
  for (let at = list + 4; at < end; at += 4) {
    const to = load<usize>(at);
    const row = (to - destination) / destinationPitchBytes;
    const x = <i32>((to - destination - row * destinationPitchBytes) >> shift);
    const line = source + row * rowStepBytes;
    if (x < leftCount || x >= rowEnd) {
      const sum = borderSum<S>(
        line,
        tapRowStepBytes,
        x,
        count,
        left,
        leftCount,
        right,
        fill,
        columnOffsets,
        taps,
        tapRows,
        tapColumns,
      );
      TiePlace.store(to, resultBytes, (sum + initial) / divisor, least, greatest);
      continue;
    }
    const from = line + <usize>(x - leftCount) * sizeof<S>();
    waiting++;
    if (waiting === 1) {
      a = from;
      toA = to;
    } else if (waiting === 2) {
      b = from;
      toB = to;
    } else if (waiting === 3) {
      c = from;
      toC = to;
    } else {
      waiting = 0;
      // Four sums side by side, because each addition waits for the one before it.
      let s0: f64 = 0;
      let s1: f64 = 0;
      let s2: f64 = 0;
      let s3: f64 = 0;
      let d = from;
      let tap = taps;
      for (let u = 0; u < tapRows; u++) {
        for (let v = 0, offset = columnOffsets; v < tapColumns; v++, tap += 8, offset += 4) {
          const k = load<f64>(tap);
          const o = <usize>load<i32>(offset) * sizeof<S>();
          s0 += k * <f64>load<S>(a + o);
          s1 += k * <f64>load<S>(b + o);
          s2 += k * <f64>load<S>(c + o);
          s3 += k * <f64>load<S>(d + o);
        }
        a += tapRowStepBytes;
        b += tapRowStepBytes;
        c += tapRowStepBytes;
        d += tapRowStepBytes;
      }
      TiePlace.store(toA, resultBytes, (s0 + initial) / divisor, least, greatest);
      TiePlace.store(toB, resultBytes, (s1 + initial) / divisor, least, greatest);
      TiePlace.store(toC, resultBytes, (s2 + initial) / divisor, least, greatest);
      TiePlace.store(to, resultBytes, (s3 + initial) / divisor, least, greatest);
    }
  }
  for (; waiting > 0; waiting--) {
    const to = waiting === 1 ? toA : waiting === 2 ? toB : toC;
    let from = waiting === 1 ? a : waiting === 2 ? b : c;
    let sum: f64 = 0;
    let tap = taps;
    for (let u = 0; u < tapRows; u++, from += tapRowStepBytes) {
      for (let v = 0, offset = columnOffsets; v < tapColumns; v++, tap += 8, offset += 4) {
        sum += load<f64>(tap) * <f64>load<S>(from + <usize>load<i32>(offset) * sizeof<S>());
      }
    }
    TiePlace.store(to, resultBytes, (sum + initial) / divisor, least, greatest);
  }
}

/** A sum that reads beyond the ends of rows. */
function borderSum<S>(
  line: usize,
  tapRowStepBytes: usize,
  x: i32,
  count: i32,
  left: usize,
  leftCount: i32,
  right: usize,
  fill: f64,
  columnOffsets: usize,
  taps: usize,
  tapRows: i32,
  tapColumns: i32,
): f64 {
  let sum: f64 = 0;
  let tap = taps;
  for (let u = 0; u < tapRows; u++, line += tapRowStepBytes) {
    for (let v = 0; v < tapColumns; v++, tap += 8) {
      const place = x + load<i32>(columnOffsets + ((<usize>v) << 2));
      const index = TiePlace.element(place, count, left, leftCount, right);
      sum += load<f64>(tap) * (index < 0 ? fill : <f64>load<S>(line + <usize>index * sizeof<S>()));
    }
  }
  return sum;
}
