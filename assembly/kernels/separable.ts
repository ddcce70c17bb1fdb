import { pad } from './pad';
import { columnPass, rowPass } from './passes';

/**
 * Correlates rows with an outer product of taps, two rows at a time, so that the rows between the passes stay in the first-level
 * cache. The vertical pass reads `count` elements of source rows that lie `stepBytes` apart; `pad` adds borders; the horizontal
 * pass gives `resultCount` results, from taps `columnStepBytes` apart. `rows` is even.
 *
 * `between` is a scratch buffer of two rows with borders, `betweenPitchBytes` apart. Returns 0 if all results are finite, else NaN.
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
  let check: T = 0;
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
    check += rowPass<T>(between, columnStepBytes, rowTaps, rowTapCount, delta, destination, resultBytes);
    destination += destinationPitchBytes;
    check += rowPass<T>(
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
  return check;
}
