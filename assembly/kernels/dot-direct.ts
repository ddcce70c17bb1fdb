import { dotTwoRows } from './dot-sums';
import { finish } from './finish';
import { pad } from './pad';
import { zip } from './zip';

/**
 * Rows of results from rows without margins: these are staged as i16 with margins as `pad` gives them, zipped by twos, and
 * summed in 32-bit lanes, two rows of results at a time (see `dotTwoRows`). `reach` is how many pairs of rows two results
 * read: `sourceRows` rows there are, and what would lie beyond is not read. `staged` holds two rows, `pairs` what
 * `rows` results need, and `sums` two rows of results, all `stagedPitchBytes` (pairs: twice that) apart.
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
      // A row that there is not is only multiplied by 0.
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
      zip(
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
    finish(sums, resultCount, table, destination);
    destination += destinationPitchBytes;
    if (row + 1 < rows) finish(below, resultCount, table, destination);
    destination += destinationPitchBytes;
  }
}
