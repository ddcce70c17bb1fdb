import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { greatestElement } from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import { areDense, greatestOf, sumOfMagnitudes } from '../problem/taps.ts';
import { MAX_FINITE_SUM, type PlanBase, planBase } from './base.ts';
import { type DirectPlan, directPlan } from './direct.ts';
import type { Factors } from './factor.ts';
import { rowGeometry } from './rows.ts';
import { stripRows } from './strip-size.ts';

/**
 * The plan of two passes, for a kernel that is a sum of outer products. The vertical taps of each term are applied to the rows of
 * the image without borders. The intermediate rows get borders like those of the image would be, with `fillvalues` as fill value:
 * the result is the same as with borders first. Then the horizontal taps of all terms are applied at once, as a direct sum with
 * one row of taps for each term.
 */
export interface SeparablePlan extends PlanBase {
  readonly method: 'separable';
  /** The factors of each kernel. */
  readonly factors: readonly Factors[];
  /** For each kernel and each term, the sum of its vertical taps times the fill value. */
  readonly fillvalues: readonly Float64Array[];
  /** The greatest number of terms of a kernel. */
  readonly rank: number;
  /** The fallback: see `maxMagnitude` and `tieMargin`. Null if the passes are the reference method. */
  readonly direct: DirectPlan | null;
}

export function separablePlan(
  problem: Problem,
  factors: readonly Factors[],
  tieMargin: number,
): SeparablePlan {
  const row = rowGeometry(problem, problem.stride[1]);
  const base = planBase(problem, row);
  const { bytes } = elementTypes[base.accumulator];
  const isReference = !areDense(problem.kernel.taps);
  const rank = greatestOf(factors, (factor) => factor.rank);
  const outputRowBytes = (base.outputRowLength + rank * row.stagedRowLength) * bytes;
  const strip = stripRows(base, row.imageRowLength * bytes, outputRowBytes);
  return Object.freeze({
    method: 'separable' as const,
    ...base,
    tieMargin,
    strip,
    factors,
    fillvalues: factors.map((factor) => fillSums(factor, problem.fillvalue, base.accumulator)),
    rank,
    exact: base.exact && factors.every(isInteger),
    maxMagnitude: isReference || staysFinite(problem, factors) ? Infinity : 0,
    direct: isReference ? null : directPlan(problem),
  });
}

/** Whether the products of the factors equal the kernel and all taps are integers, so that integer sums stay exact. */
export function isInteger({ columns, rows, error }: Factors): boolean {
  return error === 0 && columns.every(Number.isInteger) && rows.every(Number.isInteger);
}

/** Whether no image of its type can make a sum overflow. */
function staysFinite(problem: Problem, factors: readonly Factors[]): boolean {
  const greatest = greatestElement(problem.image.dtype, problem) * greatestOf(factors, gain);
  return greatest + Math.abs(problem.delta) <= MAX_FINITE_SUM[problem.accumulator];
}

/** The greatest intermediate value or sum, as a multiple of the greatest element. */
function gain(factors: Factors): number {
  return Math.max(1, ...termMagnitudes(factors.columns, factors.rank), sumOfTerms(factors));
}

/** The sum of the magnitudes of all products of the factors, term by term. */
export function sumOfTerms({ rank, columns, rows }: Factors): number {
  const ofRows = termMagnitudes(rows, rank);
  return termMagnitudes(columns, rank).reduce((sum, column, t) => sum + column * (ofRows[t] as number), 0);
}

function termMagnitudes(taps: Float64Array, rank: number): number[] {
  const length = taps.length / rank;
  return Array.from({ length: rank }, (_, t) => sumOfMagnitudes(taps.subarray(t * length, (t + 1) * length)));
}

/** Adds up a column of fill values in the order and precision of the vertical pass. */
function fillSums({ rank, columns }: Factors, fillvalue: number, accumulator: Accumulator): Float64Array {
  const round = accumulator === 'float32' ? Math.fround : (x: number) => x;
  const taps = columns.length / rank;
  return Float64Array.from({ length: rank }, (_, term) => {
    let sum = 0;
    for (let u = 0; u < taps; u++) {
      sum = round(sum + round(round(columns[term * taps + u] as number) * round(fillvalue)));
    }
    return sum;
  });
}
