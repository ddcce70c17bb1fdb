import { greatestCommonDivisor } from '../problem/fractions.ts';
import { sumOfMagnitudes } from '../problem/taps.ts';

/** A kernel as a sum of outer products: values[u][v] ~ sum over t < rank of columns[t][u] * rows[t][v]. */
export interface Factors {
  readonly rank: number;
  /** The vertical taps of each term: rank x kernel rows, row-major. */
  readonly columns: Float64Array;
  /** The horizontal taps of each term: rank x kernel columns, row-major. */
  readonly rows: Float64Array;
  /**
   * An upper bound of sum |values - sum of products| / sum |values|, which includes the rounding errors of measuring it. 0 only if
   * the products are exact in float64.
   */
  readonly error: number;
}

export interface Term {
  readonly column: Float64Array;
  readonly row: Float64Array;
}

/** The sum of the magnitudes of the residual, and the index of its greatest element. */
export interface Magnitudes {
  readonly sum: number;
  readonly pivot: number;
}

/**
 * The factors of a rows x columns kernel with at most `maxTerms` terms and an error of at most `tolerance`; undefined if there are
 * none.
 *
 * A kernel with one row or one column is its own factor. Integers of rank 1 get exact integer factors. For all others this is
 * Gaussian elimination with complete pivoting, which stops when the residual is small enough (Golub and Van Loan, Matrix
 * Computations, 4th ed., 3.4; Townsend and Trefethen, An extension of Chebfun to two dimensions, 2013, section 2, on low-rank
 * approximation). After r terms a kernel of numerical rank r leaves only rounding errors. If singular values fall slowly, it may
 * need a term more than the singular value decomposition, which is optimal in the least-squares sense.
 *
 * A single term is zero exactly where the kernel is zero, so that elements under zero taps take no part in sums. Inexact columns
 * have sum |columns[t]| <= 1, so that the vertical pass gives nothing greater than the image.
 */
export function factorise(
  values: Float64Array,
  rows: number,
  columns: number,
  maxTerms: number,
  tolerance: number,
): Factors | undefined {
  if (maxTerms < 1 || !values.every(Number.isFinite)) return undefined;
  if (rows === 1) return exactly({ column: Float64Array.of(1), row: values.slice() });
  if (columns === 1) return exactly({ column: values.slice(), row: Float64Array.of(1) });
  const product = integerOuterProduct(values, rows, columns);
  return product ? exactly(product) : eliminate(values, rows, columns, maxTerms, tolerance);
}

/** The factors of a kernel that is an outer product. */
export function exactly({ column, row }: Term): Factors {
  return { rank: 1, columns: column, rows: row, error: 0 };
}

/**
 * The integer factors of integers of rank 1. Every row is an integer multiple of any other row divided by its greatest common
 * divisor (Gauss's lemma; Knuth, The Art of Computer Programming, vol. 2, 4.6.1).
 */
function integerOuterProduct(values: Float64Array, rows: number, columns: number): Term | undefined {
  if (!values.every(Number.isSafeInteger)) return undefined;
  const first = values.findIndex((value) => value !== 0);
  if (first < 0) return { column: new Float64Array(rows), row: new Float64Array(columns) };
  const place = first % columns;
  const multiple = values.subarray(first - place, first - place + columns);
  const divisor = multiple.reduce(greatestCommonDivisor);
  const row = multiple.map((value) => value / divisor);
  const column = Float64Array.from({ length: rows }, (_, u) => values[u * columns + place]! / row[place]!);
  // A product beyond 2^53 may be rounded, but not to less than 2^53, so it cannot equal one of the values.
  const term = { column, row };
  const isEqual = values.every((value, at) => productAt(term, at) === value);
  return isEqual && column.every(Number.isInteger) ? term : undefined;
}

function eliminate(
  values: Float64Array,
  rows: number,
  columns: number,
  maxTerms: number,
  tolerance: number,
): Factors | undefined {
  const residual = values.slice();
  let left = subtract(residual, { column: new Float64Array(rows), row: new Float64Array(columns) });
  const total = left.sum;
  const terms: Term[] = [];
  let rounded = 0;
  while (terms.length < maxTerms && left.sum > 0 && Number.isFinite(left.sum)) {
    const term = termThrough(left.pivot, residual, rows, columns);
    terms.push(term);
    left = subtract(residual, term);
    rounded += sumOfMagnitudes(term.column) * sumOfMagnitudes(term.row) + left.sum;
    const error = upperBound(left.sum, rounded, terms.length * values.length, total);
    if (error <= tolerance && (terms.length > 1 || zerosAgree(values, term))) return joined(terms, error);
  }
  return undefined;
}

/**
 * An upper bound of the exact `left / total`. `left` was computed with as many multiplications and subtractions as `products`
 * says, whose results have magnitudes that sum to `rounded`.
 *
 * Each operation errs by at most EPSILON / 2 of its result, and a product that underflows by MIN_VALUE / 2 (Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., 2.2 and 3.3). A sum of n numbers errs by n - 1 times as much of the sum of their
 * magnitudes (4.2); twice `products` covers that for `left`, `rounded` and `total`.
 */
export function upperBound(left: number, rounded: number, products: number, total: number): number {
  const unrounded = left + (Number.EPSILON / 2) * rounded + products * Number.MIN_VALUE;
  return (unrounded / total) * (1 + 2 * products * Number.EPSILON);
}

/** The outer product that equals the residual in the pivot's row and, except for rounding, in its column. */
export function termThrough(pivot: number, residual: Float64Array, rows: number, columns: number): Term {
  const place = pivot % columns;
  const column = new Float64Array(rows).map((_, u) => residual[u * columns + place]! / residual[pivot]!);
  return scaled({ column, row: residual.subarray(pivot - place, pivot - place + columns) });
}

/** The same product with a column whose magnitudes sum to less than 1. Scaling by a power of two rounds nothing. */
export function scaled({ column, row }: Term): Term {
  const norm = 2 ** (Math.floor(Math.log2(sumOfMagnitudes(column))) + 1);
  return { column: column.map((value) => value / norm), row: row.map((value) => value * norm) };
}

/** Subtracts an outer product from the residual. */
export function subtract(residual: Float64Array, { column, row }: Term): Magnitudes {
  let [sum, greatest, pivot] = [0, 0, 0];
  for (let u = 0, at = 0; u < column.length; u++) {
    const factor = column[u]!;
    for (let v = 0; v < row.length; v++, at++) {
      const difference = residual[at]! - factor * row[v]!;
      const magnitude = Math.abs(difference);
      residual[at] = difference;
      sum += magnitude;
      if (magnitude > greatest) {
        greatest = magnitude;
        pivot = at;
      }
    }
  }
  return { sum, pivot };
}

function productAt({ column, row }: Term, index: number): number {
  return column[Math.floor(index / row.length)]! * row[index % row.length]!;
}

function zerosAgree(values: Float64Array, term: Term): boolean {
  return values.every((value, at) => (productAt(term, at) === 0) === (value === 0));
}

function joined(terms: readonly Term[], error: number): Factors {
  return {
    rank: terms.length,
    columns: Float64Array.from(terms.flatMap(({ column }) => [...column])),
    rows: Float64Array.from(terms.flatMap(({ row }) => [...row])),
    error,
  };
}
