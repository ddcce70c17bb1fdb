import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import type { Method } from '../base/types.ts';
import { type Bound, directBound, greatestElement, verdictOn } from '../problem/exactness.ts';
import { extent } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import {
  areDense,
  factorsOf,
  greatestOf,
  greatestTap,
  magnitudeOf,
  multipliedOut,
  sumOfMagnitudes,
  type Taps,
} from '../problem/taps.ts';
import { fourierBound, integerBound, separableBound } from './bound.ts';
import { directCost, fourierCost, integerCost, separableCost } from './cost.ts';
import { directPlan } from './direct.ts';
import { type Factors, factorise } from './factor.ts';
import { type FourierShape, fourierPlan, TILE_BYTES } from './fourier.ts';
import { type Arithmetic, type IntegerOption, integerOptions, integerPlan } from './integer.ts';
import type { Plan } from './plan.ts';
import { agreedRates, type BackendRates, type Rates } from './rates.ts';
import { gathers } from './rows.ts';
import { isInteger, separablePlan } from './separable.ts';
import { MAX_STAGED_BYTES } from './strip-size.ts';
import { transforms } from './transform.ts';

/** A method that was considered. Costs are estimates for the machine that the rates were fitted on. */
export interface Candidate {
  readonly method: Plan['method'];
  /** Milliseconds; null where the method cannot serve. */
  readonly cost: number | null;
  /** Why it cannot serve, or what it would do. */
  readonly reason: string;
}

export interface Choice {
  readonly plan: Plan;
  readonly reason: string;
  readonly candidates: readonly Candidate[];
  readonly bound: Bound;
}

interface Option extends Candidate {
  /** The costs of options that `auto` must not take are not looked at. */
  readonly allowed: boolean;
  readonly bound: Bound;
  plan(): Plan;
}

/** What a choice depends on besides the problem. */
export interface Request {
  readonly method: Method;
  /** Of the backend. */
  readonly rates: BackendRates;
  /** Choose alike on all backends, and only methods whose results agree to the bit. */
  readonly deterministic: boolean;
}

/** @throws {RangeError} A method was asked for that cannot serve: `ERR_METHOD`. */
export function choose(problem: Problem, request: Request): Choice {
  // What may be 1 off is chosen alike on all backends too, since another method might be off elsewhere.
  const isAlike = request.deterministic || problem.precision === 'fast' || problem.exactness === 'same';
  const rates = isAlike ? agreedRates : request.rates;
  const table = rates[problem.accumulator];
  const integer = integerChoice(problem, rates);
  const direct = integer.direct ?? directOption(problem, table, request);
  if (request.method === 'direct') return chosen(direct, [direct], 'it was asked for');
  // Beside a call's own cost there is nothing to gain, and finding out takes time.
  if (
    request.method === 'auto' &&
    direct.allowed &&
    (direct.cost as number) < 4 * toMilliseconds(table.call)
  ) {
    return chosen(direct, [direct], 'so small a problem is done sooner than another method is set up');
  }
  const fourier = fourierOption(problem, rates, request);
  const others = [direct, fourier].filter(isAllowed).map(({ cost }) => cost);
  const separable = integer.separable ?? separableOption(problem, table, request, Math.min(...others));
  const options = [direct, separable, fourier];
  if (request.method !== 'auto') {
    const wanted = request.method === 'separable' ? separable : fourier;
    if (wanted.cost === null) {
      throw wrongValue('ERR_METHOD', 'method', 'one that can serve', `"${request.method}": ${wanted.reason}`);
    }
    return chosen(wanted as Option, options, 'it was asked for');
  }
  const allowed = options.filter(isAllowed);
  // Passes that are the reference cannot serve taps that their type does not hold.
  const able = allowed.length > 0 ? allowed : [direct as Option & { readonly cost: number }];
  const best = able.reduce((a, b) => (b.cost < a.cost ? b : a));
  return chosen(
    best,
    options,
    able.length > 1 ? 'it is estimated to be the fastest' : 'no other method can serve',
  );
}

function isAllowed(option: Option | Candidate): option is Option & { readonly cost: number } {
  return option.cost !== null && (option as Option).allowed;
}

function chosen(option: Option, options: readonly Candidate[], why: string): Choice {
  return {
    plan: option.plan(),
    reason: why,
    candidates: options.map(({ method, cost, reason }) => ({ method, cost, reason })),
    bound: option.bound,
  };
}

const arithmetics: { readonly [name in Arithmetic]: string } = {
  short: 'in integers of 16 bits',
  dot: 'in integers, two taps at a time',
  rounded: 'in rounded products of 16 bits',
  box: 'as running sums of integers',
};

/** The cheapest in integer arithmetic of each method. It serves wherever it can: it is faster, and no less exact. */
function integerChoice(problem: Problem, rates: BackendRates): { direct?: Option; separable?: Option } {
  const options = integerOptions(problem).map((option) => ({
    option,
    cost: integerCost(problem, option, rates),
  }));
  const cheapest = (method: IntegerOption['method']) => {
    const able = options.filter(({ option }) => option.method === method);
    if (able.length === 0) return {};
    const { option, cost } = able.reduce((a, b) => (b.cost < a.cost ? b : a));
    const { rows, columns } = problem.kernel;
    const taps = method === 'direct' ? `${rows * columns} taps` : `${rows} + ${columns} taps`;
    return {
      [method]: {
        method,
        cost: toMilliseconds(cost),
        reason: `${taps} for each result, ${arithmetics[option.arithmetic]}`,
        allowed: true,
        bound: integerBound(problem, option),
        plan: () => integerPlan(problem, option),
      },
    };
  };
  return { ...cheapest('direct'), ...cheapest('separable') };
}

function directOption(problem: Problem, table: Rates, request: Request): Option {
  const { kernel } = problem;
  const bound = directBound(problem);
  const isReference = areDense(kernel.taps);
  const arithmetic = { bound, isExact: true, isReference, agrees: true };
  return {
    method: 'direct',
    cost: toMilliseconds(directCost(problem, table, elementTypes[problem.accumulator].bytes)),
    reason: `${kernel.rows * kernel.columns} taps for each result`,
    allowed: verdictOn(problem, arithmetic, request.deterministic).serves,
    bound,
    plan: () => directPlan(problem),
  };
}

/** What float64 products of factors may be off, for each term; see `factorise`. */
const FLOAT64_TOLERANCE = 2 ** -51;
/** The spacing of float32 near 1: an outer product that was rounded to float32 is off by about half of it. */
const FLOAT32_TOLERANCE = 2 ** -23;

/** The most terms that are looked for when they were asked for: beyond, the passes have more taps than most kernels. */
const MOST_TERMS = 32;

/** `limit`: the milliseconds that other methods take. More terms than are worth it then are not looked for. */
function separableOption(
  problem: Problem,
  table: Rates,
  { method, deterministic }: Request,
  limit: number,
): Option | Candidate {
  const refused = (reason: string): Candidate => ({ method: 'separable', cost: null, reason });
  const { kernel, accumulator } = problem;
  const { bytes } = elementTypes[accumulator];
  const taps = kernel.rows * kernel.columns;
  const fewer = Math.min(MOST_TERMS, Math.max(1, Math.floor((taps - 1) / (kernel.rows + kernel.columns))));
  const costOf = (ranks: readonly number[]) => toMilliseconds(separableCost(problem, ranks, table, bytes));
  const [once, twice] = [1, 2].map((rank) => costOf(kernel.taps.map(() => rank))) as [number, number];
  const paying = Math.floor(1 + (limit - once) / (twice - once));
  const worthwhile = method === 'separable' ? fewer : Math.min(fewer, paying);
  if (worthwhile < 1) return refused('two passes take longer');
  const tolerance = accumulator === 'float32' ? FLOAT32_TOLERANCE : FLOAT64_TOLERANCE;
  const factors: Factors[] = [];
  for (const each of kernel.taps) {
    const found =
      productOf(each, problem) ??
      factorise(multipliedOut(each), each.rows, each.columns, worthwhile, tolerance);
    if (!found) {
      return refused(
        `the kernel is not a sum of ${worthwhile === 1 ? 'one outer product' : `at most ${worthwhile} outer products`}`,
      );
    }
    const isKept = each.kind === 'dense' ? kept(found, accumulator) : isHeld(found, accumulator);
    if (!isKept) return refused(`its factors are not all normal numbers of ${accumulator}`);
    factors.push(found);
  }
  const isReference = !areDense(kernel.taps);
  const bound = separableBound(problem, factors);
  const arithmetic = { bound, isExact: factors.every(isInteger), isReference, agrees: true };
  const { serves, tieMargin } = verdictOn(problem, arithmetic, deterministic);
  const allowed = method === 'separable' || serves;
  const ranks = factors.map(({ rank }) => rank);
  return {
    method: 'separable',
    cost: costOf(ranks),
    reason: allowed
      ? `${ranks.join(' + ')} x (${kernel.rows} + ${kernel.columns}) taps for each result`
      : 'its rounding would show in the result',
    allowed,
    bound,
    plan: () => separablePlan(problem, factors, tieMargin),
  };
}

/**
 * A column and a row as they are, but for a power of two, which changes no bit: for images of floats the magnitudes of the
 * column sum up to less than 1, so that no intermediate sum is greater than the image.
 */
function productOf(taps: Taps, { image }: Problem): Factors | undefined {
  const product = factorsOf(taps);
  if (product === undefined) return undefined;
  const magnitude = sumOfMagnitudes(product.column);
  const isFloat = elementTypes[image.dtype].range === null;
  const norm =
    isFloat && magnitude > 0 && magnitude < Infinity ? 2 ** (Math.floor(Math.log2(magnitude)) + 1) : 1;
  return {
    rank: 1,
    columns: product.column.map((tap) => tap / norm),
    rows: product.row.map((tap) => tap * norm),
    error: 0,
  };
}

/**
 * Whether the accumulator's type holds a column and a row: their sums of magnitudes are far enough from its least normal
 * number that taps lost to underflow are within the bound.
 */
function isHeld({ columns, rows }: Factors, accumulator: Accumulator): boolean {
  const fits = isZeroOrFrom(accumulator === 'float32' ? 2 ** -100 : 2 ** -960, accumulator);
  return fits(sumOfMagnitudes(columns)) && fits(sumOfMagnitudes(rows));
}

/** Whether factors that are not zero, and their products, are normal numbers in the accumulator's type. */
function kept({ columns, rows }: Factors, accumulator: Accumulator): boolean {
  const fits = isZeroOrFrom(accumulator === 'float32' ? 2 ** -126 : 2 ** -1022, accumulator);
  if (!columns.every(fits) || !rows.every(fits)) return false;
  const [leastColumn, greatestColumn] = extremes(columns);
  const [leastRow, greatestRow] = extremes(rows);
  return fits(leastColumn * leastRow) && fits(greatestColumn * greatestRow);
}

/** Tells whether a number is 0, or of a magnitude from `least` to about the greatest of a type. */
function isZeroOrFrom(least: number, accumulator: Accumulator): (value: number) => boolean {
  const greatest = accumulator === 'float32' ? 2 ** 127 : Number.MAX_VALUE;
  return (value) => value === 0 || (Math.abs(value) >= least && Math.abs(value) <= greatest);
}

/** The least magnitude but 0, and the greatest; 0 if all are 0. */
function extremes(taps: Float64Array): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, 0];
  for (const tap of taps) {
    const magnitude = Math.abs(tap);
    if (magnitude !== 0) least = Math.min(least, magnitude);
    greatest = Math.max(greatest, magnitude);
  }
  return greatest === 0 ? [0, 0] : [least, greatest];
}

function fourierOption(problem: Problem, rates: BackendRates, request: Request): Option | Candidate {
  const refused = (reason: string): Candidate => ({ method: 'fft', cost: null, reason });
  const { kernel, boundary, fillvalue } = problem;
  const staysFinite = (taps: Taps) => {
    const greatest = greatestTap(taps);
    return Number.isFinite(problem.accumulator === 'float32' ? Math.fround(greatest) : greatest);
  };
  if (!kernel.taps.every(staysFinite)) return refused('the kernel has infinities or NaN');
  if (boundary === 'fill' && !Number.isFinite(fillvalue)) return refused('the fill value is not finite');
  if (kernel.rows * kernel.columns > MAX_TRANSFORMED_TAPS && !areDense(kernel.taps)) {
    return refused('a column and a row are not multiplied out to so many taps');
  }
  // Sums that are integers come out exactly if the error stays below a half; float64 brings most of them there.
  const isExact = problem.exactness === 'exact';
  const roundsIn = (accumulator: Accumulator) => isExact && integerError(problem, accumulator) < 0.25;
  const accumulator =
    isExact && !roundsIn(problem.accumulator) && roundsIn('float64') ? 'float64' : problem.accumulator;
  const rounds = roundsIn(accumulator);
  const table = rates[accumulator];
  const { bytes } = elementTypes[accumulator];
  const best = bestShape(problem, table, bytes);
  if (best === undefined) return refused('no transform is long enough');
  const isSparse = gathers(problem, 0) || gathers(problem, 1);
  if (stagedBytes(problem, best.shape, bytes) > (isSparse ? MAX_SPARSE_BYTES : MAX_STAGED_BYTES)) {
    return refused('its strips take too much memory');
  }
  if (!kernel.taps.every((taps) => survives(taps, best.shape, accumulator))) {
    return refused('its taps underflow');
  }
  const bound = rounds ? { ...fourierBound(accumulator), constant: 0 } : fourierBound(accumulator);
  const arithmetic = { bound, isExact: rounds, isReference: false, agrees: false };
  const { serves, tieMargin } = verdictOn(problem, arithmetic, request.deterministic);
  const allowed = request.method === 'fft' || (serves && !request.deterministic);
  return {
    method: 'fft',
    cost: toMilliseconds(best.cost),
    reason: !allowed
      ? request.deterministic
        ? 'backends differ in its last bits'
        : 'its rounding would show in the result'
      : best.shape.horizontal
        ? `tiles of ${best.shape.vertical.length} x ${best.shape.horizontal.length}`
        : `columns of ${best.shape.vertical.length}, ${kernel.columns} complex taps along rows`,
    allowed,
    bound,
    plan: () => fourierPlan(problem, best.shape, accumulator, rounds, tieMargin),
  };
}

/** A column and a row with more taps than this are transformed by no one: multiplied out they take 32 MiB, and passes serve. */
const MAX_TRANSFORMED_TAPS = 2 ** 22;

/**
 * Whether taps divided by the number of points keep enough bits: where the average is 6 bits below the normal numbers,
 * those that it loses are within the bound.
 */
function survives(taps: Taps, { vertical, horizontal }: FourierShape, accumulator: Accumulator): boolean {
  const sum = magnitudeOf(taps);
  const least = accumulator === 'float32' ? 2 ** -132 : 2 ** -1028;
  return sum === 0 || sum / (taps.rows * taps.columns) / vertical.length / (horizontal?.length ?? 1) >= least;
}

/** How far a Fourier sum of integers may be off. */
function integerError(problem: Problem, accumulator: Accumulator): number {
  const { constant, unit } = fourierBound(accumulator);
  return (
    constant *
    unit *
    greatestElement(problem.image.dtype, problem) *
    greatestOf(problem.kernel.taps, magnitudeOf)
  );
}

/** Transforms go over all that lies between elements that results read: that much of it (16 MiB) takes milliseconds. */
const MAX_SPARSE_BYTES = 2 ** 24;

/** Of the rows that two blocks need, or one. */
function stagedBytes(
  { kernel, dilation, image, output, stride }: Problem,
  shape: FourierShape,
  bytes: number,
) {
  const { vertical, paired, blockRows } = shape;
  const columns = (output.columns - 1) * stride[1] + extent(kernel.columns, dilation[1]);
  return (vertical.length + (paired ? blockRows : 0)) * columns * image.channels * bytes;
}

/** Widths of blocks that are tried: from what amortises the reach of small kernels to what no cache holds. */
const BLOCK_COLUMNS = [32, 64, 128, 256, 512];

/** The cheapest way to lay out the transforms. */
export function bestShape(
  problem: Problem,
  table: Rates,
  bytes: number,
): { shape: FourierShape; cost: number } | undefined {
  const { stride, image } = problem;
  const tile = TILE_BYTES / bytes;
  const rows = axis(problem, 0, 'rows', problem.top, 1);
  const columns = axis(problem, 1, 'columns', problem.left, image.channels);
  let best: { shape: FourierShape; cost: number } | undefined;
  const consider = (shape: FourierShape) => {
    const cost = fourierCost(problem, shape, table, bytes);
    if (best === undefined || cost < best.cost) best = { shape, cost };
  };
  for (const vertical of transforms) {
    const whole = vertical.length >= rows.circular;
    const fitting = vertical.length - rows.reach;
    const blockRows = whole ? rows.length : fitting - (fitting % stride[0]);
    if (blockRows < 1) continue;
    const paired = rows.length > blockRows;
    for (const width of BLOCK_COLUMNS) {
      const blockColumns = Math.min(width, Math.ceil(columns.length / tile) * tile);
      consider({ vertical, blockRows, paired, horizontal: null, blockColumns });
    }
    for (const horizontal of transforms) {
      const wholeRow = horizontal.length >= columns.circular;
      const fittingColumns = horizontal.length - columns.reach;
      const blockColumns = wholeRow ? columns.length : fittingColumns - (fittingColumns % tile);
      if (blockColumns >= 1) consider({ vertical, blockRows, paired, horizontal, blockColumns });
      if (wholeRow) break;
    }
    if (whole) break;
  }
  return best;
}

/** One axis of the results before striding, in elements. */
function axis(
  { output, kernel, stride, dilation, image, boundary, fillvalue }: Problem,
  index: 0 | 1,
  name: 'rows' | 'columns',
  before: number,
  channels: number,
) {
  const length = ((output[name] - 1) * stride[index] + 1) * channels;
  const reach = (extent(kernel[name], dilation[index]) - 1) * channels;
  const isZeroBeyond = boundary === 'fill' && fillvalue === 0;
  // Where only zeros lie beyond the image, what a transform wraps round is zero, and it need not hold the margins twice.
  const circular = isZeroBeyond
    ? Math.max(length, length + reach - before * channels, (before + image[name]) * channels)
    : length + reach;
  return { length, reach, circular };
}

function toMilliseconds(nanoseconds: number): number {
  return nanoseconds / 1e6;
}
