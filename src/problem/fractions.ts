import { type Change, LargeTaps } from './large-taps.ts';
import { areIntegers, areSafeIntegers, changeLists, listsOf, sumOfTaps, type Taps } from './taps.ts';

/** A kernel as integers divided by one positive integer. */
export interface Fraction {
  readonly numerators: Taps;
  readonly divisor: number;
}

/** With more than 15 binary places, sums of bytes under a kernel that sums to 1 exceed MAX_QUOTIENT of integers.ts. */
const MAX_BINARY_SCALE = 2 ** 15;

/**
 * Taps as integers divided by a common divisor, or undefined if they are not. A power of two divides them exactly; for an odd
 * divisor d each tap must be the float64 nearest to some n/d. A column and a row each have a divisor of their own, but both must
 * be powers of two or both odd.
 *
 * @param given The taps before `normalize` divided them by their sum, if it did.
 */
export function fractionOf(taps: Taps, given: Taps): Fraction | undefined {
  if (areIntegers(taps)) return { numerators: taps, divisor: 1 };
  if (areSafeIntegers(given)) {
    const sum = sumOfTaps(given);
    return { numerators: sum < 0 ? negated(given) : given, divisor: Math.abs(sum) };
  }
  const parts = rowsOf(taps).map(fractionOfRows);
  if (parts.some((part) => part === undefined)) return undefined;
  const changes = parts as Change[];
  const divisors = changes.map(divisorOfChange);
  if (!divisors.every(isPowerOfTwo) && !divisors.every((divisor) => divisor % 2 === 1)) return undefined;
  return {
    numerators: changeLists(taps, (index) => changes[index] as Change),
    divisor: divisors.reduce((product, each) => product * each, 1),
  };
}

export function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

/** Negates one list, and so every tap. */
function negated(taps: Taps): Taps {
  return changeLists(taps, (index) => ({ by: index === 0 ? -1 : 1, rounds: false }));
}

/** Whether a test holds for all rows of taps. */
type Rows = (test: (data: Float64Array, start: number, end: number) => boolean) => boolean;

/** A list is a single row. */
function rowsOf(taps: Taps): Rows[] {
  if (!(taps instanceof LargeTaps)) return listsOf(taps).map((list) => (test) => test(list, 0, list.length));
  const { equal } = taps.statistics;
  // One tap speaks for all of them.
  const lone = equal === undefined ? undefined : Float64Array.of(equal);
  return [(test) => (lone ? test(lone, 0, 1) : taps.everyRow(test))];
}

/** Dividing by 2^-p is exact; the product with an odd divisor has to be rounded. */
function divisorOfChange({ by, rounds }: Change): number {
  return rounds ? by : 1 / by;
}

/** What makes numerators of a list's taps; undefined if they have no common divisor. */
function fractionOfRows(rows: Rows): Change | undefined {
  let scale = 1;
  const areBinary = rows((data, start, end) => {
    scale = binaryScale(data, start, end, scale);
    return scale <= MAX_BINARY_SCALE;
  });
  if (areBinary) return { by: 1 / scale, rounds: false };
  let divisor = 1;
  const haveDivisor = rows((data, start, end) => {
    for (let i = start; i < end; i++) {
      const tap = data[i] as number;
      if (isNearest(tap, divisor)) continue;
      const own = divisorOf(tap);
      if (own % 2 !== 1) return false;
      divisor *= own / greatestCommonDivisor(divisor, own);
      if (divisor > MAX_DIVISOR) return false;
    }
    return true;
  });
  const isShared = haveDivisor && rows((data, start, end) => areNearest(data, start, end, divisor));
  return isShared ? { by: divisor, rounds: true } : undefined;
}

/** `scale`, or the least greater power of two, by which all taps are integers; beyond MAX_BINARY_SCALE there may be none. */
function binaryScale(data: Float64Array, start: number, end: number, scale: number): number {
  let least = scale;
  for (let i = start; i < end; i++) {
    const scaled = (data[i] as number) * least;
    if (Math.floor(scaled) === scaled && Math.abs(scaled) < Infinity) continue;
    least *= 2;
    if (least > MAX_BINARY_SCALE) break;
    // The same tap again.
    i--;
  }
  return least;
}

function areNearest(data: Float64Array, start: number, end: number, divisor: number): boolean {
  for (let i = start; i < end; i++) {
    if (!isNearest(data[i] as number, divisor)) return false;
  }
  return true;
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
