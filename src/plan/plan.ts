import { type Accumulator, elementTypes } from '../dtype.ts';
import { extent } from '../spec/geometry.ts';
import type { Problem } from '../spec/problem.ts';
import type { Boundary, DType } from '../types.ts';
import type { FourierPlan } from './fourier.ts';
import type { IntegerPlan } from './integer.ts';
import { type RowGeometry, rowGeometry } from './rows.ts';
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
  readonly delta: number;
  readonly boundary: Boundary;
  readonly fillvalue: number;
  readonly imageRows: number;
  /** Rows of continued image above the image. */
  readonly top: number;
  /** Staged rows from one output row to the next, and from one tap row to the next. */
  readonly rowStep: number;
  readonly tapRowStep: number;
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
  const strip = stripRows({
    outputRows: problem.output.rows,
    rowStep: base.rowStep,
    kernelRows: extent(problem.kernel.rows, problem.dilation[0]),
    stagedRowBytes: row.stagedRowLength * bytes,
    outputRowBytes: base.outputRowLength * bytes,
  });
  return Object.freeze({ method: 'direct' as const, ...base, strip });
}

export function planBase(problem: Problem, row: RowGeometry): Omit<PlanBase, 'strip'> {
  const { image, output, stride, dilation } = problem;
  return {
    ...row,
    storage: image.dtype,
    accumulator: problem.accumulator,
    result: problem.result,
    exact: problem.exact,
    output,
    outputRowLength: output.columns * image.channels,
    kernel: problem.kernel,
    delta: problem.delta,
    boundary: problem.boundary,
    fillvalue: problem.fillvalue,
    imageRows: image.rows,
    top: problem.top,
    rowStep: stride[0],
    tapRowStep: dilation[0],
  };
}

/** The taps of each kernel as a correlation takes them, in row-major order. */
export function correlationTaps({ kernel }: Pick<Problem, 'kernel'>): readonly Float64Array[] {
  return kernel.flip ? kernel.values.map((values) => values.slice().reverse()) : kernel.values;
}
