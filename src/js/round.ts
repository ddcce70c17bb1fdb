import { roundHalfEven } from '../base/saturate.ts';

/** Rounds sums to integers in place; see `assembly/kernels/round.ts`. */
export function round(sums: Float32Array | Float64Array, count: number): void {
  for (let i = 0; i < count; i++) sums[i] = roundHalfEven(sums[i] as number);
}
