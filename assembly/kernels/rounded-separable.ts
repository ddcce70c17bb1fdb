import { BLOCK_ROWS } from '../constants';
import { pad } from './pad';
import { requantize } from './requantize';
import { roundedSums } from './rounded-sums';

/** Columns of a block of rows, whose vertical sums read the same rows again while they are in the first-level cache. */
const BLOCK_COLUMNS = 1024;

/**
 * Convolves rows of bytes without borders in two passes of rounded products (see `roundedSums`), in units of 2^-6.
 *
 * Scratch buffers: `between` has BLOCK_ROWS rows with borders (see `pad`), `betweenPitchBytes` apart; `sums` one row of results.
 */
export function roundedSeparable(
  source: usize,
  pitchBytes: usize,
  count: i32,
  columnOffsets: usize,
  columnMirrored: usize,
  columnTaps: usize,
  columnTapCount: i32,
  between: usize,
  betweenPitchBytes: usize,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  rowOffsets: usize,
  rowMirrored: usize,
  rowTaps: usize,
  rowTapCount: i32,
  sums: usize,
  table: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): void {
  const interior = between + ((<usize>leftCount) << 1);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const blockRows = min(BLOCK_ROWS, rows - first);
    for (let column = 0; column < count; column += BLOCK_COLUMNS) {
      for (let row = 0; row < blockRows; row++) {
        roundedSums<u8>(
          source + <usize>row * pitchBytes + <usize>column,
          columnOffsets,
          columnMirrored,
          columnTaps,
          columnTapCount,
          interior + <usize>row * betweenPitchBytes + ((<usize>column) << 1),
          min(BLOCK_COLUMNS, count - column),
        );
      }
    }
    pad<i16, i16>(
      interior,
      betweenPitchBytes,
      blockRows,
      0,
      count,
      left,
      leftCount,
      right,
      rightCount,
      <i16>fill,
      between,
      betweenPitchBytes,
    );
    for (let row = 0; row < blockRows; row++) {
      const line = between + <usize>row * betweenPitchBytes;
      roundedSums<i16>(line, rowOffsets, rowMirrored, rowTaps, rowTapCount, sums, resultCount);
      requantize(sums, resultCount, table, destination);
      destination += destinationPitchBytes;
    }
    source += <usize>BLOCK_ROWS * pitchBytes;
  }
}
