import { everyListed, factorsOf, listsOf, mapLists, outerTaps, sumOfTaps, type Taps } from './taps.ts';

/** A kernel as integers over a positive integer. */
export interface Fraction {
  readonly numerators: Taps;
  readonly divisor: number;
}

/** With more binary places than this, a kernel that sums to 1 or more takes bytes beyond 2^23: see integers.ts. */
const MAX_BINARY_PLACES = 15;

/**
 * Taps as integers over a divisor; undefined where they are none.
 *
 * `given` are the taps before they were divided by their sum, if they were. Taps count as n/d for an odd d where each is the
 * float64 nearest to it. A column and a row are read one by one: both over powers of two, or both over odd numbers.
 */
export function fractionOf(taps: Taps, given: Taps): Fraction | undefined {
  if (everyListed(taps, Number.isInteger)) return { numerators: taps, divisor: 1 };
  if (everyListed(given, Number.isSafeInteger)) {
    const sum = sumOfTaps(given);
    return { numerators: sum < 0 ? negated(given) : given, divisor: Math.abs(sum) };
  }
  const parts = listsOf(taps).map(fractionOfList);
  if (parts.some((part) => part === undefined)) return undefined;
  const [first, second] = parts as ListFraction[];
  const divisors = (parts as ListFraction[]).map(({ divisor }) => divisor);
  if (!divisors.every(isPowerOfTwo) && !divisors.every((divisor) => divisor % 2 === 1)) return undefined;
  const divisor = divisors.reduce((product, each) => product * each, 1);
  const numerators =
    taps.kind === 'dense'
      ? { ...taps, values: (first as ListFraction).numerators }
      : outerTaps((first as ListFraction).numerators, (second as ListFraction).numerators);
  return { numerators, divisor };
}

export function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

/** The same product with the signs of one list turned round. */
function negated(taps: Taps): Taps {
  const product = factorsOf(taps);
  if (product === undefined) return mapLists(taps, (list) => list.map((tap) => -tap));
  return outerTaps(
    product.column,
    product.row.map((tap) => -tap),
  );
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

/** Fractions with divisors up to here have float64 numbers of their own: two of them are at least 2^-52 apart. */
const MAX_DIVISOR = 2 ** 26;

function isNearest(tap: number, divisor: number): boolean {
  return Math.round(tap * divisor) / divisor === tap;
}

/**
 * The least d of which a number is the float64 nearest to some n/d; NaN if it is beyond MAX_DIVISOR. It is among the convergents
 * of the number's continued fraction (Hardy and Wright, An Introduction to the Theory of Numbers, 10.15, theorem 184).
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
