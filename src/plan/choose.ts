import type { Accumulator } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import {
  directBound,
  type Arithmetic as FloatArithmetic,
  greatestError,
  referenceBound,
  verdictOn,
} from '../problem/exactness.ts';
import type { Problem } from '../problem/problem.ts';
import { areDense, gaussiansOf, greatestTap, type Taps } from '../problem/taps.ts';
import { fourierBound, integerBound, separableBound } from './bound.ts';
import { directCost, integerCost, runningCost, separableCost } from './cost.ts';
import { directPlan } from './direct.ts';
import { fourierPlan } from './fourier.ts';
import { bestShape, fitsMemory, outlastsUnderflow } from './fourier-shape.ts';
import { type Arithmetic, integerOptions, integerPlan } from './integer.ts';
import { type Candidate, extraMethods, type Option, type Request } from './option.ts';
import type { Plan } from './plan.ts';
import { agreedRates, type BackendRates, type Rates } from './rates.ts';
import { repairOptions } from './repair.ts';
import { equalTaps, runningBound, runningPlan } from './running.ts';
import { isInteger, separablePlan } from './separable.ts';
import { factorsOfKernels } from './separable-factors.ts';
import { MAX_TIES, tiesOf } from './ties.ts';

export interface Choice {
  readonly plan: Plan;
  readonly reason: string;
  readonly candidates: readonly Candidate[];
  readonly bound: number;
}

/**
 * Chooses the method for a problem and makes its plan.
 *
 * @throws {RangeError} `ERR_METHOD`: the requested method cannot compute the problem.
 */
export function choose(problem: Problem, request: Request): Choice {
  // Results that may be off by 1 must be off in the same elements on all backends, so these need the same method.
  const isAlike = request.deterministic || problem.precision === 'fast' || problem.exactness === 'same';
  const rates = isAlike ? agreedRates : request.rates;
  const table = tableOf(problem, rates);
  const integer = integerChoice(problem, rates);
  // Exact sums of integers need no repair.
  const repaired = integer.direct ? {} : repairChoice(problem, rates);
  const direct = integer.direct ?? cheaper(directOption(problem, table, request), repaired.direct);
  if (request.method === 'direct') return chosen(direct, [direct], 'it was requested');
  // Another method could hardly save time, and finding out would take some.
  if (request.method === 'auto' && direct.allowed && direct.cost < 4 * table.call) {
    return chosen(direct, [direct], 'the problem is too small for another method to pay off');
  }
  const gaussians = gaussiansOf(problem.kernel.taps);
  const multirate = candidate(
    'multirate',
    (gaussians && extraMethods.multirate?.(problem, rates, request)) ?? 'the kernel is no Gaussian by name',
  );
  const fourier = candidate(
    'fft',
    request.method === 'auto' && isAllowed(multirate)
      ? 'a coarse grid takes less time'
      : fourierOption(problem, rates, request),
  );
  const running = runningOption(problem, table, request);
  const others = [direct, fourier, multirate, ...running].filter(isAllowed).map(({ cost }) => cost);
  const limit = Math.min(...others);
  const passes = candidate('separable', separableOption(problem, table, request, limit));
  // By name, passes of a dense kernel are passes in float64, on every backend.
  const isForced = request.method === 'separable' && areDense(problem.kernel.taps);
  const quicker = [isForced ? undefined : repaired.separable, ...running.filter(isAllowed)];
  const sums = quicker.reduce<Option | Candidate>(cheaper, passes);
  const separable = integer.separable ?? sums;
  const options = [direct, separable, fourier];
  // Of no interest to those who blur nothing.
  if (gaussians) options.push(multirate);
  if (request.method !== 'auto') {
    const wanted = { separable, fft: fourier, multirate }[request.method];
    if (wanted.cost === null) {
      const got = `"${request.method}": ${wanted.reason}`;
      throw wrongValue('ERR_METHOD', 'method', 'one that can compute this', got);
    }
    return chosen(wanted as Option, options, 'it was requested');
  }
  const allowed = options.filter(isAllowed);
  // No option is allowed if the passes are the reference, but float64 does not hold their factors.
  const able = allowed.length > 0 ? allowed : [direct];
  const best = able.reduce((a, b) => (b.cost < a.cost ? b : a));
  const why = able.length > 1 ? 'it is estimated to be the fastest' : 'no other method is possible';
  return chosen(best, options, why);
}

function isAllowed(option: Option | Candidate): option is Option {
  return option.cost !== null && (option as Option).allowed;
}

/** An option, or why there is none. */
function candidate(method: Candidate['method'], option: Option | string): Option | Candidate {
  return typeof option === 'string' ? { method, cost: null, reason: option } : option;
}

function chosen(option: Option, options: readonly Candidate[], reason: string): Choice {
  return {
    plan: option.plan(),
    reason,
    candidates: options.map(({ method, cost, reason }) => ({ method, cost: cost && cost / 1e6, reason })),
    bound: option.bound,
  };
}

const arithmetics: { readonly [name in Arithmetic]: string } = {
  short: 'in 16-bit integers',
  dot: 'in integers, two taps at a time',
  rounded: 'in rounded 16-bit products',
  box: 'as running sums of integers',
};

/** In integers. These replace options in floats, because they are faster and no less exact. */
function integerChoice(problem: Problem, rates: BackendRates): Cheapest {
  const { rows, columns } = problem.kernel;
  const options = integerOptions(problem).map((option): Option => {
    const { method, arithmetic } = option;
    const taps = method === 'direct' ? rows * columns : `${rows} + ${columns}`;
    return {
      method,
      cost: integerCost(problem, option, rates),
      reason: `${taps} taps for each result, ${arithmetics[arithmetic]}`,
      allowed: true,
      bound: integerBound(problem, option),
      plan: () => integerPlan(problem, option),
    };
  });
  return cheapestOf(options);
}

/** With results that are repaired. */
function repairChoice(problem: Problem, rates: BackendRates): Cheapest {
  const { rows, columns } = problem.kernel;
  const options = repairOptions(problem, rates).map(({ method, sums, cost, plan }): Option => {
    const taps = method === 'direct' ? rows * columns : `${rows} + ${columns}`;
    return {
      method,
      cost,
      reason: `${taps} taps for each result, in ${sums}, and again in float64 where a sum is next to a tie`,
      allowed: true,
      // The repaired results are those of the reference.
      bound: referenceBound(problem),
      plan,
    };
  });
  return cheapestOf(options);
}

/** The cheapest option of each method. */
type Cheapest = { [method in Candidate['method']]?: Option };

function cheapestOf(options: readonly Option[]): Cheapest {
  const cheapest: Cheapest = {};
  for (const option of options) {
    if (option.cost < (cheapest[option.method]?.cost ?? Infinity)) cheapest[option.method] = option;
  }
  return cheapest;
}

function cheaper<O extends Option | Candidate>(option: O, other: Option | undefined): O | Option {
  const isCheaper = other && (option.cost === null || !isAllowed(option) || other.cost < option.cost);
  return isCheaper ? other : option;
}

/** Sums that decide integer results are not fused: see the kernel `unfused`. */
function tableOf({ exactness, accumulator }: Problem, rates: BackendRates): Rates {
  const table = rates[accumulator];
  if (exactness !== 'rounded') return table;
  const slower = (rate: 'tap' | 'passTap') => Math.max(table[rate], agreedRates[accumulator][rate]);
  return { ...table, tap: slower('tap'), passTap: slower('passTap') };
}

/** An option that `auto` may choose if it keeps the promise of the problem. */
function optionOf(
  problem: Problem,
  request: Request,
  table: Rates,
  arithmetic: FloatArithmetic,
  option: Pick<Option, 'cost' | 'reason'> & { plan(tieMargin: number): Plan },
): Option {
  const { method, bound } = arithmetic;
  const { serves, tieMargin } = verdictOn(problem, arithmetic, request.deterministic);
  const agrees = method !== 'fft' || !request.deterministic;
  const allowed = request.method === method || (serves && agrees);
  const refusal = agrees
    ? 'its rounding errors would show in the result'
    : 'backends differ in its last bits';
  const reason = allowed || method === 'direct' ? option.reason : refusal;
  const cost = option.cost + (tieMargin > 0 ? againCost(problem, table) : 0);
  return { method, cost, reason, allowed, bound, plan: () => option.plan(tieMargin) };
}

/** Nanoseconds for a tap of a sum that `repairSums` forms again, which is JavaScript on all backends: by 15 x 15 and 31 x 31 taps. */
const AGAIN_TAP = 3;

/** What it takes to compute sums again that are ties. */
function againCost(problem: Problem, table: Rates): number {
  const { output, image, kernel } = problem;
  const ties = tiesOf(problem);
  const sums = output.rows * output.columns * image.channels * kernel.taps.length;
  const all = directCost(problem, table);
  return ties > MAX_TIES ? all : Math.min(all, sums * ties * kernel.rows * kernel.columns * AGAIN_TAP);
}

function directOption(problem: Problem, table: Rates, request: Request): Option {
  const arithmetic = { method: 'direct', bound: directBound(problem), isExact: true } as const;
  return optionOf(problem, request, table, arithmetic, {
    cost: directCost(problem, table),
    reason: `${problem.kernel.rows * problem.kernel.columns} taps for each result`,
    plan: () => directPlan(problem),
  });
}

/** A kernel with more terms has more taps in its passes than most kernels have at all. */
const MAX_OUTER_PRODUCTS = 32;

/** @param limit The nanoseconds of the cheapest other method. Unless `method` forces passes, more terms than that allows are not considered. */
function separableOption(problem: Problem, table: Rates, request: Request, limit: number): Option | string {
  const { kernel } = problem;
  const { rows, columns } = kernel;
  const costOf = (ranks: readonly number[]) => separableCost(problem, ranks, table);
  const [once, twice] = [1, 2].map((rank) => costOf(kernel.taps.map(() => rank))) as [number, number];
  const fewer = Math.min(
    MAX_OUTER_PRODUCTS,
    Math.max(1, Math.floor((rows * columns - 1) / (rows + columns))),
  );
  const paying = Math.floor(1 + (limit - once) / (twice - once));
  const maxTerms = request.method === 'separable' ? fewer : Math.min(fewer, paying);
  if (maxTerms < 1) return 'two passes would take longer';
  const factors = factorsOfKernels(problem, maxTerms);
  if (typeof factors === 'string') return factors;
  const bound = separableBound(problem, factors);
  const arithmetic = { method: 'separable', bound, isExact: factors.every(isInteger) } as const;
  const ranks = factors.map(({ rank }) => rank);
  return optionOf(problem, request, table, arithmetic, {
    cost: costOf(ranks),
    reason: `${ranks.join(' + ')} x (${rows} + ${columns}) taps for each result`,
    plan: (tieMargin) => separablePlan(problem, factors, tieMargin),
  });
}

/** Running sums, where they serve. Only `auto` takes them: by its name `separable` means the two passes. */
function runningOption(problem: Problem, table: Rates, request: Request): Option[] {
  const taps = request.method === 'auto' ? equalTaps(problem) : undefined;
  if (taps === undefined) return [];
  const arithmetic = { method: 'separable', bound: runningBound(problem), isExact: false } as const;
  const option = optionOf(problem, request, table, arithmetic, {
    cost: runningCost(problem, table),
    reason: 'running sums in float64, whatever the number of taps',
    plan: () => runningPlan(problem, taps),
  });
  return [option];
}

function fourierOption(problem: Problem, rates: BackendRates, request: Request): Option | string {
  const { kernel, fillvalue } = problem;
  const staysFinite = (taps: Taps) => {
    const greatest = greatestTap(taps);
    return Number.isFinite(problem.accumulator === 'float32' ? Math.fround(greatest) : greatest);
  };
  if (!kernel.taps.every(staysFinite)) return 'the kernel has infinities or NaN';
  if (!Number.isFinite(fillvalue)) return 'the fill value is not finite';
  if (kernel.rows * kernel.columns > MAX_TRANSFORMED_TAPS && !areDense(kernel.taps)) {
    return 'the product of the column and the row has too many taps';
  }
  // Integer sums with an error below a half can be rounded to the exact sums. float64 gets most of them below.
  const isExact = problem.exactness === 'exact';
  const roundsIn = (accumulator: Accumulator) =>
    isExact && greatestError(problem, fourierBound(accumulator)) < 0.25;
  const accumulator =
    isExact && !roundsIn(problem.accumulator) && roundsIn('float64') ? 'float64' : problem.accumulator;
  const rounds = roundsIn(accumulator);
  const best = bestShape(problem, rates[accumulator]);
  if (best === undefined) return 'no transform is long enough';
  const { shape, cost } = best;
  const { vertical, horizontal } = shape;
  if (!fitsMemory(problem, shape, accumulator)) return 'its strips need too much memory';
  if (!kernel.taps.every((taps) => outlastsUnderflow(taps, shape, accumulator))) return 'its taps underflow';
  const bound = fourierBound(accumulator, rounds);
  return optionOf(
    problem,
    request,
    tableOf(problem, rates),
    { method: 'fft', bound, isExact: rounds },
    {
      cost,
      reason: horizontal
        ? `tiles of ${vertical.length} x ${horizontal.length}`
        : `columns of ${vertical.length}, ${kernel.columns} complex taps along rows`,
      plan: (tieMargin) => fourierPlan(problem, shape, accumulator, rounds, tieMargin),
    },
  );
}

/** The product of a column and a row takes 32 MiB then, and the two passes are faster. */
const MAX_TRANSFORMED_TAPS = 2 ** 22;
