import type { PlanBase } from '../plan/base.ts';

/** Where the elements lie that sums multiply with taps: all in elements. */
export interface Neighbourhood {
  /** From a row of results to the next, and from a row of taps to the next. */
  readonly rowStep: number;
  readonly tapRowStep: number;
  /** From a row's start to each column of taps; the distance from each to the next where all are equal, else 0. */
  readonly columnOffsets: Int32Array;
  readonly columnStep: number;
  /** Sums in a row. */
  readonly count: number;
}

/** In staged rows: `rowStep` of them from a row of results to the next, `tapRowStep` from a row of taps to the next. */
export function neighbourhoodOf(plan: PlanBase, rowStep: number, tapRowStep: number): Neighbourhood {
  const { stagedRowLength, columnOffsets, columnStep, outputRowLength: count } = plan;
  return {
    rowStep: rowStep * stagedRowLength,
    tapRowStep: tapRowStep * stagedRowLength,
    columnOffsets,
    columnStep,
    count,
  };
}

/** Where rows of sums go. */
export interface Destination {
  readonly values: Float32Array | Float64Array;
  readonly at: number;
  readonly rowStride: number;
}

/**
 * Correlates staged rows with taps:
 *
 *     destination[i][x] = delta + sum over u, v of
 *                         taps[u][v] * source[i * rowStep + u * tapRowStep + columnOffsets[v] + x]
 *
 * The sum starts at +0 and runs over the taps in row-major order; `delta` is added last.
 *
 * There is one implementation for each accumulator, alike but for the rounding of each operation: JavaScript
 * has no types to generate them from, and a rounding function passed in would not be compiled away. Both work
 * in tiles of two rows by four columns, whose loads serve both rows; that needs a vertical step of one tap row
 * and columns of taps at even distances.
 * A last tile that would not fit is moved left, over columns that it computes again.
 */
export type DirectKernel = (
  source: Float64Array,
  neighbourhood: Neighbourhood,
  taps: Float64Array,
  delta: number,
  destination: Destination,
  rows: number,
) => void;
