import type { TypedArray } from 'convolve-wasm';
import { FOURIER_CONSTANT } from '../../src/problem/exactness.ts';
import { type Convolution, resultDtype } from '../cells/cell.ts';

const UNIT_ROUNDOFF = { float32: 2 ** -24, float64: 2 ** -53 };

/** Exceeded by one sum of 10^13, if the products' roundings are independent: 2 exp(-8² / 2). */
const DEVIATIONS = 8;

/** How far off half of the brightest pixel a result of floats may be under `precision: 'fast'`: as a byte that is 0.9 off. */
const FAST = 0.9 / 127.5;

/** How far from the exact one an element of an answer may lie under `precision: 'fast'`: an integer 1. */
export function fastBound(cell: Convolution): number {
  const dtype = resultDtype(cell);
  return dtype === 'float32' || dtype === 'float64' ? FAST * greatest(cell.image.data) : 1;
}

/** How far from the exact one an element of an answer of floats may lie, by whatever method. */
export function errorBound(cell: Convolution): number {
  const { image, kernel } = cell;
  const dtype = resultDtype(cell) as keyof typeof UNIT_ROUNDOFF;
  let taps = 0;
  for (const tap of kernel.data) taps += Math.abs(tap);
  const error = Math.max(directError(kernel.data.length), FOURIER_CONSTANT);
  return error * UNIT_ROUNDOFF[dtype] * taps * greatest(image.data);
}

function greatest(pixels: TypedArray): number {
  let found = 0;
  for (const value of pixels) found = Math.max(found, Math.abs(value));
  return found;
}

/**
 * A sum of n products has a rounding error of at most about n·u·Σ|tap|·max|pixel| in whatever order it is formed, u
 * being the unit roundoff (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1); for large n √n
 * takes the place of n (Higham and Mary, A New Approach to Probabilistic Rounding Error Analysis, theorem 2.4). One
 * more for storing the sum, and twice that because the reference is rounded too.
 */
function directError(products: number): number {
  return 2 * (Math.min(products, DEVIATIONS * Math.sqrt(products)) + 1);
}
