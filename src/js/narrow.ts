/** Adding and subtracting 1.5 * 2^52 rounds any number below 2^51 half to even, as every addition does. */
const ROUNDER = 1.5 * 2 ** 52;

/** Rounds half to even in place and saturates to `least` .. `greatest`; NaN becomes 0. */
export function narrow(sums: Float64Array, count: number, least: number, greatest: number): void {
  for (let i = 0; i < count; i++) {
    const sum = sums[i] as number;
    const within = sum > greatest ? greatest : Math.max(sum, least);
    sums[i] = Number.isNaN(within) ? 0 : within + ROUNDER - ROUNDER;
  }
}
