import type { Boundaries, ConvolveOptions, DType } from '../../src/base/types.ts';
import {
  areInputsSwapped,
  directOrder,
  type Grid,
  type OracleOptions,
  type OracleResult,
  oracle,
  roundHalfEvenSaturate,
} from '../conformance/oracle.ts';
import type { Taps } from './kernels.ts';

/** What is asked for, with all that decides what may come out. */
export interface Asked {
  readonly operation: 'convolve2d' | 'correlate2d';
  readonly image: Grid;
  readonly imageType: DType;
  readonly taps: Taps;
  readonly result: DType;
  /** With `alpha` and `dtype` as they come out of the defaults. */
  readonly options: ConvolveOptions & { readonly alpha: 'preserve' | 'premultiply' | 'filter' };
}

/** How it is computed, as `explain` says. */
export interface Computed {
  /** Of results, before they are rounded, relative to (sum |tap| * greatest |element| + |delta|). */
  readonly errorBound: number;
  /** Products that may underflow in each result, beyond those of the taps. */
  readonly points: number;
  /** Sums of floats in row-major order, without fused operations: the same bits everywhere. */
  readonly isDirect: boolean;
  readonly isFused: boolean;
  /** Whether the caller named a method whose rounding may show in integers. */
  readonly isNamed: boolean;
}

/** The results that are right: element n from `low[n]` to `high[n]`, any where `free[n]`. */
export interface Reference {
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly free: Uint8Array;
}

const unit = { float32: 2 ** -24, float64: 2 ** -53 };
const smallest = { float32: 2 ** -149, float64: 2 ** -1074 };
const greatest = { float32: (2 - 2 ** -23) * 2 ** 127, float64: Number.MAX_VALUE };
const narrow: readonly DType[] = ['uint8', 'uint8clamped', 'int8', 'int16', 'uint16'];
const greatestOf: { readonly [type: string]: number } = {
  uint8: 255,
  uint8clamped: 255,
  int8: 128,
  int16: 32768,
  uint16: 65535,
};

/** A sum that is less than this of the sum of magnitudes is rounding noise, and divides nothing. */
const NOISE = 2 ** -40;

export const sumOf = (taps: readonly (readonly number[])[]) => taps.flat().reduce((a, b) => a + b, 0);
export const magnitudeOf = (taps: readonly (readonly number[])[]) =>
  taps.flat().reduce((a, b) => a + (Number.isFinite(b) ? Math.abs(b) : 0), 0);

export function reference(asked: Asked, computed: Computed): Reference {
  const { options, image } = asked;
  const hasNan = options.nan === 'ignore' && isMissingAnywhere(asked);
  const isSwapped = areInputsSwapped(image, asked.taps.values, oracleOptions(asked));
  const premultiplies = options.alpha === 'premultiply';
  const answer = premultiplies
    ? hasNan
      ? premultipliedWithoutNan(asked, computed)
      : premultiplied(asked, computed)
    : hasNan
      ? withoutNan(asked, computed)
      : plain(asked, computed);
  if (options.alpha === 'preserve' && !isSwapped) keepAlpha(asked, answer);
  return answer;
}

export function oracleOptions({ operation, options }: Asked): OracleOptions {
  const { mode, padding, boundary, fillvalue, stride, dilation, delta } = options;
  return {
    operation,
    ...(padding === undefined ? mode && { mode } : { padding }),
    ...(boundary && { boundary }),
    ...(fillvalue !== undefined && { fillvalue }),
    ...(stride !== undefined && { stride }),
    ...(dilation !== undefined && { dilation }),
    ...(delta !== undefined && { delta }),
  };
}

function fills(boundary: Boundaries): boolean {
  return [boundary].flat().includes('fill');
}

function isMissingAnywhere({ image, options }: Asked): boolean {
  const { boundary = 'fill', fillvalue = 0 } = options;
  return (fills(boundary) && Number.isNaN(fillvalue)) || elements(image).some(Number.isNaN);
}

function elements({ rows, cols, channels, at }: Grid): number[] {
  return Array.from({ length: rows * cols * channels }, (_, n) =>
    at(Math.floor(n / channels / cols), Math.floor(n / channels) % cols, n % channels),
  );
}

function mapped(image: Grid, of: (value: number, i: number, j: number, c: number) => number): Grid {
  return { ...image, at: (i, j, c) => of(image.at(i, j, c), i, j, c) };
}

/** The kernel as it is applied, and how far its taps may be off, relative to themselves. */
function applied({ taps, options }: Asked): { values: number[][]; error: number } {
  const sum = sumOf(taps.values);
  const magnitude = magnitudeOf(taps.values);
  if (!options.normalize || Math.abs(sum) <= NOISE * magnitude) return { values: taps.values, error: 0 };
  const count = taps.values.flat().length;
  return {
    values: taps.values.map((row) => row.map((tap) => tap / sum)),
    error: ((count + 4) * 2 ** -53 * magnitude) / Math.abs(sum) + 2 ** -52,
  };
}

function sizesOf(sums: OracleResult) {
  const { rows, cols, channels, values } = sums;
  const low = new Float64Array(values.length);
  return { rows, cols, channels, low, high: low.slice(), free: new Uint8Array(values.length) };
}

interface Sums {
  readonly sums: OracleResult;
  /** Of each value, before it is rounded to an integer type. */
  readonly slack: Float64Array;
  readonly isOverflowing: boolean;
}

/** Sums in float64, of operands rounded to the type that they are kept in, and how far off they may be. */
function solve(
  image: Grid,
  values: number[][],
  options: OracleOptions,
  accumulator: 'float32' | 'float64',
  { errorBound, points, isFused, isNamed }: Computed,
  tapError: number,
  isInteger: boolean,
): Sums {
  const round = accumulator === 'float32' ? Math.fround : (x: number) => x;
  const { fillvalue = 0, delta = 0 } = options;
  const held = mapped(image, round);
  const taps = values.map((row) => row.map(round));
  const sums = oracle(held, taps, { ...options, fillvalue: round(fillvalue), delta: round(delta) });
  const finite = (x: number) => (Number.isFinite(x) ? Math.abs(x) : 0);
  const pixels = elements(held).map(finite);
  const top = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), 0);
  const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const weights = taps.flat().map(finite);
  const whole = areInputsSwapped(image, values, options)
    ? total(pixels) * top(weights)
    : total(weights) * Math.max(top(pixels), finite(round(fillvalue)));
  const scale = whole + finite(delta);
  const count = sums.taps;
  // What underflows in a first pass is multiplied in the second.
  const lost = (count + points) * smallest[accumulator] * Math.max(1, total(weights));
  const method = isInteger && !isNamed ? 0 : errorBound * scale + lost;
  const own = (count + 4) * unit.float64;
  const fused = isFused ? 4 * count * unit[isInteger ? 'float64' : accumulator] : 0;
  return {
    sums,
    slack: sums.magnitude.map((m) => method + (own + fused + tapError) * m + lost),
    isOverflowing: scale > greatest[accumulator] / 4,
  };
}

function plain(asked: Asked, computed: Computed): Reference {
  const { image, result, options } = asked;
  const geometry = oracleOptions(asked);
  const { values, error } = applied(asked);
  const accumulator = result === 'float32' ? 'float32' : 'float64';
  const isInteger = !result.startsWith('float');
  if (isInteger) {
    const exact = computed.isNamed && computed.errorBound > 0 ? undefined : exactly(asked);
    if (exact) return exact;
  }
  const { sums, slack, isOverflowing } = solve(
    image,
    values,
    geometry,
    accumulator,
    computed,
    error,
    isInteger,
  );
  const isSwapped = areInputsSwapped(image, values, geometry);
  const answer = sizesOf(sums);
  const direct = isSwapped ? sums : directOrder(image, values, geometry, accumulator);
  // Bits, where nothing was divided and the order of sums is known.
  const isBits = !isInteger && computed.isDirect && !isSwapped && error === 0;
  const spare = isInteger && options.precision === 'fast' ? 1 : 0;
  for (let n = 0; n < answer.low.length; n++) {
    const value = Number.isFinite(direct.values[n]!) ? sums.values[n]! : direct.values[n]!;
    if (isBits) {
      answer.low[n] = answer.high[n] = direct.values[n]!;
    } else if (isOverflowing && !(Number.isFinite(value) && sums.magnitude[n]! < greatest[accumulator] / 4)) {
      answer.free[n] = 1;
    } else {
      const by = Number.isFinite(value) ? slack[n]! : 0;
      answer.low[n] = roundHalfEvenSaturate(roundHalfEvenSaturate(value - by, result) - spare, result);
      answer.high[n] = roundHalfEvenSaturate(roundHalfEvenSaturate(value + by, result) + spare, result);
    }
  }
  return answer;
}

/** Deltas that are multiples of this do not make sums inexact. */
const DELTA_UNIT = 2 ** -20;

/** Integer results that are promised to be the exact sum, rounded; undefined where they are not. */
function exactly(asked: Asked): Reference | undefined {
  const { image, imageType, result, options, taps } = asked;
  const { fraction } = taps;
  const { boundary = 'fill', fillvalue = 0, delta = 0, stride = 1, precision, normalize } = options;
  if (!fraction || precision === 'fast' || !narrow.includes(imageType)) return undefined;
  if (options.alpha === 'premultiply' || !Number.isInteger(delta / DELTA_UNIT)) return undefined;
  const limit = greatestOf[imageType]!;
  const least = imageType.startsWith('u') ? 0 : -limit;
  const most = imageType.startsWith('u') ? limit : limit - 1;
  if (fills(boundary) && !(Number.isInteger(fillvalue) && fillvalue >= least && fillvalue <= most)) {
    return undefined;
  }
  const sum = sumOf(fraction.numerators);
  const isMean = normalize === true && fraction.divisor === 1 && sum !== 0;
  if (normalize && !isMean && sum !== 0) return undefined;
  const divisor = isMean ? Math.abs(sum) : fraction.divisor;
  const sign = isMean ? Math.sign(sum) : 1;
  const reach = magnitudeOf(fraction.numerators) * limit + Math.abs(delta) * divisor;
  const isStrided = [stride].flat().some((step) => step !== 1);
  const isPower = Number.isInteger(Math.log2(divisor)) && divisor <= 2 ** 16;
  const isPromised = !isStrided && reach < (divisor === 1 ? 2 ** 31 : 2 ** 23);
  // Those of integers over their sum are divided after they were added up; binary fractions are exact in float64.
  if (!isPromised && !((isMean || isPower) && reach < 2 ** 42)) return undefined;
  const whole = oracle(image, fraction.numerators, { ...oracleOptions(asked), delta: 0 });
  const answer = sizesOf(whole);
  const scale = BigInt(1 / DELTA_UNIT);
  const added = BigInt(delta / DELTA_UNIT) * BigInt(divisor);
  whole.values.forEach((value, n) => {
    const exact = roundedQuotient(BigInt(sign * value) * scale + added, BigInt(divisor) * scale);
    answer.low[n] = answer.high[n] = roundHalfEvenSaturate(exact, result);
  });
  return answer;
}

/** Half to even. */
export function roundedQuotient(dividend: bigint, divisor: bigint): number {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  const floor = (dividend - remainder) / divisor;
  const isUp = 2n * remainder > divisor || (2n * remainder === divisor && floor % 2n !== 0n);
  return Number(isUp ? floor + 1n : floor);
}

/** sum(k x valid) / sum(k valid) * sum(k), as docs/semantics.md has it. */
function withoutNan(asked: Asked, computed: Computed): Reference {
  const { image, result, options } = asked;
  const { delta = 0, fillvalue = 0 } = options;
  const isFillMissing = Number.isNaN(fillvalue);
  const geometry = { ...oracleOptions(asked), delta: 0 };
  const { values, error } = applied(asked);
  const isInteger = !result.startsWith('float');
  const cautious = { ...computed, isNamed: true, errorBound: computed.errorBound + 2 ** -46 };
  const part = (of: (value: number) => number, fill: number) =>
    solve(mapped(image, of), values, { ...geometry, fillvalue: fill }, 'float64', cautious, error, isInteger);
  const held = part((x) => (Number.isNaN(x) ? 0 : x), isFillMissing ? 0 : fillvalue);
  const valid = part((x) => (Number.isNaN(x) ? 0 : 1), isFillMissing ? 0 : 1);
  const total = sumOf(values);
  const magnitude = magnitudeOf(values);
  const answer = sizesOf(held.sums);
  const spare = isInteger && options.precision === 'fast' ? 1 : 0;
  for (let n = 0; n < answer.low.length; n++) {
    const weight = valid.sums.values[n]!;
    const share = Math.abs(weight) / magnitude;
    const value = (held.sums.values[n]! * total) / weight + delta;
    if (weight === 0 && valid.sums.magnitude[n] === 0) {
      answer.low[n] = answer.high[n] = roundHalfEvenSaturate(NaN, result);
    } else if (share < 2 ** -30 || !Number.isFinite(value) || held.isOverflowing) {
      answer.free[n] = 1;
    } else {
      const relative = valid.slack[n]! / Math.abs(weight) + error + 2 ** -50;
      const by =
        2 * Math.abs(total / weight) * held.slack[n]! +
        2 * relative * Math.abs(value - delta) +
        2 ** -52 * (Math.abs(value) + Math.abs(delta)) +
        (result === 'float32' ? unit.float32 * Math.abs(value) + smallest.float32 : 0);
      answer.low[n] = roundHalfEvenSaturate(roundHalfEvenSaturate(value - by, result) - spare, result);
      answer.high[n] = roundHalfEvenSaturate(roundHalfEvenSaturate(value + by, result) + spare, result);
    }
  }
  return answer;
}

/** Colours times alpha, filtered, over alpha, filtered and saturated. */
function premultiplied(asked: Asked, computed: Computed): Reference {
  const { image, imageType, result, options } = asked;
  const { delta = 0 } = options;
  const opaque = imageType.startsWith('float') ? 1 : integerRange(imageType)[1];
  const products = mapped(image, (x, i, j, c) => (c === 3 ? x : (x * image.at(i, j, 3)) / opaque));
  const { values, error } = applied(asked);
  const isInteger = !result.startsWith('float');
  const isFloat32 = result === 'float32' || (isInteger && options.precision === 'fast');
  const accumulator = isFloat32 ? 'float32' : 'float64';
  const cautious = {
    ...computed,
    isNamed: true,
    errorBound: computed.errorBound + 2 * (values.flat().length + 8) * unit[accumulator],
  };
  const geometry = { ...oracleOptions(asked), delta: 0 };
  const { sums, slack, isOverflowing } = solve(
    products,
    values,
    geometry,
    accumulator,
    cautious,
    error,
    isInteger,
  );
  const [least, most] = isInteger ? integerRange(result) : [-Infinity, Infinity];
  const answer = sizesOf(sums);
  const spare = isInteger && options.precision === 'fast' ? 1 : 0;
  for (let n = 0; n < answer.low.length; n++) {
    const at = n - (n % 4) + 3;
    const filtered = sums.values[at]!;
    const alpha = Math.min(Math.max(filtered, least), most);
    const isAlpha = n % 4 === 3;
    const value = isAlpha ? filtered : alpha === 0 ? 0 : (sums.values[n]! * opaque) / alpha;
    const by = isAlpha
      ? slack[n]!
      : alpha === 0
        ? 0
        : (2 * (slack[n]! * opaque + Math.abs(value) * slack[at]!)) / Math.abs(alpha) +
          8 * unit[accumulator] * (Math.abs(value) + Math.abs(delta));
    // Whether alpha is 0 decides what colours are.
    const isTorn = !isAlpha && Math.abs(alpha) <= slack[at]! + smallest[accumulator] && slack[at]! > 0;
    if (isTorn || isOverflowing || !Number.isFinite(value) || !Number.isFinite(filtered)) {
      answer.free[n] = 1;
      continue;
    }
    const added = isAlpha ? 0 : delta;
    answer.low[n] = roundHalfEvenSaturate(roundHalfEvenSaturate(value + added - by, result) - spare, result);
    answer.high[n] = roundHalfEvenSaturate(roundHalfEvenSaturate(value + added + by, result) + spare, result);
  }
  return answer;
}

/** Colours times alpha without NaN, over alpha without NaN, all in float64. */
function premultipliedWithoutNan(asked: Asked, computed: Computed): Reference {
  const { image, imageType, result, options } = asked;
  const { delta = 0, precision } = options;
  const opaque = imageType.startsWith('float') ? 1 : integerRange(imageType)[1];
  const products = mapped(image, (x, i, j, c) => (c === 3 ? x : (x * image.at(i, j, 3)) / opaque));
  const floats: Asked = {
    ...asked,
    image: products,
    imageType: 'float64',
    result: 'float64',
    options: { ...options, alpha: 'filter', delta: 0 },
  };
  const isInteger = !result.startsWith('float');
  const [least, most] = isInteger ? integerRange(result) : [-Infinity, Infinity];
  const spare = isInteger && precision === 'fast' ? 1 : 0;
  const answer = withoutNan(floats, computed);
  const { low, high, free } = answer;
  for (let n = 0; n < low.length; n += 4) {
    const alphas = [low[n + 3]!, high[n + 3]!].map((alpha) => Math.min(Math.max(alpha, least), most));
    const isTorn = free[n + 3] === 1 || (alphas[0] !== alphas[1] && alphas[0]! <= 0 && alphas[1]! >= 0);
    for (let c = n; c < n + 4; c++) {
      let bounds = [low[c]!, high[c]!];
      if (c < n + 3) {
        if (isTorn) free[c] = 1;
        const quotients = bounds.flatMap((product) =>
          alphas.map((alpha) => (alpha === 0 ? 0 : (product * opaque) / alpha)),
        );
        const by = 2 ** -49 * (Math.max(...quotients.map(Math.abs)) + Math.abs(delta));
        bounds = [Math.min(...quotients) + delta - by, Math.max(...quotients) + delta + by];
      }
      const [from, to] = bounds.map((bound) => roundHalfEvenSaturate(bound, result)) as [number, number];
      low[c] = roundHalfEvenSaturate(from - spare, result);
      high[c] = roundHalfEvenSaturate(to + spare, result);
    }
  }
  return answer;
}

export function integerRange(type: DType): [number, number] {
  if (type === 'uint8clamped') return [0, 255];
  const bits = Number(/\d+/.exec(type)?.[0]);
  return type.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** The alpha of the pixel that the kernel's centre lies on, found by filtering an image of indices. */
function keepAlpha(asked: Asked, answer: Reference): void {
  const { image, operation, options, result } = asked;
  const { dilation = 1, fillvalue = 0 } = options;
  const [down, right] = [dilation, dilation].map((both, axis) =>
    typeof both === 'number' ? both : both[axis]!,
  );
  const extent = (taps: number, step: number) => (taps - 1) * step + 1;
  const size = [
    extent(asked.taps.values.length, down!),
    extent(asked.taps.values[0]!.length, right!),
  ] as const;
  const centre = size.map((n) =>
    operation === 'convolve2d' ? Math.floor((n - 1) / 2) : n - 1 - Math.floor(n / 2),
  );
  const identity = Array.from({ length: size[0] }, (_, i) =>
    Array.from({ length: size[1] }, (_, j) => (i === centre[0] && j === centre[1] ? 1 : 0)),
  );
  const indices: Grid = { ...image, channels: 1, at: (i, j) => i * image.cols + j };
  const { dilation: _, ...geometry } = oracleOptions(asked);
  const places = oracle(indices, identity, { ...geometry, fillvalue: -1, delta: 0 }).values;
  places.forEach((place, n) => {
    const alpha = place < 0 ? fillvalue : image.at(Math.floor(place / image.cols), place % image.cols, 3);
    answer.low[4 * n + 3] = answer.high[4 * n + 3] = roundHalfEvenSaturate(alpha, result);
    answer.free[4 * n + 3] = 0;
  });
}

/** Where a result is wrong, or null. */
export function compare(values: Float64Array, { low, high, free, cols, channels }: Reference): string | null {
  if (values.length !== low.length) return `${low.length} values expected, got ${values.length}`;
  for (let n = 0; n < low.length; n++) {
    const got = values[n]!;
    if (free[n] || Object.is(got, low[n]) || (got >= low[n]! && got <= high[n]!)) continue;
    const place = [Math.floor(n / channels / cols), Math.floor(n / channels) % cols, n % channels];
    const wanted = Object.is(low[n], high[n]) ? `${low[n]}` : `${low[n]} to ${high[n]}`;
    return `at [${place.join(', ')}] ${wanted} expected, got ${Object.is(got, -0) ? '-0' : got}`;
  }
  return null;
}
