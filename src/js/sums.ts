import { roundHalfEven } from '../base/saturate.ts';
import type { TypedArray } from '../base/types.ts';
import type { Division } from '../problem/problem.ts';
import type { Destination } from './direct-kernel.ts';

/*
 * What is done to `count` sums, as the kernels in `assembly/kernels/` of these names do it.
 */

export type Sums = Float32Array | Float64Array;

/** Rounds sums to integers. */
export function round(sums: Sums, count: number): void {
  for (let i = 0; i < count; i++) sums[i] = roundHalfEven(sums[i] as number);
}

/** Makes results of sums of numerators. */
export function divide(sums: Sums, count: number, { initial, divisor }: Division): void {
  for (let i = 0; i < count; i++) sums[i] = ((sums[i] as number) + initial) / divisor;
}

/** Rounds sums half to even and saturates them to `min` .. `max`. Arrays of integers hold NaN as 0. */
export function narrow(sums: Sums, count: number, min: number, max: number, integers: TypedArray): void {
  if (integers instanceof Uint8ClampedArray) {
    for (let i = 0; i < count; i++) integers[i] = sums[i] as number;
    return;
  }
  for (let i = 0; i < count; i++) {
    integers[i] = roundHalfEven(Math.min(Math.max(sums[i] as number, min), max));
  }
}

/** Whether a sum is within `margin` of a number half way between two integers, where rounding decides. */
export function nearTie(sums: Sums, count: number, margin: number): boolean {
  for (let i = 0; i < count; i++) {
    const sum = sums[i] as number;
    if (Math.abs(sum - Math.floor(sum) - 0.5) <= margin) return true;
  }
  return false;
}

/** 0 if all elements of some rows are finite, else NaN. */
export function allFinite({ values, at, rowStride }: Destination, rows: number, count: number): number {
  let check = 0;
  for (let row = 0; row < rows; row++) {
    const begin = at + row * rowStride;
    for (let i = begin; i < begin + count; i++) check += (values[i] as number) - (values[i] as number);
  }
  return check;
}

/** The sum of the magnitudes: NaN or infinity if one of them is. */
export function magnitude(values: Sums, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.abs(values[i] as number);
  return sum;
}
