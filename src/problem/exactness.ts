import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Boundary, DType, Precision } from '../base/types.ts';
import { type Fraction, fractionOf } from './fractions.ts';
import type { Division, Exactness, Problem } from './problem.ts';
import { areDense, everyListed, greatestOf, magnitudeOf, type Taps } from './taps.ts';

/** What decides how exact results are. */
interface Circumstances {
  readonly image: DType;
  readonly result: DType;
  /** Before and after they were divided by their sums. */
  readonly given: readonly Taps[];
  readonly taps: readonly Taps[];
  readonly boundary: Boundary;
  readonly fillvalue: number;
  readonly delta: number;
  readonly precision: Precision;
  readonly steady: boolean;
}

interface Decision {
  readonly exactness: Exactness;
  readonly accumulator: Accumulator;
  /** The kernels as integers over divisors; null if they are none, or the image has floats. */
  readonly fractions: readonly Fraction[] | null;
  /** For each kernel, where numerators are added up in the place of taps. */
  readonly divisions: readonly Division[] | null;
}

/** The significands of the accumulators in bits: integers up to 2^24 or 2^53 are held exactly. */
const SIGNIFICAND_BITS = { float32: 24, float64: 53 } as const;

export function exactnessOf(circumstances: Circumstances): Decision {
  const { image, result, given, taps, precision, steady } = circumstances;
  const isWhole = (accumulator: Accumulator) =>
    taps.every((each) => sumsAreWhole(each, circumstances, SIGNIFICAND_BITS[accumulator]));
  const found =
    elementTypes[image].range === null ? [] : taps.map((each, i) => fractionOf(each, given[i] as Taps));
  const fractions = found.length > 0 && found.every((part) => part !== undefined) ? found : null;
  const decide = (
    exactness: Exactness,
    accumulator: Accumulator,
    divisions: Decision['divisions'] = null,
  ) => ({
    exactness,
    accumulator,
    fractions,
    divisions,
  });
  if (elementTypes[result].range === null) {
    const accumulator = result as Accumulator;
    return decide(isWhole(accumulator) ? 'exact' : steady ? 'same' : 'bounded', accumulator);
  }
  if (isWhole('float32')) return decide('exact', 'float32');
  if (precision === 'fast' && float32IsNear(circumstances)) return decide('near', 'float32');
  if (isWhole('float64')) return decide('exact', 'float64');
  if (precision === 'fast') return decide('near', 'float64');
  const divisions = fractions?.map((fraction) => divisionOf(fraction, circumstances));
  if (!divisions?.every((division) => division !== undefined)) return decide('rounded', 'float64');
  return decide('exact', 'float64', divisions);
}

/** Whether all partial sums are integers that a significand of so many bits holds, whatever their order. */
function sumsAreWhole(taps: Taps, circumstances: Circumstances, bits: number): boolean {
  const { image, boundary, fillvalue, delta } = circumstances;
  if (elementTypes[image].range === null || !Number.isInteger(delta)) return false;
  if (boundary === 'fill' && !Number.isInteger(fillvalue)) return false;
  if (!everyListed(taps, Number.isInteger)) return false;
  return wholeSum(taps, circumstances) + Math.abs(delta) <= 2 ** bits;
}

/** The greatest sum; at least the greatest element, since those that a zero tap takes out must be held too. */
function wholeSum(taps: Taps, circumstances: Circumstances): number {
  return Math.max(1, magnitudeOf(taps)) * greatestElement(circumstances.image, circumstances);
}

/** The greatest magnitude of an element, the fill value included; infinite for floats. */
export function greatestElement(
  image: DType,
  { boundary, fillvalue }: { readonly boundary: Boundary; readonly fillvalue: number },
): number {
  const [low, high] = elementTypes[image].range ?? [-Infinity, Infinity];
  return Math.max(-low, high, boundary === 'fill' ? Math.abs(fillvalue) : 0);
}

/** A `delta` of up to so many binary places takes part in exact divisions: enough for one in parts of a million. */
const DELTA_PLACES = 20;

/**
 * The division that gives sums of numerators rounded as the exact quotient is; undefined where that cannot be proven.
 *
 * N = sum + delta * divisor is a multiple of 2^-p, as `delta` is, and held exactly below 2^(53 - p). A quotient
 * N / divisor that is no tie is at least 2^-p / (2 divisor) away from one, and rounding it moves it by at most
 * 2^-53 N / divisor, which is less below 2^(52 - p).
 */
function divisionOf({ numerators, divisor }: Fraction, circumstances: Circumstances): Division | undefined {
  const { boundary, fillvalue, delta } = circumstances;
  if (boundary === 'fill' && !Number.isInteger(fillvalue)) return undefined;
  const initial = delta * divisor;
  let scale = 1;
  while (scale < 2 ** DELTA_PLACES && !Number.isInteger(delta * scale)) scale *= 2;
  const most = wholeSum(numerators, circumstances) + Math.abs(initial);
  const isExact = Number.isInteger(delta * scale) && divisor >= 1 && most * scale < 2 ** 52;
  return isExact ? { initial, divisor } : undefined;
}

/** Whether sums in float32 are off by less than a half, by the reference method. */
function float32IsNear(circumstances: Circumstances): boolean {
  const { delta, taps } = circumstances;
  return taps.every((each) => {
    const sum = magnitudeOf(each) * greatestElement(circumstances.image, circumstances) + Math.abs(delta);
    return referenceConstant(each) * UNIT_ROUNDOFF.float32 * sum < 0.5;
  });
}

/**
 * How far a sum may be off, before it is rounded to the result's own type:
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

export const UNIT_ROUNDOFF: { readonly [accumulator in Accumulator]: number } = {
  float32: 2 ** -24,
  float64: 2 ** -53,
};

/**
 * A sum of n products has an error of at most about n * u * sum |k| |x| (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., section 3.1), also where multiply-add is fused; rounding taps, image and delta adds three more.
 */
export function directBound({ kernel, accumulator, exactness }: Problem): Bound {
  const { rows, columns } = kernel;
  const constant = exactness === 'exact' ? 0 : rows * columns + 4;
  return { constant, unit: UNIT_ROUNDOFF[accumulator] };
}

/** Of direct sums; of the passes of an outer product, whose intermediate sums are rounded twice more. */
function referenceConstant({ kind, rows, columns }: Taps): number {
  return kind === 'dense' ? rows * columns + 4 : rows + columns + 6;
}

/** The greatest error of a sum before it is rounded to an integer; infinite for images of floats. */
export function greatestError(problem: Problem, { constant, unit }: Bound): number {
  return constant === 0 ? 0 : constant * unit * greatestSum(problem);
}

/** The greatest sum that elements of an integer image can make. */
export function greatestSum(problem: Problem): number {
  return (
    greatestElement(problem.image.dtype, problem) * greatestOf(problem.kernel.taps, magnitudeOf) +
    Math.abs(problem.delta)
  );
}

/** Results that may be 1 off are off by less than this before they are rounded. */
export const MAX_ERROR = 0.9;

/**
 * Sums nearer to a tie than this are rare (1 in 10^7 of random data), so computing their strips a second time costs little.
 * A method that would need more does not serve.
 */
const MAX_TIE_MARGIN = 2 ** -24;

/** A way to form sums. */
export interface Arithmetic {
  readonly bound: Bound;
  /** Whether it adds up integers without rounding, or rounds back to the integers that sums are. */
  readonly isExact: boolean;
  /** Whether it is the reference method. */
  readonly isReference: boolean;
  /** Whether js and wasm agree to the bit. */
  readonly agrees: boolean;
}

export interface Verdict {
  /** Whether the promise is kept. */
  readonly serves: boolean;
  /** Sums nearer to a tie than this must be computed again by the reference method; 0: none. */
  readonly tieMargin: number;
}

/** Whether a way to form sums may serve a problem. */
export function verdictOn(
  problem: Problem,
  { bound, isExact, isReference, agrees }: Arithmetic,
  deterministic: boolean,
): Verdict {
  const { kernel, exactness } = problem;
  const mayDiffer = agrees || !deterministic;
  const verdict = (serves: boolean, tieMargin = 0): Verdict => ({ serves, tieMargin });
  switch (exactness) {
    case 'exact':
      return verdict(isExact);
    case 'near':
      return verdict(mayDiffer && (greatestError(problem, bound) < MAX_ERROR || (isReference && agrees)));
    case 'same':
      return verdict(agrees);
    case 'bounded':
      return verdict(mayDiffer);
    case 'rounded': {
      if (isReference) return verdict(true);
      const margin = greatestError(problem, bound) + referenceError(problem);
      return areDense(kernel.taps) && margin <= MAX_TIE_MARGIN ? verdict(mayDiffer, margin) : verdict(false);
    }
  }
}

/** The greatest error of a sum by the reference method. */
function referenceError(problem: Problem): number {
  const constant = greatestOf(problem.kernel.taps, referenceConstant);
  return greatestError(problem, { constant, unit: UNIT_ROUNDOFF[problem.accumulator] });
}

/** Whether fused multiply-add may serve a problem. */
export function fusedServes(problem: Problem): boolean {
  const { exactness } = problem;
  if (exactness === 'near') return referenceError(problem) < MAX_ERROR;
  return exactness === 'exact' || exactness === 'bounded';
}
