import { TILE_BYTES } from '../constants';
import { oneElement, oneRow, twoRows } from './direct-tiles';
import { threeByThree } from './three-by-three';

/**
 * Correlates staged rows with taps:
 *
 *     destination[i][x] = delta + sum over u, v of
 *                         taps[u][v] * source[i * rowStepBytes + u * tapRowStepBytes + columnOffsets[v] + x]
 *
 * The sum starts at +0 and runs over the taps in row-major order; `delta` is added last. Offsets and steps are
 * in bytes, so that stride, dilation and interleaved channels are only other numbers in the same places.
 * `destination` has rows of `count` elements, `destinationPitchBytes` apart. No byte outside the elements named above
 * is touched.
 *
 * Most of the work is done in tiles of two rows by four vectors: each vector loaded serves both rows, whose
 * taps are one row apart. (3 x 3 has a kernel of its own, of three rows.) That needs a vertical step of one tap row
 * and columns at even distances, `columnStepBytes`, which is 0 where they are not; everything else, and the last
 * odd row, goes by one row and by `columnOffsets`. A last tile that would not fit is moved left, over columns that
 * it computes again.
 */
export function direct<T>(
  source: usize,
  rowStepBytes: usize,
  tapRowStepBytes: usize,
  columnStepBytes: usize,
  columnOffsets: usize,
  taps: usize,
  tapRows: i32,
  tapColumns: i32,
  delta: T,
  destination: usize,
  destinationPitchBytes: usize,
  rows: i32,
  count: i32,
): void {
  const rowBytes = <usize>count * sizeof<T>();
  const tapRowBytes = <usize>tapColumns * sizeof<T>();
  const tapsEnd = taps + <usize>tapRows * tapRowBytes;
  let row = 0;
  if (
    tapRows === 3 &&
    tapColumns === 3 &&
    columnStepBytes === sizeof<T>() &&
    rowStepBytes === tapRowStepBytes &&
    rowBytes >= 16
  ) {
    for (; row + 3 <= rows; row += 3) {
      threeByThree<T>(source, rowStepBytes, taps, delta, destination, destinationPitchBytes, rowBytes);
      source += 3 * rowStepBytes;
      destination += 3 * destinationPitchBytes;
    }
  }
  if (rowBytes >= <usize>TILE_BYTES && rowStepBytes === tapRowStepBytes && columnStepBytes !== 0) {
    for (; row + 2 <= rows; row += 2) {
      for (let x: usize = 0; x < rowBytes; x += TILE_BYTES) {
        const at = min(x, rowBytes - TILE_BYTES);
        twoRows<T>(
          source + at,
          tapRowStepBytes,
          columnStepBytes,
          taps,
          tapsEnd,
          tapRowBytes,
          delta,
          destination + at,
          destinationPitchBytes,
        );
      }
      source += 2 * rowStepBytes;
      destination += 2 * destinationPitchBytes;
    }
  }
  for (; row < rows; row++) {
    if (rowBytes >= <usize>TILE_BYTES) {
      for (let x: usize = 0; x < rowBytes; x += TILE_BYTES) {
        const at = min(x, rowBytes - TILE_BYTES);
        oneRow<T>(
          source + at,
          tapRowStepBytes,
          columnOffsets,
          taps,
          tapsEnd,
          tapRowBytes,
          delta,
          destination + at,
        );
      }
    } else {
      for (let x: usize = 0; x < rowBytes; x += sizeof<T>()) {
        oneElement<T>(
          source + x,
          tapRowStepBytes,
          columnOffsets,
          taps,
          tapsEnd,
          tapRowBytes,
          delta,
          destination + x,
        );
      }
    }
    source += rowStepBytes;
    destination += destinationPitchBytes;
  }
}
