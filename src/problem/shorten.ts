import type { Boundary } from '../base/types.ts';

/** One axis of a problem without dilation: result i multiplies tap u by element i * stride + u - before. */
export interface Line {
  readonly boundary: Boundary;
  readonly elements: number;
  readonly results: number;
  readonly stride: number;
  readonly before: number;
}

/** Where the taps of a list go in a shorter list: taps that always read the same element go to the same place. */
export interface Shortening {
  readonly length: number;
  readonly before: number;
  place(tap: number): number;
}

/** Shorter lists stay as they are: they would gain little, and adding taps up changes the order of sums. */
const MIN_TAPS = 1024;

/**
 * How to shorten a list of taps that reaches far beyond the image.
 *
 * Under `wrap`, `symm` and `reflect` the continued image repeats with a period, so taps one period apart read the same element.
 * Under `fill` and `edge` the first taps of a long list read the same border element for every result, and so do the last.
 */
export function shorteningOf(
  taps: number,
  { boundary, elements, results, stride, before }: Line,
  minTaps = MIN_TAPS,
): Shortening {
  const period = periods[boundary](elements);
  const first = Math.max(0, before - 1 - (results - 1) * stride);
  const last = Math.min(taps - 1, elements + before);
  const length = period ?? last - first + 1;
  if (taps < minTaps || length < 1 || 2 * length > taps) return { length: taps, before, place: (tap) => tap };
  if (period === null) {
    const place = (tap: number) => Math.min(Math.max(tap - first, 0), length - 1);
    return { length, before: before - first, place };
  }
  // The same elements lie one period further on, so a border of half a period is enough.
  const middle = Math.floor(period / 2);
  const shift = middle + period - (before % period);
  return { length, before: middle, place: (tap) => (tap + shift) % period };
}

/** The shorter list: the sums of the taps that go to the same place. */
export function addedUp(taps: Float64Array, { length, place }: Shortening): Float64Array {
  if (length === taps.length) return taps;
  const sums = new Float64Array(length);
  for (let tap = 0; tap < taps.length; tap++) {
    const at = place(tap);
    sums[at] = (sums[at] as number) + (taps[tap] as number);
  }
  return sums;
}

/** The number of elements after which the continued image repeats; null if it never does. */
const periods: { readonly [name in Boundary]: (elements: number) => number | null } = {
  fill: () => null,
  wrap: (elements) => elements,
  symm: (elements) => 2 * elements,
  reflect: (elements) => Math.max(1, 2 * elements - 2),
  edge: () => null,
};
