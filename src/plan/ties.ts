import { elementTypes } from '../base/dtype.ts';
import { LargeTaps } from '../problem/large-taps.ts';
import type { Problem } from '../problem/problem.ts';
import { listsOf, type Taps } from '../problem/taps.ts';

/** A strip with ties in more of its sums is computed by the reference method as a whole. */
export const MAX_TIES = 1 / 32;

/** With more places, ties are as rare as those of random taps. */
const DECIMALS = [10, 100, 1000, 10_000];

/** Decimals times their denominator are so near to integers, as a part of these: both are rounded once. */
const ROUNDING = 2 ** -51;

/**
 * The part of sums that are ties because taps are short decimals: one in a hundred sums of hundredths of integers ends in .50. Rounding
 * errors decide these, so that approximate sums have to be computed again.
 */
export function tiesOf({ image, kernel }: Problem): number {
  if (elementTypes[image.dtype].range === null) return 0;
  return Math.max(...kernel.taps.map((taps) => 1 / (denominatorOf(taps) ?? Infinity)));
}

function denominatorOf(taps: Taps): number | undefined {
  // Their taps are not all in memory.
  if (taps instanceof LargeTaps) return undefined;
  return DECIMALS.find((denominator) => listsOf(taps).every((list) => list.every(isWholeTimes(denominator))));
}

function isWholeTimes(denominator: number): (tap: number) => boolean {
  return (tap) => {
    const numerator = tap * denominator;
    return Math.abs(numerator - Math.round(numerator)) <= ROUNDING * Math.abs(numerator);
  };
}
