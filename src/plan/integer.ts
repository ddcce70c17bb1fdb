import { elementTypes } from '../base/dtype.ts';
import { greatestElement, MAX_ERROR } from '../problem/exactness.ts';
import { type Fraction, isPowerOfTwo } from '../problem/fractions.ts';
import { integersOf, takesIntegers } from '../problem/integers.ts';
import { LargeTaps } from '../problem/large-taps.ts';
import type { Problem } from '../problem/problem.ts';
import {
  equalTapsOf,
  factorsOf,
  greatestMagnitude,
  greatestTap,
  magnitudeOf,
  multipliedOut,
  signedSums,
  sumOfMagnitudes,
  type Taps,
} from '../problem/taps.ts';
import { type PlanBase, planBase } from './base.ts';
import { exactly, type Factors } from './factor.ts';
import { factorsOfDense } from './factor-large.ts';
import { gathers, rowGeometry } from './rows.ts';
import { isInteger } from './separable.ts';
import { stripRows } from './strip-size.ts';

/**
 * How sums of integers are formed: `short` in lanes of 16 bits, `dot` in lanes of 32 bits from pairs of 16-bit integers,
 * `rounded` in lanes of 16 bits from rounded products, `box` as running sums.
 */
export type Arithmetic = 'short' | 'dot' | 'rounded' | 'box';

/** How a sum is requantized: divided, then, for integer results, rounded half to even and saturated. */
export interface Requantization {
  readonly sums: 'int16' | 'uint16' | 'int32';
  readonly scaling: 'none' | 'shift6' | 'shift8' | 'multiply' | 'divide' | 'fixed';
  /** 2^6 for `shift6`, 2^8 for `shift8`, a power of two for `fixed`; `multiply` multiplies by its reciprocal. */
  readonly divisor: number;
  /** For `fixed`: sums that are at most so far from a tie are listed. 0 for others. */
  readonly margin?: number;
}

/** The integer taps of one kernel: `taps` for a direct sum, else the vertical taps `columns` and the horizontal taps `rows`. */
export interface IntegerKernel {
  /** Row-major. */
  readonly taps?: Float64Array;
  readonly columns?: Float64Array;
  readonly rows?: Float64Array;
  /** How many of `taps` are not 0, where that is known without reading them. */
  readonly nonzero?: number;
  /** The value that sums start with. */
  readonly initial: number;
  readonly requantize: Requantization;
}

/**
 * The plan of integer arithmetic. Rows are read without borders and as the type of the image. Borders are added to rows of
 * 16-bit elements, or, between two passes, to the results of the vertical taps.
 */
export interface IntegerPlan extends PlanBase {
  readonly method: 'direct' | 'separable';
  readonly arithmetic: Arithmetic;
  readonly kernels: readonly IntegerKernel[];
}

/** A possible plan. */
export interface IntegerOption extends Pick<IntegerPlan, 'method' | 'arithmetic' | 'kernels'> {
  /** The greatest error of results before they are rounded. 0: results are those of exact arithmetic. */
  readonly error: number;
}

export function integerPlan(problem: Problem, { method, arithmetic, kernels }: IntegerOption): IntegerPlan {
  const row = rowGeometry(problem, 1);
  const base = planBase(problem, row);
  // Direct sums stage elements of 16 bits; `dot` interleaves them in pairs.
  const stagedBytes = arithmetic === 'short' ? 2 : 4;
  const strip = stripRows(
    base,
    row.imageRowLength * elementTypes[base.storage].bytes,
    base.outputRowLength * elementTypes[base.result].bytes +
      (method === 'direct' ? stagedBytes * row.stagedRowLength : 0),
  );
  return Object.freeze({ ...base, strip, exact: true, method, arithmetic, kernels });
}

/** All ways to compute a problem in integer arithmetic. */
export function integerOptions(problem: Problem): IntegerOption[] {
  // Integer kernels read neighbouring rows and columns.
  if (gathers(problem, 0) || gathers(problem, 1) || !takesIntegers(problem)) return [];
  const integers = integersOf(problem);
  const exact = integers ? exactOptions(problem, integers) : [];
  if (problem.exactness !== 'near') return exact;
  // An exact sum of the same method is no slower.
  const isOpen = (method: IntegerPlan['method']) => !exact.some((option) => option.method === method);
  const fast = [
    isOpen('separable') ? roundedOption(problem) : undefined,
    isOpen('direct') ? fixedOption(problem) : undefined,
  ];
  return [...exact, ...fast.filter((option) => option !== undefined)];
}

interface Range {
  readonly least: number;
  readonly greatest: number;
}

/** Direct sums with more taps of a column and a row are not considered: at 0.05 ns a tap any two passes are faster. */
const MAX_DIRECT_PRODUCT = 2 ** 12;

function mayBeDirect({ kind, rows, columns }: Taps): boolean {
  return kind === 'dense' || rows * columns <= MAX_DIRECT_PRODUCT;
}

function exactOptions(problem: Problem, integers: readonly Fraction[]): IntegerOption[] {
  const { kernel, delta, dilation } = problem;
  const areBytes = elementTypes[problem.image.dtype].bytes === 1;
  const found = integers.map(({ numerators: taps, divisor }) => {
    const initial = delta * divisor;
    const range = rangeOf(problem, taps, initial);
    const short = areBytes ? shortRequantization(problem, taps, divisor, range) : undefined;
    const wide = wideRequantization(divisor, range);
    return {
      taps,
      initial,
      factors: integerFactors(taps) as Factors,
      short,
      wide,
      scale: 1,
      requantize: wide,
    };
  });
  const areShort = found.every(({ short }) => short !== undefined);
  const arithmetic = areShort ? 'short' : 'dot';
  const parts = areShort ? found.map((part) => ({ ...part, ...part.short })) : found;
  const options: IntegerOption[] = [];
  const add = (
    method: IntegerPlan['method'],
    arithmetic: Arithmetic,
    kernelOf: (part: (typeof parts)[number]) => IntegerKernel,
  ) => options.push({ method, arithmetic, kernels: parts.map(kernelOf), error: 0 });
  const isBox = parts.every(({ taps }) => equalTapsOf(taps).every((tap) => tap === 1));
  if (isBox && dilation.every((step) => step === 1)) {
    add('separable', 'box', ({ initial, wide, requantize }) => ({
      columns: new Float64Array(kernel.rows).fill(1),
      rows: new Float64Array(kernel.columns).fill(1),
      initial,
      // A shift would need scaled taps, and those of a box are 1.
      requantize: { ...wide, sums: requantize.sums },
    }));
  }
  const areFactored = parts.every(({ factors }) => factors !== undefined);
  if (areFactored && areBytes && (areShort || parts.every((part) => fitsBetween(problem, part.factors)))) {
    add('separable', arithmetic, ({ factors, initial, scale, requantize }) => ({
      columns: factors.columns,
      rows: factors.rows.map((tap) => tap * scale),
      initial: initial * scale,
      requantize,
    }));
  }
  if (parts.every(({ taps }) => mayBeDirect(taps))) {
    add('direct', arithmetic, ({ taps, initial, scale, requantize }) => {
      const rest = { initial: initial * scale, requantize };
      const scaled = () => multipliedOut(taps).map((tap) => tap * scale);
      return taps instanceof LargeTaps
        ? lazyKernel(scaled, arithmetic === 'short' ? taps.nonzero : undefined, rest)
        : { taps: scaled(), ...rest };
    });
  }
  return options;
}

/** A kernel whose taps are copied only if the plan is run. */
function lazyKernel(
  make: () => Float64Array,
  nonzero: number | undefined,
  rest: Pick<IntegerKernel, 'initial' | 'requantize'>,
): IntegerKernel {
  let made: Float64Array | undefined;
  return {
    ...rest,
    ...(nonzero !== undefined && { nonzero }),
    get taps() {
      made ??= make();
      return made;
    },
  };
}

/** The least and the greatest possible sum. */
function rangeOf({ image }: Problem, taps: Taps, initial: number): Range {
  const [low, high] = elementTypes[image.dtype].range as readonly [number, number];
  const { positive, negative } = signedSums(taps);
  return {
    least: initial + positive * low - negative * high,
    greatest: initial + positive * high - negative * low,
  };
}

interface ShortRequantization {
  /** Taps are multiplied by this, so that `requantize` can divide by shifting. */
  readonly scale: number;
  readonly requantize: Requantization;
}

/** How 16-bit sums are requantized; undefined if 16 bits do not hold the final sums. (Partial sums may wrap around.) */
function shortRequantization(
  problem: Problem,
  taps: Taps,
  divisor: number,
  { least, greatest }: Range,
): ShortRequantization | undefined {
  const fits = (scale: number, half: number) =>
    least * scale >= -32768 && greatest * scale + half <= 32767
      ? 'int16'
      : least >= 0 && greatest * scale + half <= 65535
        ? 'uint16'
        : undefined;
  const scale = 2 ** 8 / divisor;
  const isInteger = elementTypes[problem.result].range !== null;
  if (isInteger && divisor > 1 && Number.isInteger(scale)) {
    const sums = fits(scale, 2 ** 7);
    if (sums && greatestTap(taps) * scale < 2 ** 15) {
      return { scale, requantize: { sums, scaling: 'shift8', divisor: 2 ** 8 } };
    }
  }
  const sums = fits(1, 0);
  return sums && { scale: 1, requantize: { ...wideRequantization(divisor, { least, greatest }), sums } };
}

/** Below this, multiplying by the rounded reciprocal of an odd divisor gives a product on the right side of every tie. */
const MAX_PRODUCT = 2 ** 22;

function wideRequantization(divisor: number, { least, greatest }: Range): Requantization {
  if (divisor === 1) return { sums: 'int32', scaling: 'none', divisor };
  const isPower = isPowerOfTwo(divisor);
  const multiplies = isPower || (divisor % 2 === 1 && Math.max(-least, greatest) < MAX_PRODUCT);
  return { sums: 'int32', scaling: multiplies ? 'multiply' : 'divide', divisor };
}

function integerFactors(taps: Taps): Factors | undefined {
  const factors = singleTerm(taps, 0);
  return factors && isInteger(factors) ? factors : undefined;
}

/** The factors of taps that are one outer product. */
function singleTerm(taps: Taps, tolerance: number): Factors | undefined {
  const product = factorsOf(taps);
  if (product) return exactly(product);
  return factorsOfDense(taps, 1, tolerance);
}

/** Whether 16 bits hold the results of the vertical taps, and the horizontal taps. */
function fitsBetween(problem: Problem, { columns, rows }: Factors): boolean {
  const column: Taps = { kind: 'dense', rows: columns.length, columns: 1, values: columns };
  const { least, greatest } = rangeOf(problem, column, 0);
  return least >= -32768 && greatest <= 32767 && greatestMagnitude(rows) < 2 ** 15;
}

/** The binary places of fixed-point taps: with more, products of bytes and taps of 1 could reach 2^31. */
const MAX_PLACES = 22;

/** Direct sums with taps rounded to 16 bits (fixed point). */
function fixedOption(problem: Problem): IntegerOption | undefined {
  const { kernel, delta } = problem;
  if (!kernel.taps.every(mayBeDirect)) return undefined;
  const greatest = greatestElement(problem.image.dtype, problem);
  let error = 0;
  const kernels: IntegerKernel[] = [];
  for (const each of kernel.taps) {
    const most = greatestTap(each);
    const sum = magnitudeOf(each) * greatest + Math.abs(delta);
    // Negated, so that infinities and NaN are refused too.
    if (!(most > 0 && sum < 2 ** 22)) return undefined;
    const places = Math.min(
      MAX_PLACES,
      Math.floor(Math.log2((2 ** 15 - 1) / most)),
      Math.floor(Math.log2((2 ** 31 - 2 ** 10) / sum)),
    );
    const scale = 2 ** places;
    if (each instanceof LargeTaps && !isNearIntegers(each, scale, MAX_ERROR / greatest)) return undefined;
    const taps = multipliedOut(each);
    const rounded = taps.map((tap) => Math.round(tap * scale));
    const initial = Math.round(delta * scale);
    if (sumOfMagnitudes(rounded) * greatest + Math.abs(initial) >= 2 ** 31) return undefined;
    const missed = roundingError(taps, rounded, scale);
    // The last term: sums of more than 24 bits are rounded to float32.
    error = Math.max(error, missed * greatest + Math.abs(delta - initial / scale) + sum * 2 ** -24);
    kernels.push({
      taps: rounded,
      initial,
      requantize: { sums: 'int32', scaling: 'multiply', divisor: scale },
    });
  }
  return error < MAX_ERROR ? { method: 'direct', arithmetic: 'dot', kernels, error } : undefined;
}

/** Whether rounding taps to multiples of 1 / `scale` misses less than `limit` in all. Mostly a few rows tell that it does not. */
function isNearIntegers(taps: LargeTaps, scale: number, limit: number): boolean {
  let missed = 0;
  return taps.everyRow((data, start, end) => {
    for (let i = start; i < end; i++) {
      const tap = data[i] as number;
      missed += Math.abs(tap - Math.round(tap * scale) / scale);
    }
    return missed < limit;
  });
}

/** Options whose results are repaired: see repair.ts. */
export type FixedOption = IntegerOption & { readonly method: 'direct' };

/**
 * A kernel with taps rounded to 16 bits, and the margin within which its sums may be on the wrong side of a tie. Undefined where
 * 32 bits do not hold its sums.
 *
 * Let d be what rounding takes from a tap. Elements are between `low` and `high`, so sum d * x is within sum |d| * (high - low) / 2
 * of sum d * (high + low) / 2, which `initial` contains.
 *
 * @param own The error of the sums that decide.
 */
export function fixedKernel(
  { image, delta }: Problem,
  each: Taps,
  own: number,
): { readonly kernel: IntegerKernel; readonly margin: number } | undefined {
  const [low, high] = elementTypes[image.dtype].range as readonly [number, number];
  const taps = multipliedOut(each);
  const greatestSum = sumOfMagnitudes(taps) * Math.max(-low, high) + Math.abs(delta) + 1;
  const greatestTap = greatestMagnitude(taps);
  // Negated, so that infinities and NaN are refused too.
  if (!(greatestTap > 0 && greatestSum < 2 ** 22)) return undefined;
  const places = Math.min(
    MAX_PLACES,
    Math.floor(Math.log2((2 ** 15 - 1) / greatestTap)),
    Math.floor(Math.log2((2 ** 31 - 2 ** 10) / greatestSum)),
  );
  const scale = 2 ** places;
  const rounded = taps.map((tap) => Math.round(tap * scale));
  let shift = 0;
  let spread = 0;
  for (let i = 0; i < taps.length; i++) {
    const rest = (taps[i] as number) - (rounded[i] as number) / scale;
    shift += (rest * (high + low)) / 2;
    spread += (Math.abs(rest) * (high - low)) / 2;
  }
  const initial = Math.round((delta + shift) * scale);
  if (places < 1 || sumOfMagnitudes(rounded) * Math.max(-low, high) + Math.abs(initial) >= 2 ** 31 - scale) {
    return undefined;
  }
  const units =
    Math.ceil((spread + Math.abs(delta + shift - initial / scale) + own) * scale * (1 + 2 ** -30)) + 1;
  const requantize = {
    sums: 'int32',
    scaling: 'fixed',
    divisor: scale,
    margin: units,
  } as const;
  return { kernel: { taps: rounded, initial, requantize }, margin: units / scale };
}

/** Bytes, and the rows between the passes, are scaled by 2^6: that leaves a bit for the sum of two elements. */
export const UNIT = 2 ** 6;

/** Two passes of rounded products: for a blur, whose taps sum to at most 1. */
function roundedOption(problem: Problem): IntegerOption | undefined {
  const { kernel, delta } = problem;
  if (delta !== 0 || elementTypes[problem.image.dtype].bytes !== 1) return undefined;
  let error = 0;
  const kernels: IntegerKernel[] = [];
  for (const taps of kernel.taps) {
    const factors = singleTerm(taps, FACTOR_TOLERANCE);
    if (factors === undefined) return undefined;
    const amount = sumOfMagnitudes(factors.columns);
    const horizontal = factors.rows.map((tap) => tap * amount);
    const columns = roundedPass(
      factors.columns.map((tap) => tap / amount),
      255,
    );
    const rows = roundedPass(horizontal, 255 + columns.error);
    // The sum of two elements, and a result plus half a unit, must fit into 16 bits.
    if (!(2 * columns.greatest <= 32767 && rows.greatest + UNIT / 2 <= 32767)) return undefined;
    const passError = columns.error * sumOfMagnitudes(horizontal) + rows.error;
    error = Math.max(error, passError + factors.error * magnitudeOf(taps) * 255);
    kernels.push({
      columns: columns.taps,
      rows: rows.taps,
      initial: 0,
      requantize: { sums: 'int16', scaling: 'shift6', divisor: UNIT },
    });
  }
  return error < MAX_ERROR ? { method: 'separable', arithmetic: 'rounded', kernels, error } : undefined;
}

/** The error of a kernel that was an outer product before it was rounded to float32: see FLOAT32_TOLERANCE in choose.ts. */
const FACTOR_TOLERANCE = 2 ** -23;
const TAP_UNIT = 2 ** 15;

/** The rounded taps of a pass over elements of up to `element`, its greatest error, and its greatest sum in units of 2^-6. */
function roundedPass(
  exact: Float64Array,
  element: number,
): { taps: Float64Array; error: number; greatest: number } {
  const taps = exact.map((tap) => Math.round(tap * TAP_UNIT));
  if (greatestMagnitude(taps) >= TAP_UNIT) return { taps, error: Infinity, greatest: Infinity };
  const terms = roundedTerms(taps).length;
  return {
    taps,
    error: roundingError(exact, taps, TAP_UNIT) * element + (terms * 0.5) / UNIT,
    greatest: (sumOfMagnitudes(taps) / TAP_UNIT) * element * UNIT + terms * 0.5,
  };
}

/** The sum of the errors of rounded taps, which are in units of 1 / `scale`. */
function roundingError(exact: Float64Array, rounded: Float64Array, scale: number): number {
  return exact.reduce((total, tap, i) => total + Math.abs(tap - (rounded[i] as number) / scale), 0);
}

/** A rounded product of a tap and one element, or of a tap and the sum of two elements. */
export interface RoundedTerm {
  readonly tap: number;
  /** The index of the tap. */
  readonly place: number;
  /** The index of the same tap at the other end; null if there is none. */
  readonly mirrored: number | null;
}

/** The products of a list of taps: one for each symmetric pair, none for taps of 0. */
export function roundedTerms(taps: Float64Array): RoundedTerm[] {
  const terms: RoundedTerm[] = [];
  for (let place = 0; place < taps.length; place++) {
    const tap = taps[place] as number;
    const mirrored = taps.length - 1 - place;
    const isPair = mirrored !== place && taps[mirrored] === tap;
    if (tap === 0 || (isPair && mirrored < place)) continue;
    terms.push({ tap, place, mirrored: isPair ? mirrored : null });
  }
  return terms;
}

/** The sum of rounded products of equal bytes, in units of 2^-6. */
export function valueOfRounded(terms: readonly RoundedTerm[], element: number): number {
  return terms.reduce(
    // The product in assembly/kernels/rounded-sums.ts. Both factors have 16 bits, so 32 bits hold it.
    (sum, { tap, mirrored }) => sum + ((tap * (mirrored === null ? 1 : 2) * element * UNIT + 2 ** 14) >> 15),
    0,
  );
}
