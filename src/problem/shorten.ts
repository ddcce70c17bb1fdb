import type { Boundary } from '../base/types.ts';

/** One axis of a problem without dilation: result i multiplies tap u with element i * stride + u - before. */
export interface Line {
  readonly boundary: Boundary;
  readonly elements: number;
  readonly results: number;
  readonly stride: number;
  readonly before: number;
}

/** Where the taps of a list go in a shorter one: those that always read the same element go to the same place. */
export interface Shortening {
  readonly length: number;
  readonly before: number;
  place(tap: number): number;
}

/** Shorter lists are left alone, since what they take beyond the image costs little: their sums keep their order of old. */
const MIN_TAPS = 1024;

/**
 * How to shorten a list of taps that reaches far beyond the image.
 *
 * What lies beyond repeats with a period under `wrap`, `symm` and `reflect`, and so do the taps; under `fill` and `edge` the
 * first and the last taps of a long list all read what lies before the image, or behind it, whichever the result.
 */
export function shorteningOf(
  taps: number,
  { boundary, elements, results, stride, before }: Line,
): Shortening {
  const period = periods[boundary](elements);
  const first = Math.max(0, before - 1 - (results - 1) * stride);
  const last = Math.min(taps - 1, elements + before);
  const length = period ?? last - first + 1;
  if (taps < MIN_TAPS || length < 1 || 2 * length > taps)
    return { length: taps, before, place: (tap) => tap };
  if (period === null) {
    const place = (tap: number) => Math.min(Math.max(tap - first, 0), length - 1);
    return { length, before: before - first, place };
  }
  // A period further on is the same element: so no margin is longer than half a period.
  const middle = Math.floor(period / 2);
  const shift = middle + period - (before % period);
  return { length, before: middle, place: (tap) => (tap + shift) % period };
}

export function addedUp(taps: Float64Array, { length, place }: Shortening): Float64Array {
  if (length === taps.length) return taps;
  const sums = new Float64Array(length);
  for (let tap = 0; tap < taps.length; tap++) {
    const at = place(tap);
    sums[at] = (sums[at] as number) + (taps[tap] as number);
  }
  return sums;
}

/** After how many elements the continued line repeats; null: never. */
const periods: { readonly [name in Boundary]: (elements: number) => number | null } = {
  fill: () => null,
  wrap: (elements) => elements,
  symm: (elements) => 2 * elements,
  reflect: (elements) => Math.max(1, 2 * elements - 2),
  edge: () => null,
};
