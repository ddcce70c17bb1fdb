import { elementTypes } from '../dtype.ts';
import type { DType } from '../types.ts';

/** Kernels as integers over a divisor, where results come out as by exact arithmetic from sums of integers. */
export interface Integers {
  readonly numerators: readonly Float64Array[];
  /** Positive, one for each kernel. */
  readonly divisors: readonly number[];
}

/** What decides whether integers serve, besides the kernel. */
interface Circumstances {
  readonly image: DType;
  readonly result: DType;
  readonly isStrided: boolean;
  /** null: no element comes from beyond the image but by folding. */
  readonly fillvalue: number | null;
  readonly delta: number;
}

const integerImages: readonly DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16'];
const integerResults: readonly DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16', 'float32'];

/** Whether elements and results are of types that integer arithmetic knows, and the fill value an element like others. */
export function takesIntegers({ image, result, isStrided, fillvalue }: Circumstances): boolean {
  const [least, greatest] = elementTypes[image].range ?? [0, 0];
  const fits =
    fillvalue === null || (Number.isInteger(fillvalue) && fillvalue >= least && fillvalue <= greatest);
  return integerImages.includes(image) && integerResults.includes(result) && !isStrided && fits;
}

/** With more binary places than this, a kernel that sums to 1 or more takes bytes beyond 2^23. */
const MOST_BINARY_PLACES = 15;
/** Up to here a float32 quotient of integers is on the right side of every half: its unit in the last place is 1/2 at 2^23. */
const MOST_QUOTIENT = 2 ** 23;
const MOST_SUM = 2 ** 31 - 1;
/** Integers up to here are float32 numbers. */
const MOST_FLOAT = 2 ** 24;
/** Taps are multiplied in 16 bits. */
const MOST_TAP = 2 ** 15 - 1;

/**
 * The kernels as integers over divisors; undefined where some sum might not be held, or its quotient rounded wrongly.
 *
 * `given` are the taps before they were divided by their sum, if they were. Quotients by powers of two are exact in binary
 * arithmetic. Others by an odd number are never halves, so that neither taps rounded to float64 nor a rounded quotient
 * can be on the wrong side of one: the nearest lie 1 / (2 divisor) away. Others by an even number can be halves, which is
 * decided by exact arithmetic only if the taps themselves are integers.
 */
export function integersOf(
  values: readonly Float64Array[],
  given: readonly Float64Array[],
  circumstances: Circumstances,
): Integers | undefined {
  if (!takesIntegers(circumstances)) return undefined;
  const parts = values.map((taps, index) => fractionOf(taps, given[index] as Float64Array));
  const range = elementTypes[circumstances.image].range as readonly [number, number];
  const greatest = Math.max(-range[0], range[1]);
  const isFloat = elementTypes[circumstances.result].range === null;
  for (const part of parts) {
    if (part === undefined) return undefined;
    const { numerators, divisor } = part;
    const { delta } = circumstances;
    const initial = delta * divisor;
    const sum = numerators.reduce((total, tap) => total + Math.abs(tap), 0);
    const most = Math.max(1, sum) * greatest + Math.abs(initial);
    const isPower = isPowerOfTwo(divisor);
    const limit = isFloat ? (isPower ? MOST_FLOAT : 0) : divisor === 1 ? MOST_SUM : MOST_QUOTIENT;
    // A product with an odd number may be an integer only because it was rounded.
    if (!Number.isInteger(isPower ? initial : delta) || most > limit) return undefined;
    if (numerators.some((tap) => Math.abs(tap) > MOST_TAP)) return undefined;
  }
  const known = parts as NonNullable<(typeof parts)[number]>[];
  return {
    numerators: known.map(({ numerators }) => numerators),
    divisors: known.map(({ divisor }) => divisor),
  };
}

export function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

/**
 * Whether quotients by a positive integer can be halves that taps divided by it beforehand would miss: by odd numbers none are,
 * and by powers of two such taps are not rounded.
 */
export function missesHalves(divisor: number): boolean {
  return divisor % 2 === 0 && !isPowerOfTwo(divisor);
}

function fractionOf(
  values: Float64Array,
  given: Float64Array,
): { numerators: Float64Array; divisor: number } | undefined {
  if (values.every(Number.isInteger)) return { numerators: values, divisor: 1 };
  if (given.every(Number.isSafeInteger)) {
    const sum = given.reduce((total, tap) => total + tap, 0);
    const sign = Math.sign(sum);
    return { numerators: given.map((tap) => tap * sign), divisor: Math.abs(sum) };
  }
  for (let places = 1; places <= MOST_BINARY_PLACES; places++) {
    const numerators = values.map((tap) => tap * 2 ** places);
    if (numerators.every(Number.isInteger)) return { numerators, divisor: 2 ** places };
  }
  const least = values.reduce((a, tap) => (tap !== 0 ? Math.min(a, Math.abs(tap)) : a), Infinity);
  const divisor = Math.round(1 / least);
  const numerators = values.map((tap) => Math.round(tap * divisor));
  const isFraction =
    divisor % 2 === 1 && values.every((tap, i) => (numerators[i] as number) / divisor === tap);
  return isFraction ? { numerators, divisor } : undefined;
}
