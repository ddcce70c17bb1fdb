import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import { greatestWholeSum } from './exactness.ts';
import { type Fraction, isPowerOfTwo } from './fractions.ts';
import type { Problem } from './problem.ts';
import { greatestTap } from './taps.ts';

const integerImages: readonly DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16'];
const integerResults: readonly DType[] = ['uint8', 'uint8clamped', 'int16', 'uint16', 'float32'];

/** Whether integer arithmetic supports the types and the stride, and the fill value is a possible element of the image. */
export function takesIntegers({ image, result, stride, fillvalue }: Problem): boolean {
  const [least, greatest] = elementTypes[image.dtype].range ?? [0, 0];
  const fits = Number.isInteger(fillvalue) && fillvalue >= least && fillvalue <= greatest;
  const isStrided = stride.some((step) => step > 1);
  return integerImages.includes(image.dtype) && integerResults.includes(result) && !isStrided && fits;
}

/** Up to this a float32 quotient of integers is on the right side of every tie: at 2^23 float32 numbers are 1/2 apart. */
const MAX_QUOTIENT = 2 ** 23;
const MAX_SUM = 2 ** 31 - 1;
/** All integers up to this are float32 numbers. */
const MAX_FLOAT = 2 ** 24;
/** Taps are multiplied as 16-bit integers. */
const MAX_TAP = 2 ** 15 - 1;

/**
 * The kernels of a problem that `takesIntegers` as integers over divisors, if integer arithmetic gives the results of exact
 * arithmetic; undefined if a sum could overflow, or a quotient could be rounded wrongly.
 */
export function integersOf(problem: Problem): readonly Fraction[] | undefined {
  const { fractions, image, result, delta } = problem;
  const isFloat = elementTypes[result].range === null;
  const serves = ({ numerators, divisor }: Fraction) => {
    const initial = delta * divisor;
    const greatest = greatestWholeSum(numerators, image.dtype, problem) + Math.abs(initial);
    const isPower = isPowerOfTwo(divisor);
    const limit = isFloat ? (isPower ? MAX_FLOAT : 0) : divisor === 1 ? MAX_SUM : MAX_QUOTIENT;
    // The product of a fraction and an odd divisor may be an integer only because it was rounded.
    return (
      Number.isInteger(isPower ? initial : delta) && greatest <= limit && greatestTap(numerators) <= MAX_TAP
    );
  };
  return fractions?.every(serves) ? fractions : undefined;
}
