import { TILE_BYTES } from '../constants';
import { oneElement, oneRow, twoRows, wideTiles } from './direct-tiles';
import { threeByThree } from './three-by-three';

/**
 * Correlates rows with taps:
 *
 *     destination[i][x] = delta + sum over u, v of
 *                         taps[u][v] * source[i * rowStepBytes + u * tapRowStepBytes + columnOffsets[v] + x]
 *
 * A sum starts at +0 and adds the taps in row-major order; `delta` is added last. Offsets and steps are in bytes, so stride,
 * dilation and channels only change their values. No element outside the formula is read or written.
 *
 * Tiles of two rows by four vectors, or five where multiply-add is fused, do most of the work: each vector that is loaded serves
 * both rows. They need a row step of one tap row, and columns of taps `columnStepBytes` apart (0: not equally spaced). Kernels of
 * 3 x 3 have a function of their own, for three rows. The last odd row, and all other cases, are computed row by row with
 * `columnOffsets`. A last tile that does not fit is moved left and computes some results again.
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
      let x: usize = 0;
      // Without fused multiply-add, products take the registers that the additional sums need.
      if (ASC_FEATURE_RELAXED_SIMD) {
        x = wideTiles<T>(
          source,
          tapRowStepBytes,
          columnStepBytes,
          taps,
          tapsEnd,
          tapRowBytes,
          delta,
          destination,
          destinationPitchBytes,
          rowBytes,
        );
      }
      for (; x < rowBytes; x += TILE_BYTES) {
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
