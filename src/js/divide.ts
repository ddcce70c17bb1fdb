import type { Division } from '../problem/problem.ts';

/** Makes results of sums of numerators, in place; see `assembly/kernels/divide.ts`. */
export function divide(
  sums: Float32Array | Float64Array,
  count: number,
  { initial, divisor }: Division,
): void {
  for (let i = 0; i < count; i++) sums[i] = ((sums[i] as number) + initial) / divisor;
}
