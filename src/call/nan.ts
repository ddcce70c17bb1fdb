import { elementTypes } from '../base/dtype.ts';
import { wrongKind } from '../base/errors.ts';
import { allocateView, forEachRow, type View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { magnitudeOf, normalized, sumOfTaps, type Taps } from '../problem/taps.ts';

/**
 * Weights that are less than this of the sum of magnitudes count as none: rounding leaves up to 60 * 2^-53 of it by any
 * method (see docs/semantics.md), which is less than 2^-47.
 */
const LEAST_WEIGHT = 2 ** -47;

/** What the weights of a kernel add up to. */
export interface Weight {
  readonly sum: number;
  readonly magnitude: number;
}

export function weightOf(taps: Taps, normalize: boolean): Weight {
  const divided = normalize ? (normalized(taps) ?? taps) : taps;
  return { sum: sumOfTaps(divided), magnitude: magnitudeOf(divided) };
}

/** Without a sum there is nothing to restore by the weights that remain. */
export function refuseZeroSum(kernels: readonly Taps[]): void {
  if (!kernels.some((taps) => normalized(taps) === undefined)) return;
  throw wrongKind('ERR_CONFLICT', 'nan', '"propagate" for a kernel whose elements sum to 0', '"ignore"');
}

/** Whether there is any NaN to ignore; a fill value that is one counts as missing too. */
export function hasNan(image: View, { boundary, fillvalue, mode, padding }: CheckedOptions): boolean {
  const staysInside = padding === undefined && mode === 'valid';
  if (boundary === 'fill' && Number.isNaN(fillvalue) && !staysInside) return true;
  if (elementTypes[image.dtype].range !== null) return false;
  let found = false;
  forEachRow(image, (row) => {
    for (let j = 0; !found && j < row.length; j++) found = Number.isNaN(row[j]);
  });
  return found;
}

/** Puts 0 in the place of each NaN; returns an image of the same shape with 0 there and 1 elsewhere. */
export function takeNan(image: View): View {
  const { data } = image;
  const valid = allocateView('float64', image);
  for (let i = 0; i < data.length; i++) {
    const isMissing = Number.isNaN(data[i]);
    valid.data[i] = isMissing ? 0 : 1;
    if (isMissing) data[i] = 0;
  }
  return valid;
}

/** sum(k x valid) / sum(k valid) * sum(k), in place; NaN where no weight is left. As astropy's `convolve`. */
export function renormalize({ data }: View, { data: remaining }: View, { sum, magnitude }: Weight): void {
  for (let i = 0; i < data.length; i++) {
    const weight = remaining[i] as number;
    data[i] = Math.abs(weight) <= LEAST_WEIGHT * magnitude ? NaN : (data[i] as number) * (sum / weight);
  }
}

/** Adds to every element, in place. */
export function add({ data }: View, delta: number): void {
  if (delta === 0) return;
  for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) + delta;
}
