/**
 * Correlates staged rows with taps:
 *
 *     destination[i][x] = delta + sum over u, v of
 *                         taps[u][v] * source[i * rowStep + u * tapRowStep + columnOffsets[v] + x]
 *
 * The sum starts at +0 and runs over the taps in row-major order; `delta` is added last. Steps and offsets are in
 * elements; `taps` holds rows of `columnOffsets.length`; rows of `count` results go to `destinationAt` and on, `destinationPitch`
 * apart.
 *
 * There is one implementation for each accumulator, alike but for the rounding of each operation: JavaScript
 * has no types to generate them from, and a rounding function passed in would not be compiled away. Both work
 * in tiles of two rows by four columns, whose loads serve both rows; that needs a vertical step of one tap row
 * and columns of taps at even distances, `columnStep`, which is 0 where they are not.
 * A last tile that would not fit is moved left, over columns that it computes again.
 */
export type DirectKernel = (
  source: Float64Array,
  rowStep: number,
  tapRowStep: number,
  columnStep: number,
  columnOffsets: Int32Array,
  taps: Float64Array,
  delta: number,
  destination: Float32Array | Float64Array,
  destinationAt: number,
  destinationPitch: number,
  rows: number,
  count: number,
) => void;
