import { describe, wrongValue } from '../base/errors.ts';
import { takeOptions } from '../problem/options.ts';
import { count } from './check.ts';
import { add, kernelOf, outer, transposed } from './kernel-array.ts';
import type { KernelArray, SizeOptions } from './kernel-types.ts';

export function sobelX(options?: SizeOptions): KernelArray {
  return derivative([-1, 0, 1], oddSize(options, 3));
}

export const scharrX = (): KernelArray => outer([3, 10, 3], [-1, 0, 1]);
export const prewittX = (): KernelArray => outer([1, 1, 1], [-1, 0, 1]);

export function laplacian(options?: SizeOptions): KernelArray {
  const size = oddSize(options, 1);
  // OpenCV's `Laplacian` has these taps for a `ksize` of 1, and sums of second derivatives for others.
  if (size === 1) return kernelOf([0, 1, 0], [1, -4, 1], [0, 1, 0]);
  const horizontal = derivative([1, -2, 1], size);
  return add(transposed(horizontal), horizontal);
}

/** OpenCV's limit: 31. */
function oddSize(options: unknown, fallback: number): number {
  const { size } = takeOptions(options, ['size']);
  const given = count('size', size, fallback);
  if (given % 2 === 0 || given > 31) {
    throw wrongValue('ERR_OPTION', 'size', 'an odd integer from 1 to 31', describe(size));
  }
  return given;
}

/**
 * The first or second difference along rows, smoothed along both axes, as `cv2.getDerivKernels` makes it: the column is the
 * binomial coefficients (1 + x)^(size - 1); in the row the difference takes the place of two factors (1 + x).
 */
function derivative(difference: readonly number[], size: number): KernelArray {
  if (size === 1) return outer([1], difference);
  return outer(smoothed([1], size - 1), smoothed(difference, size - 3));
}

/** The coefficients of a polynomial times (1 + x)^power. */
function smoothed(taps: readonly number[], power: number): readonly number[] {
  if (power === 0) return taps;
  return smoothed(
    [...taps, 0].map((tap, i) => tap + (taps[i - 1] ?? 0)),
    power - 1,
  );
}
