import type { Accumulator } from '../base/dtype.ts';
import { type Bound, greatestSum, UNIT_ROUNDOFF } from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import { greatestOf, magnitudeOf } from '../problem/taps.ts';
import type { Factors } from './factor.ts';
import type { IntegerOption } from './integer.ts';
import { sumOfTerms } from './separable.ts';

/** As `directBound`, for both passes, with the terms' own magnitudes; and what the factors leave of the kernel. */
export function separableBound(
  { kernel, accumulator, exactness }: Problem,
  factors: readonly Factors[],
): Bound {
  const unit = UNIT_ROUNDOFF[accumulator];
  const constant = greatestOf([...factors.keys()], (index) => {
    const factor = factors[index] as Factors;
    const { rank, error } = factor;
    if (exactness === 'exact' && error === 0) return 0;
    const whole = magnitudeOf(kernel.taps[index] as (typeof kernel.taps)[number]);
    const amplification = whole > 0 ? sumOfTerms(factor) / whole : 1;
    return (kernel.rows + rank * kernel.columns + 6) * amplification + error / unit;
  });
  return { constant, unit };
}

/** Of fixed-point arithmetic: its own error bound, which is absolute, relative to the greatest sum. */
export function integerBound(problem: Problem, { error }: IntegerOption): Bound {
  const unit = UNIT_ROUNDOFF[problem.accumulator];
  return { constant: error === 0 ? 0 : error / unit / greatestSum(problem), unit };
}

/**
 * Measured, not proven (a proof has a factor of the transform's length more, which no input comes near): the greatest
 * error over random and adversarial images and kernels was a fifth of it, for lengths up to 8192; `test/bounds.test.ts`
 * holds those up to 288 to a third.
 */
export const FOURIER_CONSTANT = 60;

export function fourierBound(accumulator: Accumulator): Bound {
  return { constant: FOURIER_CONSTANT, unit: UNIT_ROUNDOFF[accumulator] };
}
