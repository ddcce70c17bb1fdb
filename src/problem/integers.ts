import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import { type Fraction, isPowerOfTwo } from './fractions.ts';
import type { Problem } from './problem.ts';
import { greatestTap, magnitudeOf } from './taps.ts';

const integerImages: readonly DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16'];
const integerResults: readonly DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16', 'float32'];

/** Whether elements and results are of types that integer arithmetic knows, and the fill value an element like others. */
export function takesIntegers({ image, result, stride, boundary, fillvalue }: Problem): boolean {
  const [least, greatest] = elementTypes[image.dtype].range ?? [0, 0];
  const fits =
    boundary !== 'fill' || (Number.isInteger(fillvalue) && fillvalue >= least && fillvalue <= greatest);
  const isStrided = stride.some((step) => step > 1);
  return integerImages.includes(image.dtype) && integerResults.includes(result) && !isStrided && fits;
}

/** Up to here a float32 quotient of integers is on the right side of every tie: its unit in the last place is 1/2 at 2^23. */
const MAX_QUOTIENT = 2 ** 23;
const MAX_SUM = 2 ** 31 - 1;
/** Integers up to here are float32 numbers. */
const MAX_FLOAT = 2 ** 24;
/** Taps are multiplied in 16 bits. */
const MAX_TAP = 2 ** 15 - 1;

/**
 * The kernels of a problem as integers over divisors, where integer arithmetic gives the results of exact arithmetic;
 * undefined where some sum might not be held, or its quotient rounded wrongly.
 */
export function integersOf(problem: Problem): readonly Fraction[] | undefined {
  const { fractions, image, result, delta } = problem;
  if (fractions === null || !takesIntegers(problem)) return undefined;
  const range = elementTypes[image.dtype].range as readonly [number, number];
  const greatest = Math.max(-range[0], range[1]);
  const isFloat = elementTypes[result].range === null;
  const serves = ({ numerators, divisor }: Fraction) => {
    const initial = delta * divisor;
    const most = Math.max(1, magnitudeOf(numerators)) * greatest + Math.abs(initial);
    const isPower = isPowerOfTwo(divisor);
    const limit = isFloat ? (isPower ? MAX_FLOAT : 0) : divisor === 1 ? MAX_SUM : MAX_QUOTIENT;
    // A product with an odd number may be an integer only because it was rounded.
    return Number.isInteger(isPower ? initial : delta) && most <= limit && greatestTap(numerators) <= MAX_TAP;
  };
  return fractions.every(serves) ? fractions : undefined;
}
