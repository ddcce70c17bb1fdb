import { type Accumulator, elementTypes } from '../dtype.ts';
import type { Problem } from '../spec/problem.ts';
import type { Factors } from './factor.ts';
import { sumOfMagnitudes } from './fourier.ts';
import type { IntegerOption } from './integer.ts';
import { sumOfTerms } from './separable.ts';

/**
 * How far a result may be off before it is rounded to its own type:
 *
 *     constant * unit * (sum |kernel| * max |image| + |delta|)
 *
 * where the image is continued beyond its edges: a large fill value counts, also far from the edges.
 * `unit` is the unit roundoff of the type that sums are kept in.
 */
export interface Bound {
  readonly constant: number;
  readonly unit: number;
}

export const unitRoundoff: { readonly [accumulator in Accumulator]: number } = {
  float32: 2 ** -24,
  float64: 2 ** -53,
};

/**
 * A sum of n products has an error of at most about n * u * sum |k| |x| (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., section 3.1); rounding taps, image and delta adds three more.
 */
export function directBound({ kernel, accumulator, exact }: Problem): Bound {
  return { constant: exact ? 0 : kernel.rows * kernel.columns + 4, unit: unitRoundoff[accumulator] };
}

/** The same for both passes, with the terms' own magnitudes; and what the factors leave of the kernel. */
export function separableBound({ kernel, accumulator, exact }: Problem, factors: readonly Factors[]): Bound {
  const unit = unitRoundoff[accumulator];
  const constants = factors.map((factor, index) => {
    const { rank, error } = factor;
    if (exact && error === 0) return 0;
    const whole = kernel.factors
      ? sumOfMagnitudes(kernel.factors.column) * sumOfMagnitudes(kernel.factors.row)
      : sumOfMagnitudes(kernel.values[index] as Float64Array);
    const amplification = whole > 0 ? sumOfTerms(factor) / whole : 1;
    return (kernel.rows + rank * kernel.columns + 6) * amplification + error / unit;
  });
  return { constant: Math.max(...constants), unit };
}

/** Of fixed-point arithmetic: its own error bound, which is absolute, relative to the greatest sum. */
export function integerBound(problem: Problem, { error }: IntegerOption): Bound {
  const unit = unitRoundoff[problem.accumulator];
  return { constant: error === 0 ? 0 : error / unit / greatestSum(problem), unit };
}

/** The greatest sum that elements of an integer image can make. */
export function greatestSum({ kernel, image, boundary, fillvalue, delta }: Problem): number {
  const [low, high] = elementTypes[image.dtype].range ?? [-Infinity, Infinity];
  const greatest = Math.max(-low, high, boundary === 'fill' ? Math.abs(fillvalue) : 0);
  return greatest * Math.max(...kernel.values.map(sumOfMagnitudes)) + Math.abs(delta);
}

/**
 * Measured, not proven (a proof has a factor of the transform's length more, which no input comes near): the greatest
 * error over random and adversarial images and kernels was a fifth of it, for lengths up to 8192; `test/bounds.test.ts`
 * holds those up to 288 to a third.
 */
export const FOURIER_CONSTANT = 60;

export function fourierBound(accumulator: Accumulator): Bound {
  return { constant: FOURIER_CONSTANT, unit: unitRoundoff[accumulator] };
}
