import { TiePlace } from '../lanes/tie-place';

/**
 * Computes listed results again, as `directTies` does, but as the two passes in float64: columns of elements are summed first,
 * and then the sums of the columns. `fill` is the sum of a column of fill values.
 */
export function separableTies<S>(
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
  columnTaps: usize,
  columnTapCount: i32,
  rowTaps: usize,
  rowTapCount: i32,
  initial: f64,
  divisor: f64,
): void {
  const end = list + 4 + ((<usize>load<i32>(list)) << 2);
  const shift = resultBytes - 1;
  const columnEnd = columnTaps + ((<usize>columnTapCount) << 3);
  for (let at = list + 4; at < end; at += 4) {
    const to = load<usize>(at);
    const row = (to - destination) / destinationPitchBytes;
    const x = <i32>((to - destination - row * destinationPitchBytes) >> shift);
    const line = source + row * rowStepBytes;
    let sum: f64 = 0;
    let v = 0;
    let tap = rowTaps;
    if (x >= leftCount && x + reach < leftCount + count) {
      const from = line + <usize>(x - leftCount) * sizeof<S>();
      // Four columns side by side, because each addition waits for the one before it.
      for (; v + 4 <= rowTapCount; v += 4, tap += 32) {
        const offset = columnOffsets + ((<usize>v) << 2);
        let a = from + <usize>load<i32>(offset) * sizeof<S>();
        let b = from + <usize>load<i32>(offset, 4) * sizeof<S>();
        let c = from + <usize>load<i32>(offset, 8) * sizeof<S>();
        let d = from + <usize>load<i32>(offset, 12) * sizeof<S>();
        let s0: f64 = 0;
        let s1: f64 = 0;
        let s2: f64 = 0;
        let s3: f64 = 0;
        for (let columnTap = columnTaps; columnTap < columnEnd; columnTap += 8) {
          const k = load<f64>(columnTap);
          s0 += k * <f64>load<S>(a);
          s1 += k * <f64>load<S>(b);
          s2 += k * <f64>load<S>(c);
          s3 += k * <f64>load<S>(d);
          a += tapRowStepBytes;
          b += tapRowStepBytes;
          c += tapRowStepBytes;
          d += tapRowStepBytes;
        }
        sum += load<f64>(tap) * s0;
        sum += load<f64>(tap, 8) * s1;
        sum += load<f64>(tap, 16) * s2;
        sum += load<f64>(tap, 24) * s3;
      }
    }
    for (; v < rowTapCount; v++, tap += 8) {
      const place = x + load<i32>(columnOffsets + ((<usize>v) << 2));
      const index = TiePlace.element(place, count, left, leftCount, right);
      let column: f64 = 0;
      if (index < 0) {
        column = fill;
      } else {
        let from = line + <usize>index * sizeof<S>();
        for (let columnTap = columnTaps; columnTap < columnEnd; columnTap += 8, from += tapRowStepBytes) {
          column += load<f64>(columnTap) * <f64>load<S>(from);
        }
      }
      sum += load<f64>(tap) * column;
    }
    TiePlace.store(to, resultBytes, (sum + initial) / divisor, least, greatest);
  }
}
