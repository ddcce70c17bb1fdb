import { pad } from './pad';
import { isDone, requantize } from './requantize';
import { shortSums } from './short-sums';

/**
 * Convolves rows of bytes without borders: converts them to i16, adds borders (see `pad`), and sums in 16-bit lanes (see
 * `shortSums`). A result reads `reach` rows.
 *
 * Scratch buffers: `staged` has `rows + reach - 1` rows with borders, `stagedPitchBytes` apart; `sums` one row of results.
 */
export function shortDirect(
  source: usize,
  pitchBytes: usize,
  count: i32,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  staged: usize,
  stagedPitchBytes: usize,
  reach: i32,
  offsets: usize,
  taps: usize,
  tapCount: i32,
  initial: i32,
  sums: usize,
  table: usize,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  resultCount: i32,
): void {
  let ready = 0;
  const done = isDone(table);
  for (let row = 0; row < rows; row++) {
    const fresh = row + reach - ready;
    pad<u8, i16>(
      source + <usize>ready * pitchBytes,
      pitchBytes,
      fresh,
      0,
      count,
      left,
      leftCount,
      right,
      rightCount,
      <i16>fill,
      staged + <usize>ready * stagedPitchBytes,
      stagedPitchBytes,
    );
    ready += fresh;
    shortSums<i16>(
      staged + <usize>row * stagedPitchBytes,
      offsets,
      taps,
      tapCount,
      initial,
      done ? destination : sums,
      resultCount,
    );
    if (!done) requantize(sums, resultCount, table, destination);
    destination += destinationPitchBytes;
  }
}
