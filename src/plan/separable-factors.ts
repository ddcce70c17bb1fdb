import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Problem } from '../problem/problem.ts';
import { factorsOf, sumOfMagnitudes, type Taps } from '../problem/taps.ts';
import { exactly, type Factors, scaled } from './factor.ts';
import { factorsOfDense } from './factor-large.ts';

/**
 * The error of factors for each term, as `factorise` measures it: for float64 a few rounding errors; for float32 that of an outer
 * product that was rounded to float32, which is about half of the spacing of float32 numbers near 1.
 */
const TOLERANCE = { float32: 2 ** -23, float64: 2 ** -51 } as const;

/** The factors of each kernel of a problem in at most `maxTerms` terms, or the reason why there are none. */
export function factorsOfKernels(problem: Problem, maxTerms: number): readonly Factors[] | string {
  const { kernel, accumulator } = problem;
  const factors: Factors[] = [];
  for (const taps of kernel.taps) {
    const given = givenFactors(taps, problem);
    const found = given ?? factorsOfDense(taps, maxTerms, TOLERANCE[accumulator]);
    if (!found) {
      if (maxTerms === 1) return 'the kernel is no outer product';
      return `the kernel is not a sum of at most ${maxTerms} outer products`;
    }
    if (!(given ? areHeld : areNormal)(found, accumulator)) {
      return `its factors are not all normal ${accumulator} numbers`;
    }
    factors.push(found);
  }
  return factors;
}

/**
 * The column and the row of taps that were given as such. For images of floats both are scaled, which changes no bit, so that no
 * intermediate value is greater than the image.
 */
function givenFactors(taps: Taps, { image }: Problem): Factors | undefined {
  const product = factorsOf(taps);
  if (product === undefined) return undefined;
  const magnitude = sumOfMagnitudes(product.column);
  const isScaled = elementTypes[image.dtype].range === null && magnitude > 0 && magnitude < Infinity;
  return exactly(isScaled ? scaled(product) : product);
}

/**
 * Whether the type of sums holds a given column and row well enough: the sums of their magnitudes are so far above the least
 * normal number that the error of taps that underflow is within the bound.
 */
function areHeld({ columns, rows }: Factors, accumulator: Accumulator): boolean {
  const fits = isZeroOrFrom(accumulator === 'float32' ? 2 ** -100 : 2 ** -960, accumulator);
  return fits(sumOfMagnitudes(columns)) && fits(sumOfMagnitudes(rows));
}

/** Whether all factors and their products are 0 or normal numbers of the type of sums. */
function areNormal({ columns, rows }: Factors, accumulator: Accumulator): boolean {
  const fits = isZeroOrFrom(accumulator === 'float32' ? 2 ** -126 : 2 ** -1022, accumulator);
  if (!columns.every(fits) || !rows.every(fits)) return false;
  const [leastColumn, greatestColumn] = extremes(columns);
  const [leastRow, greatestRow] = extremes(rows);
  return fits(leastColumn * leastRow) && fits(greatestColumn * greatestRow);
}

/** A test whether a number is 0, or has a magnitude from `least` to about the greatest number of the type. */
function isZeroOrFrom(least: number, accumulator: Accumulator): (value: number) => boolean {
  const greatest = accumulator === 'float32' ? 2 ** 127 : Number.MAX_VALUE;
  return (value) => value === 0 || (Math.abs(value) >= least && Math.abs(value) <= greatest);
}

/** The least magnitude above 0, and the greatest; both 0 if all are 0. */
function extremes(taps: Float64Array): [least: number, greatest: number] {
  const magnitudes = taps.map(Math.abs).filter(Boolean).sort();
  return [magnitudes[0] ?? 0, magnitudes[magnitudes.length - 1] ?? 0];
}
