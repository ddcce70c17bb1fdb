import { magnitude } from './magnitude';
import { pad } from './pad';
import { columnPass, rowPass } from './passes';

/**
 * Correlates rows with an outer product of taps, a pair of rows at a time, so that what lies between the passes stays in
 * the first-level cache: `columnTaps` over `count` elements of source rows `stepBytes` apart; margins as `pad` gives them,
 * with `fill` beyond the edges; `rowTaps`, `columnStepBytes` apart, for `resultCount` results. `rows` is even. `between`
 * holds two rows, `betweenPitchBytes` apart.
 *
 * Returns the sum of the magnitudes of all source rows used, each looked at while it is in the first-level cache.
 */
export function separable<T>(
  source: usize,
  stepBytes: usize,
  count: i32,
  columnTaps: usize,
  columnTapCount: i32,
  between: usize,
  betweenPitchBytes: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: T,
  rowTaps: usize,
  rowTapCount: i32,
  columnStepBytes: usize,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): T {
  let sum = magnitude<T>(source, stepBytes, columnTapCount - 1, count);
  const entering = <usize>(columnTapCount - 1) * stepBytes;
  const interior = between + <usize>leftCount * sizeof<T>();
  const resultBytes = <usize>resultCount * sizeof<T>();
  for (let row = 0; row < rows; row += 2) {
    columnPass<T>(
      source,
      stepBytes,
      columnTaps,
      columnTapCount,
      interior,
      betweenPitchBytes,
      <usize>count * sizeof<T>(),
    );
    sum += magnitude<T>(source + entering, stepBytes, 2, count);
    pad<T, T>(
      interior,
      betweenPitchBytes,
      2,
      0,
      count,
      left,
      leftCount,
      right,
      rightCount,
      fill,
      between,
      betweenPitchBytes,
    );
    rowPass<T>(between, columnStepBytes, rowTaps, rowTapCount, delta, destination, resultBytes);
    destination += destinationPitchBytes;
    rowPass<T>(
      between + betweenPitchBytes,
      columnStepBytes,
      rowTaps,
      rowTapCount,
      delta,
      destination,
      resultBytes,
    );
    destination += destinationPitchBytes;
    source += stepBytes * 2;
  }
  return sum;
}
