import { type Cell, dtypeOf } from './cell.ts';

/** The documented error of the Fourier method, relative to the sum of |tap| times the largest |pixel|. */
const FOURIER_ERROR = { float32: 2 ** -20, float64: 2 ** -48 };

const UNIT_ROUNDOFF = { float32: 2 ** -24, float64: 2 ** -53 };

/** Exceeded by one sum of 10^13, if the products' roundings are independent: 2 exp(-8² / 2). */
const DEVIATIONS = 8;

/** How far from the exact one an element of the answer may lie, by whatever method. */
export function errorBound({ image, kernel }: Cell): number {
  const dtype = dtypeOf(image.data);
  let taps = 0;
  for (const tap of kernel.data) taps += Math.abs(tap);
  let pixel = 0;
  for (const value of image.data) pixel = Math.max(pixel, Math.abs(value));
  const direct = directError(kernel.data.length) * UNIT_ROUNDOFF[dtype];
  return Math.max(direct, FOURIER_ERROR[dtype]) * taps * pixel;
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
