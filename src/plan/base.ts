import type { Accumulator } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { Division, Problem } from '../problem/problem.ts';
import { gathers, type RowGeometry } from './rows.ts';

/** The rows of results that are computed at a time, and the staged rows that they read. */
export interface StripSize {
  readonly outputRows: number;
  readonly stagedRows: number;
}

/** About half of the greatest finite number: sums up to this do not overflow, whatever their rounding errors. */
export const MAX_FINITE_SUM: { readonly [accumulator in Accumulator]: number } = {
  float32: 2 ** 127,
  float64: 2 ** 1023,
};

/** The part that all execution plans share. */
export interface PlanBase extends RowGeometry {
  /** The types of the image's elements, of sums, and of results. */
  readonly storage: DType;
  readonly accumulator: Accumulator;
  readonly result: DType;
  /** Whether relaxed arithmetic gives the same bits. */
  readonly exact: boolean;
  readonly output: { readonly rows: number; readonly columns: number };
  /** Elements in a row of results: columns times channels. */
  readonly outputRowLength: number;
  readonly kernel: Problem['kernel'];
  /** Added to every sum; 0 if `divisions` contain it. */
  readonly delta: number;
  readonly divisions: readonly Division[] | null;
  readonly boundary: Problem['boundary'];
  readonly fillvalue: number;
  readonly imageRows: number;
  /** Border rows above the image. */
  readonly top: number;
  /** The distance in staged rows from one result row to the next, and from one tap row to the next. */
  readonly rowStep: number;
  readonly tapRowStep: number;
  /**
   * Not null if only the rows that results read are staged, a group for each row of results: the distance in image rows from one
   * group to the next, and between the rows of a group.
   */
  readonly rowGathering: { readonly stride: number; readonly dilation: number } | null;
  /**
   * The greatest verdict on a strip (see `Prepared`) under which its sums are right: of a transform the sum of magnitudes with which
   * none overflows; of two passes, whose verdict is 0 or NaN, 0. Infinite if no image of the type can exceed it. The fallback plan
   * computes all other strips, so that infinities and NaN spread as in direct sums.
   */
  readonly maxMagnitude: number;
  /** The direct plan computes a strip again if a sum is nearer to a tie than this; 0: never. See `verdictOn`. */
  readonly tieMargin: number;
  readonly strip: StripSize;
}

export function planBase(
  problem: Problem,
  row: RowGeometry,
  gathersRows = gathers(problem, 0),
): Omit<PlanBase, 'strip'> {
  const { image, output, kernel, stride, dilation, divisions } = problem;
  return {
    ...row,
    storage: image.dtype,
    accumulator: problem.accumulator,
    result: problem.result,
    exact: problem.exactness === 'exact',
    output,
    outputRowLength: output.columns * image.channels,
    kernel,
    delta: divisions ? 0 : problem.delta,
    divisions,
    boundary: problem.boundary,
    fillvalue: problem.fillvalue,
    imageRows: image.rows,
    top: problem.top,
    rowStep: gathersRows ? kernel.rows : stride[0],
    tapRowStep: gathersRows ? 1 : dilation[0],
    rowGathering: gathersRows ? { stride: stride[0], dilation: dilation[0] } : null,
    maxMagnitude: Infinity,
    tieMargin: 0,
  };
}
