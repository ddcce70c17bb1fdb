import { dotTwoRows } from './dot-sums';
import { interleave } from './interleave';
import { pad } from './pad';
import { requantize } from './requantize';

/**
 * Convolves rows without borders in 32-bit lanes, two rows of results at a time: converts them to i16, adds borders (see `pad`),
 * interleaves pairs of rows, and sums (see `dotTwoRows`). Two rows of results read `reach` pairs of rows. There are `sourceRows`
 * rows; none beyond them is read.
 *
 * Scratch buffers: `staged` has two rows with borders, `stagedPitchBytes` apart; `pairs` the pairs of rows that `rows` results
 * read, twice as far apart; `sums` two rows of results.
 */
export function dotDirect<S>(
  source: usize,
  pitchBytes: usize,
  sourceRows: i32,
  count: i32,
  left: usize,
  leftCount: i32,
  right: usize,
  rightCount: i32,
  fill: i32,
  staged: usize,
  stagedPitchBytes: usize,
  pairs: usize,
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
  const stagedCount = leftCount + count + rightCount;
  const pairPitchBytes = stagedPitchBytes << 1;
  const below = sums + ((<usize>resultCount) << 2);
  let ready = 0;
  for (let row = 0; row < rows; row += 2) {
    for (; ready < (row >> 1) + reach; ready++) {
      // Beyond the last row any other will do: its taps are 0.
      const both = max(0, min(2, sourceRows - 2 * ready));
      const from = source + <usize>(2 * ready) * pitchBytes;
      pad<S, i16>(
        from,
        pitchBytes,
        both,
        0,
        count,
        left,
        leftCount,
        right,
        rightCount,
        <i16>fill,
        staged,
        stagedPitchBytes,
      );
      interleave(
        staged,
        both === 2 ? staged + stagedPitchBytes : staged,
        stagedCount,
        pairs + <usize>ready * pairPitchBytes,
      );
    }
    dotTwoRows(
      pairs + <usize>(row >> 1) * pairPitchBytes,
      offsets,
      taps,
      tapCount,
      initial,
      sums,
      below,
      resultCount,
    );
    requantize(sums, resultCount, table, destination);
    destination += destinationPitchBytes;
    if (row + 1 < rows) requantize(below, resultCount, table, destination);
    destination += destinationPitchBytes;
  }
}
