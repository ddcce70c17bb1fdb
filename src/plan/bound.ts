import type { Accumulator } from '../base/dtype.ts';
import { FOURIER_CONSTANT, greatestSum, UNIT_ROUNDOFF } from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import { greatestOf, magnitudeOf, type Taps } from '../problem/taps.ts';
import type { Factors } from './factor.ts';
import type { IntegerOption } from './integer.ts';
import { sumOfTerms } from './separable.ts';

/** Like `directBound`, but for both passes: with the magnitudes of the terms, plus the error of the factors. */
export function separableBound(
  { kernel, accumulator, exactness }: Problem,
  factors: readonly Factors[],
): number {
  const unit = UNIT_ROUNDOFF[accumulator];
  return greatestOf([...factors.keys()], (index) => {
    const factor = factors[index] as Factors;
    const { rank, error } = factor;
    if (exactness === 'exact' && error === 0) return 0;
    const magnitude = magnitudeOf(kernel.taps[index] as Taps);
    const amplification = magnitude > 0 ? sumOfTerms(factor) / magnitude : 1;
    return (kernel.rows + rank * kernel.columns + 6) * amplification * unit + error;
  });
}

/** Fixed-point arithmetic has an absolute error bound; this one is relative to the greatest sum. */
export function integerBound(problem: Problem, { error }: IntegerOption): number {
  return error === 0 ? 0 : error / greatestSum(problem);
}

export function fourierBound(accumulator: Accumulator, rounds = false): number {
  return rounds ? 0 : FOURIER_CONSTANT * UNIT_ROUNDOFF[accumulator];
}
