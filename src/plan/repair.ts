import { elementTypes } from '../base/dtype.ts';
import { greatestElement, referenceError, UNIT_ROUNDOFF } from '../problem/exactness.ts';
import { takesIntegers } from '../problem/integers.ts';
import type { Problem } from '../problem/problem.ts';
import { areDense, changeLists, listsOf, multipliedOut, sum, type Taps } from '../problem/taps.ts';
import { directCost, integerCost, separableCost } from './cost.ts';
import { type DirectPlan, directPlan } from './direct.ts';
import type { Factors } from './factor.ts';
import { type FixedOption, fixedKernel, integerPlan } from './integer.ts';
import type { Plan } from './plan.ts';
import type { BackendRates, RepairRates } from './rates.ts';
import { gathers } from './rows.ts';
import { type SeparablePlan, separablePlan } from './separable.ts';
import { factorsOfKernels } from './separable-factors.ts';
import { tiesOf } from './ties.ts';

/** How integer results of approximate sums become those of the reference method. */
export interface Repair {
  /** Of each kernel: results whose sums are within this of a tie are computed again by the reference method. */
  readonly margins: readonly number[];
  /** A strip with more of them is computed again as a whole. */
  readonly maxTies: number;
  /** In float64. */
  readonly reference: DirectPlan | SeparablePlan;
}

/** A plan of approximate sums, whose results are repaired. */
export type RepairedPlan = Plan & { readonly repair: Repair };

export function repairOf(plan: Plan): Repair | null {
  return 'repair' in plan ? (plan as RepairedPlan).repair : null;
}

/** A possible plan. */
export interface RepairOption {
  readonly method: 'direct' | 'separable';
  readonly sums: 'float32' | 'fixed point';
  readonly cost: number;
  plan(): Plan;
}

/** Sums are distinguished from ties up to a quarter away: see the kernels `narrowTies` and `fixedPoint`. */
const MAX_MARGIN = 0.24;

/** Direct sums of more taps are not considered: other methods are faster, and rounding errors of second order stay small. */
const MAX_TAPS = 2 ** 12;

/** A strip may have ties in so many of its results, and repairing them may take so much of the time of its reference sums. */
const MAX_TIES = 1 / 8;
const MAX_REPAIR_TIME = 1 / 2;
/** Strips whose ties are no more than this many times as frequent as in random data are repaired in any case. */
const USUAL_TIES = 3;

/** All ways to compute exact integer results from approximate sums; none where sums have to be in float64, or are exact. */
export function repairOptions(problem: Problem, rates: BackendRates): RepairOption[] {
  const { image, result, exactness, divisions, delta, fillvalue } = problem;
  const { repair } = rates;
  const isOpen = exactness === 'rounded' || (exactness === 'exact' && divisions !== null);
  const isSmall = [image.dtype, result].every((dtype) => {
    const { range, bytes } = elementTypes[dtype];
    return range !== null && bytes <= 2;
  });
  // Strips of float32 hold the fill value, from which sums in float64 are formed again.
  const isHeld = Math.fround(fillvalue) === fillvalue && Number.isFinite(delta);
  if (repair === null || !isOpen || !isSmall || !isHeld) return [];
  const { rows, columns, taps } = problem.kernel;
  const isDense = areDense(taps);
  if (isDense && rows * columns > MAX_TAPS) return [];
  const draft = draftOf(problem);
  const options = isDense ? directOptions(problem, draft, rates, repair) : [];
  const separable = separableOption(problem, draft, rates, repair);
  if (separable) options.push(separable);
  return options;
}

/** The problem with sums in float32, whose taps are those of the quotient where sums are divided. */
function draftOf(problem: Problem): Problem {
  const { kernel, divisions } = problem;
  const quotient = (taps: Taps, divisor: number) =>
    changeLists(taps, (index) => ({ by: index === 0 ? divisor : 1, rounds: false }));
  const taps = divisions
    ? kernel.taps.map((each, i) => quotient(each, (divisions[i] as { divisor: number }).divisor))
    : kernel.taps;
  return {
    ...problem,
    kernel: { ...kernel, taps },
    accumulator: 'float32',
    exactness: 'near',
    fractions: null,
    divisions: null,
  };
}

function directOptions(
  problem: Problem,
  draft: Problem,
  rates: BackendRates,
  repair: RepairRates,
): RepairOption[] {
  const options: RepairOption[] = [];
  const own = referenceError(problem);
  const add = (
    sums: RepairOption['sums'],
    margins: readonly number[],
    draftCost: number,
    planOf: () => Plan,
  ) => {
    if (!(Math.max(...margins) < MAX_MARGIN)) return;
    const scan = sums === 'float32' ? repair.float32 : repair.fixed;
    const [tie, most] = tieCosts(problem, margins, scan, directCost(problem, rates.float64), repair);
    options.push({
      method: 'direct',
      sums,
      cost: draftCost + tie,
      plan: () => repaired(planOf(), margins, most, directPlan(problem)),
    });
  };
  const isFixed = takesIntegers(problem) && !gathers(problem, 0) && !gathers(problem, 1);
  const fixed = isFixed ? draft.kernel.taps.map((taps) => fixedKernel(draft, taps, own)) : [undefined];
  if (fixed.every((part) => part !== undefined)) {
    const option: FixedOption = {
      method: 'direct',
      arithmetic: 'dot',
      kernels: fixed.map(({ kernel }) => kernel),
      error: Math.max(...fixed.map(({ margin }) => margin)),
    };
    const margins = fixed.map(({ margin }) => margin);
    add('fixed point', margins, integerCost(draft, option, rates), () => integerPlan(draft, option));
  }
  const margins = draft.kernel.taps.map((taps) => widened(directError(draft, taps) + own));
  add('float32', margins, directCost(draft, rates.float32), () => directPlan(draft));
  return options;
}

function separableOption(
  problem: Problem,
  draft: Problem,
  rates: BackendRates,
  repair: RepairRates,
): RepairOption | undefined {
  // With a horizontal stride, columns are deinterleaved between the passes, and elements are not where taps look for them.
  if (problem.stride[1] > 1) return undefined;
  const { kernel } = problem;
  const isDense = areDense(kernel.taps);
  const factors = factorsOfKernels(draft, isDense ? MAX_TERMS : 1);
  if (typeof factors === 'string') return undefined;
  const own = referenceError(problem);
  const margins = factors.map((each, i) =>
    widened(separableError(draft, each, draft.kernel.taps[i] as Taps) + own),
  );
  if (!(Math.max(...margins) < MAX_MARGIN)) return undefined;
  const given = isDense ? null : factorsOfKernels(problem, 1);
  if (typeof given === 'string') return undefined;
  const ranks = factors.map(({ rank }) => rank);
  const referenceCost = isDense
    ? directCost(problem, rates.float64)
    : separableCost(problem, ranks, rates.float64);
  const [tie, most] = tieCosts(problem, margins, repair.float32, referenceCost, repair);
  return {
    method: 'separable',
    sums: 'float32',
    cost: separableCost(draft, ranks, rates.float32) + tie,
    plan: () => {
      const reference = given ? separablePlan(problem, given, 0) : directPlan(problem);
      return repaired({ ...separablePlan(draft, factors, 0), direct: null }, margins, most, reference);
    },
  };
}

/** Two outer products in float32 take longer than direct sums of most kernels that are no more than that. */
const MAX_TERMS = 2;

function repaired(
  draft: Plan,
  margins: readonly number[],
  ties: number,
  reference: Repair['reference'],
): Plan {
  const results = draft.strip.outputRows * draft.outputRowLength;
  const repair: Repair = { margins, maxTies: Math.ceil(results * ties), reference };
  return Object.freeze({ ...draft, tieMargin: Math.max(...margins), repair });
}

/**
 * The nanoseconds that looking for ties and repairing them take, where the fractions of sums are evenly distributed but for those of
 * `tiesOf`; and the part of results that may be ties before the reference plan computes all of them.
 */
function tieCosts(
  problem: Problem,
  margins: readonly number[],
  scan: number,
  referenceCost: number,
  { tie, tap }: RepairRates,
): [cost: number, most: number] {
  const { output, image, kernel } = problem;
  const results = output.rows * output.columns * image.channels;
  const ties = tiesOf(problem);
  const each = tie + tap * kernel.rows * kernel.columns;
  const paying = (MAX_REPAIR_TIME * referenceCost) / (results * margins.length * each);
  const expected = 2 * Math.max(...margins) + ties;
  const cost = results * sum(margins.map((margin) => scan + (2 * margin + ties) * each));
  return [cost, Math.min(MAX_TIES, Math.max(paying, USUAL_TIES * expected))];
}

/**
 * The greatest error of a direct sum in float32, fused or not. Each product, and each sum so far, is off by at most a unit
 * roundoff of itself (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 4.2), and so is each tap.
 */
function directError(problem: Problem, taps: Taps): number {
  const element = greatestElement(problem.image.dtype, problem);
  const list = multipliedOut(taps);
  const { total, partial } = magnitudes(list);
  const all = total * element + Math.abs(problem.delta);
  return UNIT_ROUNDOFF.float32 * (element * (2 * total + partial) + Math.abs(problem.delta) + all);
}

/** The same for both passes; `magnitudes` of a horizontal tap counts the sum of vertical taps that it is multiplied with. */
function separableError(problem: Problem, { rank, columns, rows, error }: Factors, taps: Taps): number {
  const element = greatestElement(problem.image.dtype, problem);
  const unit = UNIT_ROUNDOFF.float32;
  const height = columns.length / rank;
  const width = rows.length / rank;
  const across = new Float64Array(rows.length);
  let vertical = 0;
  for (let term = 0; term < rank; term++) {
    const { total, partial } = magnitudes(columns.subarray(term * height, (term + 1) * height));
    const row = rows.subarray(term * width, (term + 1) * width);
    vertical += magnitudes(row).total * (2 * total + partial);
    for (let v = 0; v < width; v++) across[term * width + v] = (row[v] as number) * total;
  }
  const { total, partial } = magnitudes(across);
  const all = total * element + Math.abs(problem.delta);
  const ofFactors =
    error === 0 ? 0 : error * listsOf(taps).reduce((all, list) => all * magnitudes(list).total, 1);
  return (
    unit * (element * (vertical + 2 * total + partial) + Math.abs(problem.delta) + all) + element * ofFactors
  );
}

/** The sum of magnitudes, and the sum of all its partial sums. */
function magnitudes(list: Float64Array): { readonly total: number; readonly partial: number } {
  let total = 0;
  let partial = 0;
  for (let i = 0; i < list.length; i++) {
    total += Math.abs(list[i] as number);
    partial += total;
  }
  return { total, partial };
}

/** A hundredth covers errors of second order, and a billionth products that underflow. */
function widened(error: number): number {
  return 1.01 * error + 1e-9;
}
