import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Problem } from '../problem/problem.ts';
import { areDense, greatestOf, sumOfMagnitudes } from '../problem/taps.ts';
import { type PlanBase, planBase } from './base.ts';
import { type DirectPlan, directPlan } from './direct.ts';
import type { Factors } from './factor.ts';
import { rowGeometry } from './rows.ts';
import { stripRows } from './strip-size.ts';

/**
 * The kernel as a sum of outer products. Each term's vertical taps go over the rows of the image; what comes out gets
 * margins as a row of the image would (continuing beyond the edges and adding up columns may change places), with
 * `fillvalues` for the fill value; then the horizontal taps of all terms go over these intermediate rows at once, as a
 * direct correlation with one tap row for each term.
 */
export interface SeparablePlan extends PlanBase {
  readonly method: 'separable';
  /** Of each kernel. */
  readonly factors: readonly Factors[];
  /** Of each kernel, for each term: what its vertical taps make of the fill value. */
  readonly fillvalues: readonly Float64Array[];
  /** The most terms that a kernel has. */
  readonly rank: number;
  /**
   * What serves strips beyond that, those with infinities or NaN, so that these spread as by direct sums, and see
   * `tieMargin`; null where the passes are the reference.
   */
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
    fillvalues: factors.map((factor) => filled(factor, problem.fillvalue, base.accumulator)),
    rank,
    exact: base.exact && factors.every(isInteger),
    maxMagnitude: isReference ? Infinity : maxMagnitude(problem, factors),
    direct: isReference ? null : directPlan(problem),
  });
}

/** Whether the factors multiply to the very kernel and have only integer taps, so that exact sums stay exact. */
export function isInteger({ columns, rows, error }: Factors): boolean {
  return error === 0 && columns.every(Number.isInteger) && rows.every(Number.isInteger);
}

function maxMagnitude(
  { image, boundary, fillvalue, accumulator }: Problem,
  factors: readonly Factors[],
): number {
  const limit = (accumulator === 'float32' ? 2 ** 127 : 2 ** 1023) / greatestOf(factors, gain);
  // Margins are not among a strip's elements.
  if (boundary === 'fill' && !(Math.abs(fillvalue) <= limit)) return -1;
  const { range } = elementTypes[image.dtype];
  return range !== null && Math.max(-range[0], range[1]) <= limit ? Infinity : limit;
}

/** How many times the greatest element an intermediate value or a sum can be. */
function gain(factors: Factors): number {
  const { columns } = termMagnitudes(factors);
  return Math.max(1, ...columns, sumOfTerms(factors));
}

/** The sum of the magnitudes of all products of the factors, term by term. */
export function sumOfTerms(factors: Factors): number {
  const { columns, rows } = termMagnitudes(factors);
  return columns.reduce((sum, column, term) => sum + column * (rows[term] as number), 0);
}

function termMagnitudes({ rank, columns, rows }: Factors): { columns: number[]; rows: number[] } {
  const each = (taps: Float64Array) =>
    Array.from({ length: rank }, (_, term) => {
      const length = taps.length / rank;
      return sumOfMagnitudes(taps.subarray(term * length, (term + 1) * length));
    });
  return { columns: each(columns), rows: each(rows) };
}

/** In the order and precision in which the vertical pass would add up a column of fill values. */
function filled({ rank, columns }: Factors, fillvalue: number, accumulator: Accumulator): Float64Array {
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
