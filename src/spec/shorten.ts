import type { Boundary } from '../types.ts';

/** One axis of a problem without dilation: result i multiplies tap u with element i * stride + u - before. */
export interface Line {
  readonly boundary: Boundary;
  readonly elements: number;
  readonly results: number;
  readonly stride: number;
  readonly before: number;
}

interface Shortened {
  readonly taps: Float64Array;
  readonly before: number;
}

/** Shorter lists are left alone, since what they take beyond the image costs little: their sums keep their order of old. */
const MIN_TAPS = 1024;

/**
 * A list of taps that reaches far beyond the image, with taps that always read the same element added up.
 *
 * What lies beyond repeats with a period under `wrap`, `symm` and `reflect`, and so do the taps; under `fill` and `edge` the
 * first and the last taps of a long list all read what lies before the image, or behind it, whichever the result.
 */
export function shortened(taps: Float64Array, line: Line): Shortened {
  const { elements, before } = line;
  if (taps.length < MIN_TAPS) return { taps, before };
  const period = periods[line.boundary](elements);
  if (period !== null) {
    if (2 * period > taps.length) return { taps, before };
    const sums = new Float64Array(period);
    taps.forEach((tap, u) => {
      sums[u % period] = (sums[u % period] as number) + tap;
    });
    // A period further on is the same element: so margins stay as short as the taps.
    return { taps: sums, before: before % period };
  }
  const reach = (line.results - 1) * line.stride;
  const first = Math.max(0, before - 1 - reach);
  const last = Math.min(taps.length - 1, elements + before);
  if (first > last || 2 * (last - first + 1) > taps.length) return { taps, before };
  const kept = taps.slice(first, last + 1);
  for (let u = 0; u < first; u++) kept[0] = (kept[0] as number) + (taps[u] as number);
  const end = kept.length - 1;
  for (let u = last + 1; u < taps.length; u++) kept[end] = (kept[end] as number) + (taps[u] as number);
  return { taps: kept, before: before - first };
}

/** After how many elements the continued line repeats; null: never. */
export const periods: { readonly [name in Boundary]: (elements: number) => number | null } = {
  fill: () => null,
  wrap: (elements) => elements,
  symm: (elements) => 2 * elements,
  reflect: (elements) => Math.max(1, 2 * elements - 2),
  edge: () => null,
};
