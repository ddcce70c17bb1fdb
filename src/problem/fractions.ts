import { everyListed, listsOf, mapLists, sumOfTaps, type Taps } from './taps.ts';

/** A kernel as integers divided by one positive integer. */
export interface Fraction {
  readonly numerators: Taps;
  readonly divisor: number;
}

/** With more binary places, sums of bytes under a kernel that sums to 1 exceed MAX_QUOTIENT of integers.ts. */
const MAX_BINARY_PLACES = 15;

/**
 * Taps as integers divided by a common divisor, or undefined if they are not. A power of two divides them exactly; for an odd
 * divisor d each tap must be the float64 nearest to some n/d. A column and a row each have a divisor of their own, but both must
 * be powers of two or both odd.
 *
 * @param given The taps before `normalize` divided them by their sum, if it did.
 */
export function fractionOf(taps: Taps, given: Taps): Fraction | undefined {
  if (everyListed(taps, Number.isInteger)) return { numerators: taps, divisor: 1 };
  if (everyListed(given, Number.isSafeInteger)) {
    const sum = sumOfTaps(given);
    return { numerators: sum < 0 ? negated(given) : given, divisor: Math.abs(sum) };
  }
  const parts = listsOf(taps).map(fractionOfList);
  if (parts.some((part) => part === undefined)) return undefined;
  const fractions = parts as ListFraction[];
  const divisors = fractions.map(({ divisor }) => divisor);
  if (!divisors.every(isPowerOfTwo) && !divisors.every((divisor) => divisor % 2 === 1)) return undefined;
  return {
    numerators: mapLists(taps, (_, index) => (fractions[index] as ListFraction).numerators),
    divisor: divisors.reduce((product, each) => product * each, 1),
  };
}

export function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

/** Negates one list, and so every tap. */
function negated(taps: Taps): Taps {
  return mapLists(taps, (list, index) => (index === 0 ? list.map((tap) => -tap) : list));
}

interface ListFraction {
  readonly numerators: Float64Array;
  readonly divisor: number;
}

function fractionOfList(list: Float64Array): ListFraction | undefined {
  for (let places = 0; places <= MAX_BINARY_PLACES; places++) {
    const divisor = 2 ** places;
    if (list.every((tap) => Number.isInteger(tap * divisor))) {
      return { numerators: list.map((tap) => tap * divisor), divisor };
    }
  }
  let divisor = 1;
  for (const tap of list) {
    if (isNearest(tap, divisor)) continue;
    const own = divisorOf(tap);
    if (own % 2 !== 1) return undefined;
    divisor *= own / greatestCommonDivisor(divisor, own);
    if (divisor > MAX_DIVISOR) return undefined;
  }
  if (!list.every((tap) => isNearest(tap, divisor))) return undefined;
  return { numerators: list.map((tap) => Math.round(tap * divisor)), divisor };
}

/** Two different fractions with divisors up to this are at least 2^-52 apart, so each has a float64 number of its own. */
const MAX_DIVISOR = 2 ** 26;

function isNearest(tap: number, divisor: number): boolean {
  return Math.round(tap * divisor) / divisor === tap;
}

/**
 * The least d for which a number is the float64 nearest to some n/d; NaN if d exceeds MAX_DIVISOR. Some convergent of the number's
 * continued fraction has it (Hardy and Wright, An Introduction to the Theory of Numbers, 10.15, theorem 184).
 */
function divisorOf(tap: number): number {
  let rest = Math.abs(tap);
  let [before, divisor] = [1, 0];
  while (divisor <= MAX_DIVISOR) {
    const whole = Math.floor(rest);
    [before, divisor] = [divisor, whole * divisor + before];
    if (isNearest(tap, divisor)) return divisor;
    rest = 1 / (rest - whole);
  }
  return NaN;
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}
