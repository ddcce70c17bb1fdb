import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Boundary, DType } from '../base/types.ts';
import type { Division } from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import type { FourierPlan } from './fourier.ts';
import type { IntegerPlan } from './integer.ts';
import { gathers, type RowGeometry, rowGeometry } from './rows.ts';
import type { SeparablePlan } from './separable.ts';
import { type Strip, stripRows } from './strip.ts';

/** How a problem is computed: frozen plain data, without pointers or functions. */
export type Plan = DirectPlan | SeparablePlan | FourierPlan | IntegerPlan;

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
  /** Strips with sums nearer to a tie than this are computed again by the direct plan; 0: none. See `verdictOn`. */
  readonly tieMargin: number;
  readonly strip: Strip;
}

/**
 * Rows of the continued image are staged in strips, each row with its margins and in the accumulator's type; the
 * kernel then only adds up taps times elements at fixed distances.
 */
export interface DirectPlan extends PlanBase {
  readonly method: 'direct';
}

export function directPlan(problem: Problem): DirectPlan {
  const row = rowGeometry(problem, problem.stride[1]);
  const base = planBase(problem, row);
  const { bytes } = elementTypes[base.accumulator];
  const strip = stripRows(base, row.stagedRowLength * bytes, base.outputRowLength * bytes);
  return Object.freeze({ method: 'direct' as const, ...base, strip });
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
    tieMargin: 0,
  };
}
