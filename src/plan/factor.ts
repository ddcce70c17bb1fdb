import { greatestCommonDivisor } from '../problem/fractions.ts';
import { sumOfMagnitudes } from '../problem/taps.ts';

/** A kernel as a sum of outer products: values[u][v] ~ sum over t < rank of columns[t][u] * rows[t][v] */
export interface Factors {
  readonly rank: number;
  /** rank x kernel rows, row-major: the vertical taps of each term. */
  readonly columns: Float64Array;
  /** rank x kernel columns, row-major: the horizontal taps of each term. */
  readonly rows: Float64Array;
  /**
   * An upper bound of sum over u, v of |values[u][v] - sum of products| divided by sum |values|, the rounding
   * errors of its own measurement included; 0 only where the products are exact in float64.
   */
  readonly error: number;
}

interface Term {
  readonly column: Float64Array;
  readonly row: Float64Array;
}

/** Of the residual's elements: the sum of their magnitudes, and the index of the greatest. */
interface Magnitudes {
  readonly sum: number;
  readonly pivot: number;
}

/**
 * The factors of a rows x columns kernel in at most `mostTerms` terms with an error of at most `tolerance`, or
 * undefined.
 *
 * A kernel with one row or one column is a factor itself. Integers of rank 1 have exact integer factors. The
 * rest is Gaussian elimination with complete pivoting, stopped as soon as the residual is small enough (Golub and
 * Van Loan, Matrix Computations, 4th ed., 3.4; Townsend and Trefethen, An extension of Chebfun to two
 * dimensions, 2013, section 2, on its use for low-rank approximation). A kernel of numerical rank r leaves a
 * residual of rounding errors after r terms; where singular values fall off slowly, it may take a term more than
 * the singular value decomposition, which is the best in the least-squares sense.
 *
 * A single term is zero where the kernel is zero and nowhere else, so that a tap which takes no part in a sum
 * takes none when factored. Inexact columns have sum |columns[t]| <= 1, so that the sums of the vertical pass
 * are no greater than the image.
 */
export function factorise(
  values: Float64Array,
  rows: number,
  columns: number,
  mostTerms: number,
  tolerance: number,
): Factors | undefined {
  if (mostTerms < 1 || !values.every(Number.isFinite)) return undefined;
  if (rows === 1) return exactly({ column: Float64Array.of(1), row: values.slice() });
  if (columns === 1) return exactly({ column: values.slice(), row: Float64Array.of(1) });
  const product = integerOuterProduct(values, rows, columns);
  return product ? exactly(product) : eliminate(values, rows, columns, mostTerms, tolerance);
}

function exactly({ column, row }: Term): Factors {
  return { rank: 1, columns: column, rows: row, error: 0 };
}

/**
 * Integer factors of integers of rank 1: every row is an integer multiple of the primitive part of any other
 * (Gauss's lemma; Knuth, The Art of Computer Programming, vol. 2, 4.6.1).
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
  // A product of integers beyond 2^53 may be rounded, but never to below 2^53, where all of the values are.
  const equal = values.every((value, at) => column[Math.floor(at / columns)]! * row[at % columns]! === value);
  return equal && column.every(Number.isInteger) ? { column, row } : undefined;
}

function eliminate(
  values: Float64Array,
  rows: number,
  columns: number,
  mostTerms: number,
  tolerance: number,
): Factors | undefined {
  const residual = values.slice();
  let left = subtract(residual, { column: new Float64Array(rows), row: new Float64Array(columns) });
  const total = left.sum;
  const terms: Term[] = [];
  let rounded = 0;
  while (terms.length < mostTerms && left.sum > 0 && Number.isFinite(left.sum)) {
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
 * What `left / total` can be at most without rounding errors, where `left` came about by as many products and
 * differences as there are `products`, with `rounded` for the sum of all their magnitudes.
 *
 * Each errs by at most EPSILON / 2 of its result, and a product by MIN_VALUE / 2 where it underflows (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd ed., 2.2 and 3.3); a sum of n numbers by n - 1 times as
 * much of the sum of their magnitudes (4.2), which twice `products` covers for `left`, `rounded` and `total`.
 */
function upperBound(left: number, rounded: number, products: number, total: number): number {
  const unrounded = left + (Number.EPSILON / 2) * rounded + products * Number.MIN_VALUE;
  return (unrounded / total) * (1 + 2 * products * Number.EPSILON);
}

/** The outer product that equals the residual in the pivot's row and, but for rounding, in its column. */
function termThrough(pivot: number, residual: Float64Array, rows: number, columns: number): Term {
  const place = pivot % columns;
  const column = new Float64Array(rows).map((_, u) => residual[u * columns + place]! / residual[pivot]!);
  // A power of two, by which nothing is rounded.
  const norm = 2 ** (Math.floor(Math.log2(sumOfMagnitudes(column))) + 1);
  return {
    column: column.map((value) => value / norm),
    row: residual.slice(pivot - place, pivot - place + columns).map((value) => value * norm),
  };
}

/** Takes an outer product from the residual. */
function subtract(residual: Float64Array, { column, row }: Term): Magnitudes {
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

function zerosAgree(values: Float64Array, { column, row }: Term): boolean {
  return values.every((value, at) => {
    const product = column[Math.floor(at / row.length)]! * row[at % row.length]!;
    return (product === 0) === (value === 0);
  });
}

function joined(terms: readonly Term[], error: number): Factors {
  return {
    rank: terms.length,
    columns: concatenated(terms.map(({ column }) => column)),
    rows: concatenated(terms.map(({ row }) => row)),
    error,
  };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.length * parts[0]!.length);
  parts.forEach((part, t) => {
    whole.set(part, t * part.length);
  });
  return whole;
}
