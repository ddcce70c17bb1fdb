import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { UNIT_ROUNDOFF } from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import { equalTapsOf, type Taps } from '../problem/taps.ts';
import { type PlanBase, planBase } from './base.ts';
import type { Factors } from './factor.ts';
import { rowGeometry } from './rows.ts';
import { type SeparablePlan, separablePlan } from './separable.ts';
import { MAX_STAGED_BYTES, stripRows } from './strip-size.ts';

/**
 * The plan of running sums in float64, for kernels of equal taps. Sums down the columns start anew in every strip, those along a
 * row in every block, so that rounding errors do not pile up. Rows are staged without borders; the sums of columns get them.
 */
export interface RunningPlan extends PlanBase {
  readonly method: 'separable';
  /** The tap of each kernel. */
  readonly taps: readonly number[];
  /** A column of fill values. */
  readonly fillSum: number;
  /** After so many results of a row, of all channels, sums start anew. */
  readonly blockLength: number;
  /** The fallback, for strips with results that are not finite: see `maxMagnitude`. */
  readonly passes: SeparablePlan;
}

/** Sums start anew after so many rows or columns, or as many as the kernel has if these are more: so that costs at most as much again. */
const MIN_BLOCK = 64;

export function runningPlan(problem: Problem, taps: readonly number[]): RunningPlan {
  const row = rowGeometry(problem, 1);
  const base = planBase(problem, row);
  const { kernel, output } = problem;
  const { bytes } = elementTypes[base.accumulator];
  const rowBytes = row.imageRowLength * bytes;
  const fitting = stripRows(base, rowBytes, base.outputRowLength * bytes);
  const outputRows = Math.min(output.rows, Math.max(Math.min(fitting.outputRows, MIN_BLOCK), kernel.rows));
  const stagedRows = outputRows + kernel.rows - 1;
  const round = base.accumulator === 'float32' ? Math.fround : Number;
  return Object.freeze({
    method: 'separable' as const,
    ...base,
    maxMagnitude: 0,
    strip: stagedRows * rowBytes <= MAX_STAGED_BYTES ? { outputRows, stagedRows } : fitting,
    taps,
    fillSum: kernel.rows * round(problem.fillvalue),
    blockLength: Math.max(MIN_BLOCK, kernel.columns) * row.columnStep,
    passes: separablePlan(
      problem,
      taps.map((tap) => factorsOfEqual(tap, problem)),
      0,
    ),
  });
}

/** A power of two times ones, and the rest of the tap times ones: products are exact, and the column sums to at most 1. */
function factorsOfEqual(tap: number, { kernel, accumulator }: Problem): Factors {
  const { rows, columns } = kernel;
  const scale = 2 ** -Math.ceil(Math.log2(rows));
  const rest = (accumulator === 'float32' ? Math.fround(tap) : tap) / scale;
  const [column, row] = [new Float64Array(rows).fill(scale), new Float64Array(columns).fill(rest)];
  return { rank: 1, columns: column, rows: row, error: 0 };
}

/** The tap of which each kernel consists; undefined where running sums do not serve. */
export function equalTaps({
  kernel,
  stride,
  dilation,
  exactness,
  accumulator,
}: Problem): number[] | undefined {
  // Integer results and exact sums have arithmetics of their own.
  if (exactness !== 'bounded' && exactness !== 'same') return undefined;
  if (kernel.rows * kernel.columns === 1 || [...stride, ...dilation].some((step) => step !== 1))
    return undefined;
  const taps: number[] = [];
  for (const each of kernel.taps) {
    const tap = equalTap(each);
    if (tap === undefined || !isOrdinary(tap, accumulator)) return undefined;
    taps.push(tap);
  }
  return taps;
}

function equalTap(taps: Taps): number | undefined {
  const equal = equalTapsOf(taps);
  return equal.every((tap) => tap !== undefined) ? equal.reduce((a, b) => a * b, 1) : undefined;
}

/** Neither tap nor factors nor their products overflow or become subnormal. */
function isOrdinary(tap: number, accumulator: Accumulator): boolean {
  const exponent = accumulator === 'float32' ? 90 : 900;
  return Math.abs(tap) >= 2 ** -exponent && Math.abs(tap) <= 2 ** exponent;
}

/**
 * As a part of `greatestSum`. Let S be the sum of a column and u = 2^-53. A new sum of K elements is off by at most (K - 1) u S.
 * Each of the next N - 1 rows adds the difference of two elements, which adds at most 3 u S. Along a row that is so again, with L
 * columns and blocks of B results. So sums are off by K + L + 3 (N + B) - 8 of u, and tap and delta add less than 8. A float32
 * result, and an image rounded to it, add three roundings of 2^-24.
 */
export function runningBound({ kernel: { rows, columns }, accumulator }: Problem): number {
  const constant = rows + columns + 3 * (Math.max(rows, MIN_BLOCK) + Math.max(columns, MIN_BLOCK));
  const inFloat64 = constant * UNIT_ROUNDOFF.float64;
  return accumulator === 'float64' ? inFloat64 : inFloat64 + 3 * UNIT_ROUNDOFF.float32;
}
