import { elementTypes } from '../base/dtype.ts';
import { MAX_ERROR } from '../problem/exactness.ts';
import { type Fraction, isPowerOfTwo } from '../problem/fractions.ts';
import { integersOf, takesIntegers } from '../problem/integers.ts';
import type { Problem } from '../problem/problem.ts';
import {
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
import { type Factors, factorise } from './factor.ts';
import { gathers, rowGeometry } from './rows.ts';
import { isInteger } from './separable.ts';
import { stripRows } from './strip-size.ts';

/**
 * How sums of integers are formed: `short` in lanes of 16 bits, `dot` in lanes of 32 bits from pairs of 16 bits, `rounded` in
 * lanes of 16 bits from rounded products, `box` as running sums of ones.
 */
export type Arithmetic = 'short' | 'dot' | 'rounded' | 'box';

/** How a sum becomes a result: divided, rounded half to even (unless the result is a float), saturated. */
export interface Finish {
  readonly sums: 'int16' | 'uint16' | 'int32';
  readonly scaling: 'none' | 'shift6' | 'shift8' | 'multiply' | 'divide';
  /** Of `shift6` it is 2^6, of `shift8` 2^8; `multiply` multiplies with its reciprocal. */
  readonly divisor: number;
}

/** Integer taps of one kernel. */
export interface IntegerKernel {
  /** Of a direct sum, in row-major order; else the vertical and the horizontal taps. */
  readonly taps?: Float64Array;
  readonly columns?: Float64Array;
  readonly rows?: Float64Array;
  /** What sums begin with. */
  readonly initial: number;
  readonly finish: Finish;
}

/**
 * Computed in integers. Rows are read as they are, without margins; margins come to rows of 16-bit elements, or to what the
 * vertical taps make of rows.
 */
export interface IntegerPlan extends PlanBase {
  readonly method: 'direct' | 'separable';
  readonly arithmetic: Arithmetic;
  readonly kernels: readonly IntegerKernel[];
}

/** A plan that could be made, and how far its results may be off before they are rounded. */
export interface IntegerOption {
  readonly method: IntegerPlan['method'];
  readonly arithmetic: Arithmetic;
  readonly kernels: readonly IntegerKernel[];
  /** 0: results are those of exact arithmetic. */
  readonly error: number;
}

export function integerPlan(problem: Problem, { method, arithmetic, kernels }: IntegerOption): IntegerPlan {
  const row = rowGeometry(problem, 1);
  const base = planBase(problem, row);
  // What stands between rows and results, for each row of results: `dot` has rows of pairs.
  const between = arithmetic === 'short' ? 2 : 4;
  const strip = stripRows(
    base,
    row.imageRowLength * elementTypes[base.storage].bytes,
    base.outputRowLength * elementTypes[base.result].bytes +
      (method === 'direct' ? between * row.stagedRowLength : 0),
  );
  return Object.freeze({ ...base, strip, exact: true, method, arithmetic, kernels });
}

/** What integer arithmetic has to offer. */
export function integerOptions(problem: Problem): IntegerOption[] {
  const { exactness } = problem;
  // Integer kernels read neighbouring rows and columns.
  if (gathers(problem, 0) || gathers(problem, 1)) return [];
  const integers = integersOf(problem);
  const exact = integers ? exactOptions(problem, integers) : [];
  if (exactness !== 'near') return exact;
  const fast = [roundedOption(problem), fixedOption(problem)].filter((option) => option !== undefined);
  // An exact sum takes no longer where there is one of the method.
  return [...exact, ...fast.filter((option) => !exact.some(({ method }) => method === option.method))];
}

interface Range {
  readonly least: number;
  readonly greatest: number;
}

/**
 * Direct sums of a column and a row with more taps than this are not weighed: at half a nanosecond for ten taps they take
 * longer than any two passes.
 */
const MAX_DIRECT_PRODUCT = 2 ** 12;

function mayBeDirect({ kind, rows, columns }: Taps): boolean {
  return kind === 'dense' || rows * columns <= MAX_DIRECT_PRODUCT;
}

function exactOptions(problem: Problem, integers: readonly Fraction[]): IntegerOption[] {
  const { kernel, delta, dilation } = problem;
  const found = integers.map(({ numerators: taps, divisor }) => {
    const initial = delta * divisor;
    const range = rangeOf(problem, taps, initial);
    const short = shortFinish(problem, taps, divisor, range);
    return { taps, initial, factors: integerFactors(taps), short, finish: wideFinish(divisor, range) };
  });
  const areShort = is8bit(problem) && found.every(({ short }) => short !== undefined);
  const arithmetic = areShort ? 'short' : 'dot';
  const parts = found.map((part) => ({
    ...part,
    factors: part.factors as Factors,
    sums: areShort ? (part.short as ShortFinish) : { scale: 1, finish: part.finish },
  }));
  const options: IntegerOption[] = [];
  const add = (
    method: IntegerPlan['method'],
    arithmetic: Arithmetic,
    kernelOf: (part: (typeof parts)[number]) => IntegerKernel,
  ) => options.push({ method, arithmetic, kernels: parts.map(kernelOf), error: 0 });
  const isBox = parts.every(
    ({ taps }) => taps.kind === 'box' || (taps.kind === 'dense' && taps.values.every((tap) => tap === 1)),
  );
  if (isBox && dilation.every((step) => step === 1)) {
    add('separable', 'box', ({ initial, finish, sums }) => ({
      columns: new Float64Array(kernel.rows).fill(1),
      rows: new Float64Array(kernel.columns).fill(1),
      initial,
      // A shift would need taps of another size than 1.
      finish: { ...finish, sums: sums.finish.sums },
    }));
  }
  const areFactored = parts.every(({ factors }) => factors !== undefined);
  if (
    areFactored &&
    (areShort || (is8bit(problem) && parts.every((part) => fitsBetween(problem, part.factors))))
  ) {
    add('separable', arithmetic, ({ factors, initial, sums: { scale, finish } }) => ({
      columns: factors.columns,
      rows: factors.rows.map((tap) => tap * scale),
      initial: initial * scale,
      finish,
    }));
  }
  if (parts.every(({ taps }) => mayBeDirect(taps))) {
    add('direct', arithmetic, ({ taps, initial, sums: { scale, finish } }) => ({
      taps: multipliedOut(taps).map((tap) => tap * scale),
      initial: initial * scale,
      finish,
    }));
  }
  return options;
}

function is8bit({ image }: Problem): boolean {
  return elementTypes[image.dtype].bytes === 1;
}

function elementRange({ image }: Problem): readonly [number, number] {
  return elementTypes[image.dtype].range as readonly [number, number];
}

/** The least and the greatest sum that elements of the image's type can make. */
function rangeOf(problem: Problem, taps: Taps, initial: number): Range {
  const [low, high] = elementRange(problem);
  const { positive, negative } = signedSums(taps);
  return {
    least: initial + positive * low - negative * high,
    greatest: initial + positive * high - negative * low,
  };
}

interface ShortFinish {
  /** What taps are multiplied with. */
  readonly scale: number;
  readonly finish: Finish;
}

/** Sums in 16 bits, if these hold them: they may wrap around on the way. */
function shortFinish(
  problem: Problem,
  taps: Taps,
  divisor: number,
  { least, greatest }: Range,
): ShortFinish | undefined {
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
      return { scale, finish: { sums, scaling: 'shift8', divisor: 2 ** 8 } };
    }
  }
  const sums = fits(1, 0);
  return sums && { scale: 1, finish: { ...wideFinish(divisor, { least, greatest }), sums } };
}

/** Below this, the product with a reciprocal that is rounded too is on the right side of every half. */
const MOST_PRODUCT = 2 ** 22;

function wideFinish(divisor: number, { least, greatest }: Range): Finish {
  if (divisor === 1) return { sums: 'int32', scaling: 'none', divisor };
  const isPower = isPowerOfTwo(divisor);
  const multiplies = isPower || (divisor % 2 === 1 && Math.max(-least, greatest) < MOST_PRODUCT);
  return { sums: 'int32', scaling: multiplies ? 'multiply' : 'divide', divisor };
}

function integerFactors(taps: Taps): Factors | undefined {
  const factors = singleTerm(taps, 0);
  return factors && isInteger(factors) ? factors : undefined;
}

/** The factors of taps that are one outer product. */
function singleTerm(taps: Taps, tolerance: number): Factors | undefined {
  const product = factorsOf(taps);
  if (product) return { rank: 1, columns: product.column, rows: product.row, error: 0 };
  return factorise(multipliedOut(taps), taps.rows, taps.columns, 1, tolerance);
}

/** Whether what the vertical taps make of bytes are integers of 16 bits, and the horizontal taps are. */
function fitsBetween(problem: Problem, { columns, rows }: Factors): boolean {
  const column: Taps = { kind: 'dense', rows: columns.length, columns: 1, values: columns };
  const { least, greatest } = rangeOf(problem, column, 0);
  return least >= -32768 && greatest <= 32767 && greatestMagnitude(rows) < 2 ** 15;
}

function isFast(problem: Problem): boolean {
  return elementTypes[problem.result].range !== null && takesIntegers(problem);
}

/** The most that taps in fixed point are shifted: the products of bytes and such taps stay below 2^31 then. */
const MOST_PLACES = 22;

/** Taps rounded to 16 bits. */
function fixedOption(problem: Problem): IntegerOption | undefined {
  const { kernel, delta } = problem;
  if (!isFast(problem) || !kernel.taps.every(mayBeDirect)) return undefined;
  const [low, high] = elementRange(problem);
  const greatest = Math.max(-low, high);
  let error = 0;
  const kernels: IntegerKernel[] = [];
  for (const each of kernel.taps) {
    const taps = multipliedOut(each);
    const most = greatestMagnitude(taps);
    const sum = sumOfMagnitudes(taps) * greatest + Math.abs(delta);
    // Also false for what is not finite.
    if (!(most > 0 && sum < 2 ** 22)) return undefined;
    const places = Math.min(
      MOST_PLACES,
      Math.floor(Math.log2((2 ** 15 - 1) / most)),
      Math.floor(Math.log2((2 ** 31 - 2 ** 10) / sum)),
    );
    const scale = 2 ** places;
    const rounded = taps.map((tap) => Math.round(tap * scale));
    const initial = Math.round(delta * scale);
    if (rounded.some((tap) => Math.abs(tap) > 32767)) return undefined;
    if (sumOfMagnitudes(rounded) * greatest + Math.abs(initial) >= 2 ** 31) return undefined;
    const missed = taps.reduce((total, tap, i) => total + Math.abs(tap - (rounded[i] as number) / scale), 0);
    // The last term: a sum of more than 24 bits is rounded to float32.
    error = Math.max(error, missed * greatest + Math.abs(delta - initial / scale) + sum * 2 ** -24);
    kernels.push({ taps: rounded, initial, finish: { sums: 'int32', scaling: 'multiply', divisor: scale } });
  }
  return error < MAX_ERROR ? { method: 'direct', arithmetic: 'dot', kernels, error } : undefined;
}

/** Bytes and what lies between the passes count 2^6 times, which leaves a bit for the sum of two. */
export const UNIT = 2 ** 6;

/** Both passes by rounded products: of a blur, whose taps add up to at most 1. */
function roundedOption(problem: Problem): IntegerOption | undefined {
  const { kernel, delta } = problem;
  if (!isFast(problem) || delta !== 0 || !is8bit(problem)) return undefined;
  let error = 0;
  const kernels: IntegerKernel[] = [];
  for (const taps of kernel.taps) {
    const factors = singleTerm(taps, FACTOR_TOLERANCE);
    if (factors === undefined || factors.rank !== 1) return undefined;
    const amount = sumOfMagnitudes(factors.columns);
    const columns = roundTaps(factors.columns.map((tap) => tap / amount));
    const rows = roundTaps(factors.rows.map((tap) => tap * amount));
    const column = errorOf(columns, 255);
    const row = errorOf(rows, 255 + column.error);
    const magnitude = sumOfMagnitudes(rows.exact);
    // A sum of two elements, and a result with half a unit, have to fit into 16 bits.
    if (!(2 * column.most <= 32767 && row.most + UNIT / 2 <= 32767)) return undefined;
    error = Math.max(error, column.error * magnitude + row.error + factors.error * magnitudeOf(taps) * 255);
    kernels.push({
      columns: columns.rounded,
      rows: rows.rounded,
      initial: 0,
      finish: { sums: 'int16', scaling: 'shift6', divisor: UNIT },
    });
  }
  return error < MAX_ERROR ? { method: 'separable', arithmetic: 'rounded', kernels, error } : undefined;
}

/** Of a kernel that was an outer product before it was rounded to float32: see choose.ts. */
const FACTOR_TOLERANCE = 2 ** -23;
const TAP_UNIT = 2 ** 15;

function roundTaps(exact: Float64Array): { exact: Float64Array; rounded: Float64Array } {
  return { exact, rounded: exact.map((tap) => Math.round(tap * TAP_UNIT)) };
}

/** How far a pass over elements of up to `greatest` may be off, and the greatest magnitude of its sums in units of 2^-6. */
function errorOf(
  { exact, rounded }: { exact: Float64Array; rounded: Float64Array },
  greatest: number,
): { error: number; most: number } {
  if (rounded.some((tap) => Math.abs(tap) >= TAP_UNIT)) return { error: Infinity, most: Infinity };
  const terms = roundedTerms(rounded).length;
  const missed = exact.reduce(
    (total, tap, i) => total + Math.abs(tap - (rounded[i] as number) / TAP_UNIT),
    0,
  );
  return {
    error: missed * greatest + (terms * 0.5) / UNIT,
    most: (sumOfMagnitudes(rounded) / TAP_UNIT) * greatest * UNIT + terms * 0.5,
  };
}

/** A rounded product: of a tap with the sum of two elements, or with one. */
export interface RoundedTerm {
  readonly tap: number;
  readonly place: number;
  /** null: there is none. */
  readonly mirrored: number | null;
}

/** The products that taps come to: one for each symmetric pair, none for 0. */
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

/** What rounded products of equal bytes add up to, in units of 2^-6. */
export function valueOfRounded(terms: readonly RoundedTerm[], element: number): number {
  return terms.reduce(
    (sum, { tap, mirrored }) => sum + roundedProduct(tap, (mirrored === null ? 1 : 2) * element * UNIT),
    0,
  );
}

/** As assembly/kernels/rounded-sums.ts has it: of 16 bits each, so that shifting loses nothing. */
function roundedProduct(tap: number, element: number): number {
  return (tap * element + 2 ** 14) >> 15;
}
