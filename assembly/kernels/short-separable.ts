import { pad } from './pad';
import { isDone, requantize } from './requantize';
import { shortSums } from './short-sums';

/**
 * Convolves rows of bytes without borders in two passes in 16-bit lanes (see `shortSums`); `pad` adds borders between them.
 *
 * Scratch buffers: `between` has one row with borders, `sums` one row of results.
 */
export function shortSeparable(
  source: usize,
  pitchBytes: usize,
  count: i32,
  columnOffsets: usize,
  columnTaps: usize,
  columnTapCount: i32,
  between: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  rowOffsets: usize,
  rowTaps: usize,
  rowTapCount: i32,
  initial: i32,
  sums: usize,
  table: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): void {
  const interior = between + ((<usize>leftCount) << 1);
  const done = isDone(table);
  for (let row = 0; row < rows; row++) {
    shortSums<u8>(source, columnOffsets, columnTaps, columnTapCount, 0, interior, count);
    pad<i16, i16>(interior, 0, 1, 0, count, left, leftCount, right, rightCount, <i16>fill, between, 0);
    shortSums<i16>(
      between,
      rowOffsets,
      rowTaps,
      rowTapCount,
      initial,
      done ? destination : sums,
      resultCount,
    );
    if (!done) requantize(sums, resultCount, table, destination);
    source += pitchBytes;
    destination += destinationPitchBytes;
  }
}
