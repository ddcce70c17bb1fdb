import { periods } from '../spec/shorten.ts';
import type { Boundary } from '../types.ts';

/** Where the taps of a kernel go along one axis of a smaller one: those that read the same element go to the same place. */
export interface Fold {
  /** Of the smaller kernel: odd, and its centre reads what that of the larger one reads. */
  readonly length: number;
  place(tap: number): number;
}

export function unfolded(length: number): Fold {
  return { length, place: (tap) => tap };
}

/** Shorter axes are left alone, as the core does with lists: what they take beyond the image costs little. */
const MIN_TAPS = 1024;

/**
 * The fold of an axis of `length` taps, an odd number, over an image of so many `elements`. Beyond the image, elements
 * repeat (`wrap`, `symm`, `reflect`), or are all the same from there on (`fill`, `edge`).
 */
export function foldFor(length: number, elements: number, boundary: Boundary): Fold {
  if (length < MIN_TAPS) return unfolded(length);
  const period = periods[boundary](elements);
  const centre = (length - 1) / 2;
  const radius = period === null ? elements : Math.floor(period / 2);
  const folded = 2 * radius + 1;
  if (2 * folded > length) return unfolded(length);
  if (period === null) {
    return { length: folded, place: (tap) => Math.min(Math.max(tap - centre, -radius), radius) + radius };
  }
  // As many periods as make it positive.
  const shift = radius - centre + Math.ceil(centre / period) * period;
  return { length: folded, place: (tap) => (tap + shift) % period };
}

export function addedUp(taps: Float64Array, { length, place }: Fold): Float64Array {
  const sums = new Float64Array(length);
  for (let tap = 0; tap < taps.length; tap++) {
    const at = place(tap);
    sums[at] = (sums[at] as number) + (taps[tap] as number);
  }
  return sums;
}
