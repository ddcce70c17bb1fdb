import { elementTypes } from '../base/dtype.ts';
import { FAST_ERROR, greatestSum, MAX_ERROR } from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import { fourierBound } from './bound.ts';
import { multirateCost } from './cost.ts';
import type { Factors } from './factor.ts';
import { type MultirateOption, multirateOptions, multiratePlan } from './multirate.ts';
import type { Option, Request } from './option.ts';
import type { BackendRates } from './rates.ts';
import { type SeparablePlan, separablePlan } from './separable.ts';
import { factorsOfKernels } from './separable-factors.ts';

export function multirateOption(problem: Problem, rates: BackendRates, request: Request): Option | string {
  if (problem.streaming === 'unknown-height') return 'its grid depends on the height, which is not known';
  const found = multirateOptions(problem);
  if (typeof found === 'string') return found;
  const { exactness, precision, result, image } = problem;
  const isNear = exactness === 'near' && elementTypes[image.dtype].range !== null;
  const sign =
    (elementTypes[image.dtype].range?.[0] ?? -1) < 0 || problem.fillvalue < 0 ? 'error' : 'oneSided';
  const limits: { readonly [name in Problem['exactness']]: number } = {
    exact: 0,
    rounded: 0,
    same: 0,
    near: isNear ? MAX_ERROR / greatestSum(problem) : 0,
    bounded: precision === 'fast' ? FAST_ERROR : fourierBound(problem.accumulator),
  };
  const limit = limits[exactness];
  const boundOf = (option: MultirateOption) => (isNear ? option[sign] : option.error);
  const serving = found.find((option) => boundOf(option) < limit);
  const option = serving ?? (found[found.length - 1] as MultirateOption);
  const isForced = request.method === 'multirate';
  if (serving === undefined && exactness === 'same') return 'its rounding errors would show in the result';
  const hasFloats = elementTypes[image.dtype].range === null;
  const factors = hasFloats ? factorsOfKernels(problem, 1) : null;
  if (typeof factors === 'string') return factors;
  const allowed = serving !== undefined || isForced;
  const [vertical, horizontal] = option.grids;
  const steps = [vertical, horizontal].map(({ step }) => step.toPrecision(3)).join(' x ');
  return {
    method: 'multirate',
    cost: multirateCost(problem, option, rates),
    reason: allowed
      ? `a grid with cells of ${steps} pixels`
      : `its error of ${boundOf(option).toExponential(1)} would show in the result`,
    allowed,
    bound: option.lanes === 'bytes' || elementTypes[result].range !== null ? boundOf(option) : option.error,
    plan: () => multiratePlan(problem, option, factors && passesThatFit(problem, factors)),
  };
}

/** Passes for bands with NaN, if memory holds their rows: else NaN spread as far as the grid carries them. */
function passesThatFit(problem: Problem, factors: readonly Factors[]): SeparablePlan | null {
  try {
    return separablePlan(problem, factors, 0);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ERR_MEMORY') return null;
    throw error;
  }
}
