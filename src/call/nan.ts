import { elementTypes } from '../base/dtype.ts';
import { wrongKind } from '../base/errors.ts';
import type { View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { magnitudeOf, normalized, sumOfTaps, type Taps } from '../problem/taps.ts';
import type { RowChange } from './rows.ts';

/**
 * A sum of the taps on valid elements that is at most this part of the sum of their magnitudes counts as 0: rounding leaves up
 * to 60 * 2^-53 of it by any method (see docs/semantics.md), which is less than 2^-47.
 */
const ZERO_WEIGHT = 2 ** -47;

/** The sum of a kernel's taps and the sum of their magnitudes. */
export interface Weight {
  readonly sum: number;
  readonly magnitude: number;
}

export function weightOf(taps: Taps, normalize: boolean): Weight {
  const divided = normalize ? (normalized(taps) ?? taps) : taps;
  return { sum: sumOfTaps(divided), magnitude: magnitudeOf(divided) };
}

/** Refuses kernels of sum 0: what their valid taps sum up to says nothing about the taps that are left out. */
export function refuseZeroSum(kernels: readonly Taps[]): void {
  if (!kernels.some((taps) => normalized(taps) === undefined)) return;
  throw wrongKind('ERR_CONFLICT', 'nan', '"propagate" for a kernel whose elements sum to 0', '"ignore"');
}

/** Whether the fill value is NaN and read, so that what lies beyond the edges is missing too. */
export function fillsWithNan({ boundary, fillvalue, mode, padding }: CheckedOptions): boolean {
  const staysInside = padding === undefined && mode === 'valid';
  return boundary.includes('fill') && Number.isNaN(fillvalue) && !staysInside;
}

export function hasNan(image: View): boolean {
  if (elementTypes[image.dtype].range !== null) return false;
  const { data, rows, columns, channels, offset, rowStride, columnStride, channelStride } = image;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let at = offset + i * rowStride + j * columnStride;
      for (let c = 0; c < channels; c++, at += channelStride) {
        if (Number.isNaN(data[at])) return true;
      }
    }
  }
  return false;
}

export const zeroNan: RowChange = ({ data, at }, count) => {
  for (let i = at; i < at + count; i++) {
    if (Number.isNaN(data[i])) data[i] = 0;
  }
};

/** 1 for an element that is a number, 0 for NaN. */
export const validityOf: RowChange = ({ data, at }, count) => {
  for (let i = at; i < at + count; i++) data[i] = Number.isNaN(data[i]) ? 0 : 1;
};

/**
 * Makes results of sums, in place: sum(k x valid) / sum(k valid) * sum(k), or NaN where no weight is left. As astropy's
 * `convolve`.
 *
 * @param weights The sums of the taps on valid elements.
 */
export function renormalize(
  sums: Float64Array,
  weights: Float64Array,
  { sum, magnitude }: Weight,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const weight = weights[i] as number;
    sums[i] = Math.abs(weight) <= ZERO_WEIGHT * magnitude ? NaN : (sums[i] as number) * (sum / weight);
  }
}

export function add(delta: number): RowChange {
  return ({ data, at }, count) => {
    for (let i = at; i < at + count; i++) data[i] = (data[i] as number) + delta;
  };
}
