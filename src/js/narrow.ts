import type { TypedArray } from '../types.ts';

/** Adding and subtracting 1.5 * 2^52 rounds any number below 2^51 half to even, as every addition does. */
const ROUNDER = 1.5 * 2 ** 52;

/** Rounds `count` sums half to even and saturates them to `least` .. `greatest`; NaN gives 0. */
export function narrow(
  sums: TypedArray,
  count: number,
  least: number,
  greatest: number,
  integers: TypedArray,
): void {
  for (let i = 0; i < count; i++) {
    const within = Math.min(Math.max(sums[i] as number, least), greatest);
    integers[i] = Number.isNaN(within) ? 0 : within + ROUNDER - ROUNDER;
  }
}
