/** Adding and subtracting 1.5 * 2^52 rounds any number below 2^51 half to even, as every addition does. */
const ROUNDER = 1.5 * 2 ** 52;

export function roundHalfEven(value: number): number {
  return value + ROUNDER - ROUNDER;
}

/** Rounds sums to integers in place; see `assembly/kernels/round.ts`. */
export function round(sums: Float32Array | Float64Array, count: number): void {
  for (let i = 0; i < count; i++) sums[i] = roundHalfEven(sums[i] as number);
}
