import { wrongValue } from '../base/errors.ts';
import { copyOf, type View } from '../io/view.ts';

/**
 * The taps of one kernel. An outer product stays a column and a row: tap [u][v] is column[u] * row[v], and is multiplied out
 * only by methods that need every tap. A box is all ones.
 */
export type Taps = DenseTaps | OuterTaps | BoxTaps;

interface Size {
  readonly rows: number;
  readonly columns: number;
}

export interface DenseTaps extends Size {
  readonly kind: 'dense';
  /** Row-major. */
  readonly values: Float64Array;
}

export interface OuterTaps extends Size {
  readonly kind: 'outer';
  readonly column: Float64Array;
  readonly row: Float64Array;
}

export interface BoxTaps extends Size {
  readonly kind: 'box';
}

export function denseTaps(kernel: View): DenseTaps {
  const { rows, columns } = kernel;
  return { kind: 'dense', rows, columns, values: copyOf(kernel, 'float64').data as Float64Array };
}

export function outerTaps(column: Float64Array, row: Float64Array): OuterTaps | BoxTaps {
  const size = { rows: column.length, columns: row.length };
  const isOne = (tap: number) => tap === 1;
  return column.every(isOne) && row.every(isOne)
    ? { kind: 'box', ...size }
    : { kind: 'outer', ...size, column, row };
}

/** The column and the row of an outer product; undefined for dense taps. */
export function factorsOf(
  taps: Taps,
): { readonly column: Float64Array; readonly row: Float64Array } | undefined {
  if (taps.kind === 'dense') return undefined;
  if (taps.kind === 'outer') return taps;
  return { column: new Float64Array(taps.rows).fill(1), row: new Float64Array(taps.columns).fill(1) };
}

/** The lists of numbers that taps are products of. */
export function listsOf(taps: Taps): readonly Float64Array[] {
  if (taps.kind === 'box') return [];
  return taps.kind === 'dense' ? [taps.values] : [taps.column, taps.row];
}

/** The taps that a change of each list makes. */
export function mapLists(taps: Taps, change: (list: Float64Array, index: number) => Float64Array): Taps {
  if (taps.kind === 'box') return taps;
  if (taps.kind === 'dense') return { ...taps, values: change(taps.values, 0) };
  return outerTaps(change(taps.column, 0), change(taps.row, 1));
}

/** Whether a test holds for every number in the lists; for a box, whose taps are 1, it must hold for 1. */
export function everyListed(taps: Taps, test: (number: number) => boolean): boolean {
  return listsOf(taps).every((list) => list.every(test));
}

/** Multiplies one number of each list, such as its sum: of an outer product that is the number of all its taps. */
function ofLists(taps: Taps, number: (list: Float64Array) => number): number {
  return listsOf(taps).reduce((product, list) => product * number(list), 1);
}

/** The number of ones of a box; else 1, which changes no product. */
function ones({ kind, rows, columns }: Taps): number {
  return kind === 'box' ? rows * columns : 1;
}

export function sumOfTaps(taps: Taps): number {
  return ones(taps) * ofLists(taps, sum);
}

/** The sum of the magnitudes of all taps. */
export function magnitudeOf(taps: Taps): number {
  return ones(taps) * ofLists(taps, sumOfMagnitudes);
}

export function greatestTap(taps: Taps): number {
  return ofLists(taps, greatestMagnitude);
}

/** The sums of the positive taps and of the magnitudes of the negative ones, of integers. */
export function signedSums(taps: Taps): { readonly positive: number; readonly negative: number } {
  const [total, magnitude] = [sumOfTaps(taps), magnitudeOf(taps)];
  return { positive: (magnitude + total) / 2, negative: (magnitude - total) / 2 };
}

/** Whether no kernel is a column and a row. */
export function areDense(kernels: readonly Taps[]): boolean {
  return kernels.every(({ kind }) => kind === 'dense');
}

/** Rotated by 180 degrees. */
export function turned(taps: Taps): Taps {
  return mapLists(taps, (list) => list.slice().reverse());
}

/** More taps than this (256 MiB) are not multiplied out: passes serve a column and a row of such lengths. */
const MAX_PRODUCT_TAPS = 2 ** 25;

/**
 * Every tap, row-major.
 *
 * @throws {RangeError} `ERR_MEMORY`: a column and a row that have more than MAX_PRODUCT_TAPS.
 */
export function multipliedOut(taps: Taps): Float64Array {
  const { rows, columns } = taps;
  if (taps.kind === 'dense') return taps.values;
  if (rows * columns > MAX_PRODUCT_TAPS) {
    const expected = `at most ${MAX_PRODUCT_TAPS} taps, since they must be multiplied out here`;
    throw wrongValue('ERR_MEMORY', 'kernel', expected, `${rows} x ${columns}`);
  }
  const values = new Float64Array(rows * columns);
  if (taps.kind === 'box') return values.fill(1);
  let at = 0;
  for (const vertical of taps.column) {
    for (const horizontal of taps.row) values[at++] = vertical * horizontal;
  }
  return values;
}

/**
 * A kernel whose sum is at most this part of sum |k| counts as one of sum 0: decimal fractions such as eight times 0.1 and
 * -0.8 leave rounding errors instead of 0. The `normalization_zero_tol` of `astropy.convolution.convolve`.
 */
const ZERO_SUM = 1e-8;

/** Whether numbers cannot be divided by their sum: it is 0, or no more than a rounding error. */
function sumsToZero(sum: number, magnitude: number): boolean {
  return magnitude < Infinity && Math.abs(sum) <= ZERO_SUM * magnitude;
}

/** Divided by their sum, a column and a row each by its own. Undefined where there is none to divide by. */
export function normalized(taps: Taps): Taps | undefined {
  const { kind, rows, columns } = taps;
  if (kind === 'box') {
    return outerTaps(new Float64Array(rows).fill(1 / rows), new Float64Array(columns).fill(1 / columns));
  }
  const sums = listsOf(taps).map(sum);
  if (listsOf(taps).some((list, i) => sumsToZero(sums[i] as number, sumOfMagnitudes(list)))) return undefined;
  return mapLists(taps, (list, i) => list.map((tap) => tap / (sums[i] as number)));
}

export function sum(list: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < list.length; i++) total += list[i] as number;
  return total;
}

export function sumOfMagnitudes(list: Float64Array): number {
  let total = 0;
  for (let i = 0; i < list.length; i++) total += Math.abs(list[i] as number);
  return total;
}

export function greatestMagnitude(list: Float64Array): number {
  let greatest = 0;
  for (let i = 0; i < list.length; i++) greatest = Math.max(greatest, Math.abs(list[i] as number));
  return greatest;
}

/** The greatest of a number for each of many; `Math.max(...numbers)` takes only some 100,000. */
export function greatestOf<T>(items: readonly T[], number: (item: T) => number): number {
  return items.reduce((greatest, item) => Math.max(greatest, number(item)), -Infinity);
}
