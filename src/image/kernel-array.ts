import { wrongValue } from '../base/errors.ts';
import type { OuterTaps } from '../problem/taps.ts';
import type { KernelArray } from './kernel-types.ts';

/** A kernel that is a column times a row. */
export interface Factors {
  readonly column: Float64Array<ArrayBuffer>;
  readonly row: Float64Array<ArrayBuffer>;
  /** Whether it is still to be divided by its sum. */
  readonly normalize: boolean;
  /** What column and row sample, turned: see `OuterTaps`. */
  readonly gaussians?: OuterTaps['gaussians'];
  /** Counted from the upper left, as in a correlation; undefined: the centre. */
  readonly anchor?: readonly [number, number] | undefined;
}

/** In float64 these are half a gigabyte. A kernel of this size would reach beyond any image that fits into memory. */
const MAX_TAPS = 2 ** 26;

/** The taps of a Gaussian with a `sigma` of 131,000, which reaches further than any image that fits into memory. */
const MAX_AXIS_TAPS = 2 ** 20;

/** For a kernel that is built with all its taps. */
export function refuseLargeKernel(rows: number, columns: number): void {
  if (rows * columns > MAX_TAPS) {
    throw wrongValue('ERR_SIZE', 'kernel', `at most ${MAX_TAPS} elements`, `${rows} x ${columns}`);
  }
}

/** For a kernel of which only the taps along each axis are built. */
export function refuseLongAxes(...lengths: readonly number[]): void {
  const length = Math.max(...lengths);
  if (length > MAX_AXIS_TAPS) {
    throw wrongValue('ERR_SIZE', 'kernel', `at most ${MAX_AXIS_TAPS} taps along an axis`, `${length}`);
  }
}

export function kernelOf(...rows: readonly (readonly number[])[]): KernelArray {
  return { data: Float64Array.from(rows.flat()), shape: [rows.length, rows[0]?.length ?? 0] };
}

export function outer(column: ArrayLike<number>, row: ArrayLike<number>): KernelArray {
  const [rows, columns] = [column.length, row.length];
  const data = new Float64Array(rows * columns);
  for (let u = 0, at = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++) data[at++] = (column[u] as number) * (row[v] as number);
  }
  return { data, shape: [rows, columns] };
}

export function transposed({ data, shape: [rows, columns] }: KernelArray): KernelArray {
  const taps = data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)] as number);
  return { data: taps, shape: [columns, rows] };
}

/** Adds the second kernel to the first, in place. */
export function add(sum: KernelArray, { data }: KernelArray): KernelArray {
  for (let i = 0; i < data.length; i++) sum.data[i] = (sum.data[i] as number) + (data[i] as number);
  return sum;
}
