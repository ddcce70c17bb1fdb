import { wrongValue } from '../base/errors.ts';
import { copyOf, type View } from '../io/view.ts';
import type { AxisGaussian } from './gaussian.ts';
import { type Change, LargeTaps, MIN_LARGE_TAPS } from './large-taps.ts';

/**
 * The taps of one kernel. An outer product stays a column and a row, where tap [u][v] is column[u] * row[v]; only methods that
 * need every tap multiply it out.
 */
export type Taps = DenseTaps | OuterTaps;

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
  /** What column and row sample, where the package made them of it: as correlation takes them. */
  readonly gaussians?: readonly [column: AxisGaussian, row: AxisGaussian] | undefined;
}

/** The taps of a kernel: a copy, or for large ones a promise of one. */
export function denseTaps(kernel: View): DenseTaps {
  const { rows, columns } = kernel;
  if (rows * columns >= MIN_LARGE_TAPS) return new LargeTaps(kernel);
  return { kind: 'dense', rows, columns, values: copyOf(kernel, 'float64').data as Float64Array };
}

export function outerTaps(
  column: Float64Array,
  row: Float64Array,
  gaussians?: OuterTaps['gaussians'],
): OuterTaps {
  return { kind: 'outer', rows: column.length, columns: row.length, column, row, gaussians };
}

/** The column and the row of an outer product; undefined for dense taps. */
export function factorsOf(taps: Taps): OuterTaps | undefined {
  return taps.kind === 'outer' ? taps : undefined;
}

/** The Gaussians that a single kernel samples along both axes, if filters by name made it. */
export function gaussiansOf(taps: readonly Taps[]): OuterTaps['gaussians'] {
  return taps.length === 1 ? factorsOf(taps[0] as Taps)?.gaussians : undefined;
}

/** The lists whose product the taps are: all values, or a column and a row. */
export function listsOf(taps: Taps): readonly Float64Array[] {
  return taps.kind === 'dense' ? [taps.values] : [taps.column, taps.row];
}

/** The taps with each list changed. */
export function mapLists(taps: Taps, change: (list: Float64Array, index: number) => Float64Array): Taps {
  return taps.kind === 'dense'
    ? { ...taps, values: change(taps.values, 0) }
    : { ...taps, column: change(taps.column, 0), row: change(taps.row, 1) };
}

/** Divides or rounds the taps of each list. */
export function changeLists(taps: Taps, changeOf: (index: number) => Change): Taps {
  if (taps instanceof LargeTaps) return taps.changed(changeOf(0));
  return mapLists(taps, (list, index) => {
    const { by, rounds } = changeOf(index);
    return list.map(rounds ? (tap) => Math.round(tap * by) : (tap) => tap / by);
  });
}

export function areIntegers(taps: Taps): boolean {
  if (taps instanceof LargeTaps) return taps.areIntegers;
  return listsOf(taps).every((list) => list.every(Number.isInteger));
}

export function areSafeIntegers(taps: Taps): boolean {
  if (taps instanceof LargeTaps) return areIntegers(taps) && greatestTap(taps) <= Number.MAX_SAFE_INTEGER;
  return listsOf(taps).every((list) => list.every(Number.isSafeInteger));
}

/** The tap that all taps of a list equal, or undefined, for each list. */
export function equalTapsOf(taps: Taps): (number | undefined)[] {
  if (taps instanceof LargeTaps) return [taps.statistics.equal];
  return listsOf(taps).map((list) => (list.every((tap) => tap === list[0]) ? list[0] : undefined));
}

/** The product of a number of each list, such as its sum. For an outer product that is the same number of all its taps. */
function ofLists(taps: Taps, number: (list: Float64Array) => number): number {
  return listsOf(taps).reduce((product, list) => product * number(list), 1);
}

export function sumOfTaps(taps: Taps): number {
  return taps instanceof LargeTaps ? taps.statistics.sum : ofLists(taps, sum);
}

/** The sum of the magnitudes of all taps. */
export function magnitudeOf(taps: Taps): number {
  return taps instanceof LargeTaps ? taps.statistics.magnitude : ofLists(taps, sumOfMagnitudes);
}

export function greatestTap(taps: Taps): number {
  if (!(taps instanceof LargeTaps)) return ofLists(taps, greatestMagnitude);
  const { magnitude, greatest } = taps.statistics;
  return Number.isNaN(magnitude) ? NaN : greatest;
}

/** The sum of the positive taps, and the sum of the magnitudes of the negative ones. Taps must be integers. */
export function signedSums(taps: Taps): { readonly positive: number; readonly negative: number } {
  const [total, magnitude] = [sumOfTaps(taps), magnitudeOf(taps)];
  return { positive: (magnitude + total) / 2, negative: (magnitude - total) / 2 };
}

/** Whether no kernel was given as a column and a row. */
export function areDense(kernels: readonly Taps[]): boolean {
  return kernels.every(({ kind }) => kind === 'dense');
}

/** Rotated by 180 degrees. */
export function turned(taps: Taps): Taps {
  return taps instanceof LargeTaps ? taps.turned() : mapLists(taps, (list) => list.slice().reverse());
}

/** More taps than this (256 MiB) are not multiplied out: the two passes compute such kernels. */
const MAX_PRODUCT_TAPS = 2 ** 25;

/**
 * Every tap, row-major.
 *
 * @throws {RangeError} `ERR_MEMORY`: a column and a row have more than MAX_PRODUCT_TAPS together.
 */
export function multipliedOut(taps: Taps): Float64Array {
  const { rows, columns } = taps;
  if (taps.kind === 'dense') return taps.values;
  if (rows * columns > MAX_PRODUCT_TAPS) {
    const expected = `at most ${MAX_PRODUCT_TAPS} taps where they are multiplied out`;
    throw wrongValue('ERR_MEMORY', 'kernel', expected, `${rows} x ${columns}`);
  }
  const values = new Float64Array(rows * columns);
  let at = 0;
  for (const vertical of taps.column) {
    for (const horizontal of taps.row) values[at++] = vertical * horizontal;
  }
  return values;
}

/**
 * A kernel sums to 0 if its sum is at most this part of sum |k|: decimal fractions such as eight times 0.1 and -0.8 sum to a
 * rounding error instead of 0. The value is `normalization_zero_tol` of `astropy.convolution.convolve`.
 */
const ZERO_SUM = 1e-8;

/** The taps divided by their sum, a column and a row each by its own; undefined if a sum is 0 or a rounding error. */
export function normalized(taps: Taps): Taps | undefined {
  const sums =
    taps instanceof LargeTaps
      ? [taps.statistics]
      : listsOf(taps).map((list) => ({ sum: sum(list), magnitude: sumOfMagnitudes(list) }));
  const isZero = sums.some(
    ({ sum, magnitude }) => magnitude < Infinity && Math.abs(sum) <= ZERO_SUM * magnitude,
  );
  if (isZero) return undefined;
  return changeLists(taps, (index) => ({ by: (sums[index] as { sum: number }).sum, rounds: false }));
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

/** The greatest of one number for each item. (`Math.max(...numbers)` fails beyond some 100,000 numbers.) */
export function greatestOf<T>(items: readonly T[], number: (item: T) => number): number {
  return items.reduce((greatest, item) => Math.max(greatest, number(item)), -Infinity);
}
