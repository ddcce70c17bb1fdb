import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType, Precision } from '../base/types.ts';
import { type Fraction, fractionOf } from './fractions.ts';
import type { Division, Exactness, Problem } from './problem.ts';
import { areDense, areIntegers, greatestOf, magnitudeOf, type Taps } from './taps.ts';

/** What the exactness of results depends on. */
interface Input {
  readonly image: DType;
  readonly result: DType;
  /** The kernels before `normalize` divided them by their sums. */
  readonly given: readonly Taps[];
  readonly taps: readonly Taps[];
  /** 0 if no result reads it. */
  readonly fillvalue: number;
  readonly delta: number;
  readonly precision: Precision;
  /** Whether a later step would show a difference between js and wasm: see `Exactness`. */
  readonly steady: boolean;
}

interface Decision {
  readonly exactness: Exactness;
  readonly accumulator: Accumulator;
  /** The kernels as integers over divisors; null if they are none, or if the image has floats. */
  readonly fractions: readonly Fraction[] | null;
  /** For each kernel, if numerators take the place of taps. */
  readonly divisions: readonly Division[] | null;
}

/** The bits of a significand: float32 holds all integers up to 2^24, float64 up to 2^53. */
const SIGNIFICAND_BITS = { float32: 24, float64: 53 } as const;

export function exactnessOf(input: Input): Decision {
  const { image, result, given, taps, precision, steady } = input;
  const isWhole = (accumulator: Accumulator) =>
    taps.every((each) => sumsAreWhole(each, input, SIGNIFICAND_BITS[accumulator]));
  const isFloat = elementTypes[image].range === null;
  const found = taps.map((each, i) => (isFloat ? undefined : fractionOf(each, given[i] as Taps)));
  const fractions = found.every((part) => part !== undefined) ? found : null;
  const decide = (exactness: Exactness, accumulator: Accumulator, divisions: Division[] | null = null) => {
    return { exactness, accumulator, fractions, divisions };
  };
  if (elementTypes[result].range === null) {
    const accumulator = result as Accumulator;
    return decide(isWhole(accumulator) ? 'exact' : steady ? 'same' : 'bounded', accumulator);
  }
  if (isWhole('float32')) return decide('exact', 'float32');
  if (precision === 'fast' && float32IsNear(input)) return decide('near', 'float32');
  if (isWhole('float64')) return decide('exact', 'float64');
  if (precision === 'fast') return decide('near', 'float64');
  const divisions = fractions?.map((fraction) => divisionOf(fraction, input));
  if (!divisions?.every((division) => division !== undefined)) return decide('rounded', 'float64');
  return decide('exact', 'float64', divisions);
}

/** Whether all partial sums, in any order, are integers that a significand of `bits` bits holds. */
function sumsAreWhole(taps: Taps, input: Input, bits: number): boolean {
  const { image, fillvalue, delta } = input;
  if (elementTypes[image].range === null || !Number.isInteger(delta) || !Number.isInteger(fillvalue))
    return false;
  if (!areIntegers(taps)) return false;
  return greatestWholeSum(taps, image, input) + Math.abs(delta) <= 2 ** bits;
}

type Fill = Pick<Input, 'fillvalue'>;

/** The greatest sum, and at least the greatest element: one under a zero tap must be held exactly too. */
export function greatestWholeSum(taps: Taps, image: DType, fill: Fill): number {
  return Math.max(1, magnitudeOf(taps)) * greatestElement(image, fill);
}

/** The greatest magnitude of an element or of the fill value; infinite for floats. */
export function greatestElement(image: DType, { fillvalue }: Fill): number {
  const [low, high] = elementTypes[image].range ?? [-Infinity, Infinity];
  return Math.max(-low, high, Math.abs(fillvalue));
}

/** Exact divisions need a `delta` of at most so many binary places: enough to state it in parts per million. */
const DELTA_PLACES = 20;

/**
 * The division whose float64 quotient rounds to the same integer as the exact quotient; undefined where that is not proven.
 *
 * Proof: let `delta` be a multiple of 2^-p. Then N = sum + delta * divisor is one too, and float64 holds it exactly below
 * 2^(53 - p). If the quotient N / divisor is not a tie, it is at least 2^-p / (2 divisor) away from one. Float64 rounding moves
 * it by at most 2^-53 N / divisor, which is less than that if N < 2^(52 - p).
 */
function divisionOf({ numerators, divisor }: Fraction, input: Input): Division | undefined {
  const { image, fillvalue, delta } = input;
  if (!Number.isInteger(fillvalue)) return undefined;
  const initial = delta * divisor;
  let scale = 1;
  while (scale < 2 ** DELTA_PLACES && !Number.isInteger(delta * scale)) scale *= 2;
  const greatest = greatestWholeSum(numerators, image, input) + Math.abs(initial);
  const isExact = Number.isInteger(delta * scale) && divisor >= 1 && greatest * scale < 2 ** 52;
  return isExact ? { initial, divisor } : undefined;
}

/** Whether the reference method in float32 is off by less than 0.5. */
function float32IsNear(input: Input): boolean {
  return input.taps.every((each) => {
    const sum = magnitudeOf(each) * greatestElement(input.image, input) + Math.abs(input.delta);
    return referenceConstant(each) * UNIT_ROUNDOFF.float32 * sum < 0.5;
  });
}

/**
 * The error of transforms in units of roundoff. Measured, not proven: the greatest error for random and adversarial images and
 * kernels, with transforms of up to 8192, was a fifth of this bound. (The proven bound is greater by the length of the transform,
 * and no input comes near it.) `test/plan/bound.test.ts` checks that lengths up to 288 stay below a third.
 */
export const FOURIER_CONSTANT = 60;
/**
 * Images of floats under `precision: 'fast'` may be so far off, as a part of sum |kernel| * max |image|. A Gaussian that is cut off
 * at 4 sigma is off by a quarter of it already.
 */
export const FAST_ERROR = 2 ** -10;

/**
 * Whether float32 sums of an image of integers are near enough for `precision: 'fast'` after a change that multiplies their
 * errors by at most `gain`.
 *
 * @param precision Of these sums.
 */
export function float32IsNearAfter(
  image: DType,
  taps: readonly Taps[],
  gain: number,
  precision: Precision,
): boolean {
  const [low, high] = elementTypes[image].range ?? [-Infinity, Infinity];
  const least = precision === 'fast' ? FAST_ERROR : FOURIER_CONSTANT * UNIT_ROUNDOFF.float32;
  return taps.every((each) => {
    const error = Math.max(referenceConstant(each) * UNIT_ROUNDOFF.float32, least);
    return gain * error * magnitudeOf(each) * Math.max(-low, high) < MAX_ERROR;
  });
}

export const UNIT_ROUNDOFF: { readonly [accumulator in Accumulator]: number } = {
  float32: 2 ** -24,
  float64: 2 ** -53,
};

/**
 * A sum of n products has an error of at most about n * u * sum |k| |x| (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., section 3.1), also where multiply-add is fused; rounding taps, image and delta adds three more.
 */
export function directBound({ kernel, accumulator, exactness }: Problem): number {
  return exactness === 'exact' ? 0 : (kernel.rows * kernel.columns + 4) * UNIT_ROUNDOFF[accumulator];
}

/** The constant for direct sums, or for the two passes of an outer product, which round twice more. */
function referenceConstant({ kind, rows, columns }: Taps): number {
  return kind === 'dense' ? rows * columns + 4 : rows + columns + 6;
}

/**
 * The greatest error of a sum, before it is rounded to the type of the result; infinite for images of floats, unless the bound
 * is 0.
 *
 * @param bound The error as a part of `greatestSum`.
 */
export function greatestError(problem: Problem, bound: number): number {
  return bound === 0 ? 0 : bound * greatestSum(problem);
}

/** sum |kernel| * max |image| + |delta|, where the fill value counts as an element; infinite for images of floats. */
export function greatestSum(problem: Problem): number {
  return (
    greatestElement(problem.image.dtype, problem) * greatestOf(problem.kernel.taps, magnitudeOf) +
    Math.abs(problem.delta)
  );
}

/** A result that may be off by 1 must be off by less than this before it is rounded. */
export const MAX_ERROR = 0.9;

/**
 * Ties nearer than this are rare in random data (about 1 sum in 2^15), so that computing them again directly costs little beside
 * direct sums of all. A method that needs a greater margin is refused.
 */
const MAX_TIE_MARGIN = 2 ** -16;

/** How a method forms sums. */
export interface Arithmetic {
  readonly method: 'direct' | 'separable' | 'fft';
  /** See `greatestError`. */
  readonly bound: number;
  /** Whether integer sums come out exactly: nothing is rounded, or the sum is rounded to the nearest integer at the end. */
  readonly isExact: boolean;
}

export interface Verdict {
  /** Whether results are as exact as the problem's `exactness` promises. */
  readonly serves: boolean;
  /** The reference method must compute sums again that are nearer to a tie than this. 0: no sum. */
  readonly tieMargin: number;
}

/** Whether a method may compute a problem. */
export function verdictOn(
  problem: Problem,
  { method, bound, isExact }: Arithmetic,
  deterministic: boolean,
): Verdict {
  const { kernel, exactness } = problem;
  const isDense = areDense(kernel.taps);
  const isReference = method === (isDense ? 'direct' : 'separable');
  // Fourier transforms differ in their last bits between js and wasm.
  const agrees = method !== 'fft';
  const mayDiffer = agrees || !deterministic;
  const verdict = (serves: boolean, tieMargin = 0): Verdict => ({ serves, tieMargin });
  switch (exactness) {
    case 'exact':
      return verdict(isExact);
    case 'near':
      return verdict(mayDiffer && (greatestError(problem, bound) < MAX_ERROR || isReference));
    case 'same':
      return verdict(agrees);
    case 'bounded':
      return verdict(mayDiffer);
    case 'rounded': {
      if (isReference) return verdict(true);
      const margin = greatestError(problem, bound) + referenceError(problem);
      return isDense && margin <= MAX_TIE_MARGIN ? verdict(mayDiffer, margin) : verdict(false);
    }
  }
}

/** The error of the reference method, as a part of `greatestSum`. */
export function referenceBound({ kernel, accumulator, exactness }: Problem): number {
  return exactness === 'exact' ? 0 : greatestOf(kernel.taps, referenceConstant) * UNIT_ROUNDOFF[accumulator];
}

/** The greatest error of a sum by the reference method. */
export function referenceError(problem: Problem): number {
  return greatestError(problem, referenceBound(problem));
}

/** Whether fused multiply-add may compute a problem. */
export function fusedServes(problem: Problem): boolean {
  const { exactness } = problem;
  if (exactness === 'near') return referenceError(problem) < MAX_ERROR;
  // Sums that decide rounded results are never fused: see the kernel `unfused`.
  return exactness !== 'same';
}
