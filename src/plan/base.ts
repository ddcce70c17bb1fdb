import type { Accumulator } from '../base/dtype.ts';
import type { Boundary, DType } from '../base/types.ts';
import type { Division, Problem } from '../problem/problem.ts';
import { gathers, type RowGeometry } from './rows.ts';
import type { StripSize } from './strip-size.ts';

/** What every method needs to know. */
export interface PlanBase extends RowGeometry {
  /** The element type of the image, of the sums and of the result. */
  readonly storage: DType;
  readonly accumulator: Accumulator;
  readonly result: DType;
  /** Whether relaxed arithmetic cannot change a single bit of the result. */
  readonly exact: boolean;
  readonly output: { readonly rows: number; readonly columns: number };
  /** Elements of an output row: columns times channels. */
  readonly outputRowLength: number;
  readonly kernel: Problem['kernel'];
  /** Added to every sum: 0 where it is part of the divisions. */
  readonly delta: number;
  readonly divisions: readonly Division[] | null;
  readonly boundary: Boundary;
  readonly fillvalue: number;
  readonly imageRows: number;
  /** Rows of continued image above the image. */
  readonly top: number;
  /** Staged rows from one output row to the next, and from one tap row to the next. */
  readonly rowStep: number;
  readonly tapRowStep: number;
  /** Where only the rows that results read are staged, a group of them for each: image rows between groups and between rows. */
  readonly rowGathering: { readonly stride: number; readonly dilation: number } | null;
  /**
   * The greatest sum of magnitudes of a strip for which no sum can overflow; infinite where no image of the type comes near it.
   * The fallback plan serves strips beyond that, and those with infinities or NaN, so that these spread as by direct sums.
   */
  readonly maxMagnitude: number;
  /** Strips with sums nearer to a tie than this are computed again by the direct plan; 0: none. See `verdictOn`. */
  readonly tieMargin: number;
  readonly strip: StripSize;
}

export function planBase(problem: Problem, row: RowGeometry): Omit<PlanBase, 'strip'> {
  const { image, output, kernel, stride, dilation, divisions } = problem;
  const gathersRows = gathers(problem, 0);
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
