import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { BackendName } from '../base/types.ts';
import { extent } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import { sum } from '../problem/taps.ts';
import { type FourierShape, roundUp } from './fourier.ts';
import { type Arithmetic, type IntegerKernel, type IntegerOption, roundedTerms } from './integer.ts';
import { GATHER_COST } from './rows.ts';
import type { Transform } from './transform.ts';

/** Nanoseconds for one element, on one backend with one type of sums. */
export interface Rates {
  /** A call that computes next to nothing. */
  readonly call: number;
  /** A row of an image, staged and computed and written. */
  readonly row: number;
  /** Reading, staging or writing an element that lies in the second-level cache, and what more it takes beyond. */
  readonly move: number;
  readonly far: number;
  /** A tap of a direct sum, and one in rows shorter than a tile. */
  readonly tap: number;
  readonly shortTap: number;
  /** A tap of the vertical or the horizontal pass. */
  readonly passTap: number;
  /** A complex element in half a step of radix 4. */
  readonly transform: number;
  /** A complex tap of a row of the spectrum. */
  readonly complexTap: number;
  /** Transposing a complex element there and back, and multiplying it. */
  readonly transpose: number;
}

/** A tile of results in bytes: shorter rows are computed element by element. */
const TILE_BYTES = 64;

/** A larger image with its results does not stay in the second-level cache between calls: see STRIP_BYTES. */
const NEAR_BYTES = 512 * 1024;

function moved(
  { output, image, kernel }: Problem,
  staged: number,
  { move, far, row }: Rates,
  bytes: number,
): number {
  const elements = image.rows * image.columns * image.channels;
  const results = output.rows * output.columns * image.channels * kernel.taps.length;
  const distance = (elements + results) * bytes > NEAR_BYTES ? far : 0;
  return move * staged + distance * elements + (move + distance) * results + row * (image.rows + output.rows);
}

/** The number of staged rows and columns. A gathered one counts GATHER_COST times. */
function staged({ output, kernel, stride, dilation }: Problem) {
  return {
    stagedRows: Math.min(
      output.rows * stride[0] + extent(kernel.rows, dilation[0]),
      GATHER_COST * output.rows * kernel.rows,
    ),
    stagedColumns: Math.min(
      output.columns * stride[1] + extent(kernel.columns, dilation[1]),
      GATHER_COST * output.columns * kernel.columns,
    ),
  };
}

export function directCost(problem: Problem, rates: Rates, bytes: number): number {
  const { output, kernel, image } = problem;
  const rowLength = output.columns * image.channels;
  const tap = rowLength * bytes < TILE_BYTES ? rates.shortTap : rates.tap;
  const { stagedRows, stagedColumns } = staged(problem);
  const stagedRow = stagedColumns * image.channels;
  const taps = kernel.rows * kernel.columns * kernel.taps.length;
  return (
    rates.call + moved(problem, stagedRows * stagedRow, rates, bytes) + output.rows * rowLength * taps * tap
  );
}

export function separableCost(
  problem: Problem,
  ranks: readonly number[],
  rates: Rates,
  bytes: number,
): number {
  const { output, kernel, image } = problem;
  const rowLength = output.columns * image.channels;
  const imageRowLength = image.columns * image.channels;
  const rowTap = rowLength * bytes < TILE_BYTES ? rates.shortTap : rates.passTap;
  const columnTap = imageRowLength * bytes < TILE_BYTES ? rates.shortTap : rates.passTap;
  const { stagedRows } = staged(problem);
  return (
    rates.call +
    moved(problem, stagedRows * imageRowLength, rates, bytes) +
    sum(ranks) * output.rows * imageRowLength * (rates.move + kernel.rows * columnTap) +
    sum(ranks) * output.rows * rowLength * kernel.columns * rowTap
  );
}

/** The spectrum of a block should take at most 3/4 of a second-level cache of 512 KiB. */
const CACHE_BYTES = 384 * 1024;
/** A transform takes so many times as long if its spectrum lies in the third-level cache: estimated, not fitted. */
const BEYOND_CACHE = 1.3;

export function fourierCost(problem: Problem, shape: FourierShape, rates: Rates, bytes: number): number {
  const { output, kernel, image, stride, dilation } = problem;
  const { vertical, horizontal, paired, blockRows, blockColumns } = shape;
  const tile = TILE_BYTES / bytes;
  const rows = (output.rows - 1) * stride[0] + 1;
  const columns = ((output.columns - 1) * stride[1] + 1) * image.channels;
  const reach = (extent(kernel.columns, dilation[1]) - 1) * image.channels;
  const strips = Math.ceil(rows / (paired ? 2 * blockRows : blockRows));
  const blocks = Math.ceil(columns / blockColumns);
  // Horizontal transforms compute whole blocks only; otherwise the last block may be narrower.
  const computed = horizontal ? blocks * blockColumns : roundUp(columns, tile);
  const transformed = horizontal ? blocks * horizontal.length : computed + blocks * reach;
  const correlatedRows = paired ? vertical.length : vertical.length / 2 + 1;
  const spectrumBytes = (2 * vertical.length * transformed * bytes) / blocks;
  const slowness = spectrumBytes > CACHE_BYTES ? BEYOND_CACHE : 1;
  const levels = rates.transform * steps(vertical) * slowness;
  const bank = kernel.taps.length;
  const vertically = vertical.length * (transformed + bank * computed) * levels;
  const horizontally = horizontal
    ? correlatedRows * transformed * (rates.transpose + 2 * rates.transform * steps(horizontal) * slowness)
    : correlatedRows * computed * kernel.columns * rates.complexTap * slowness;
  const stagedRows = Math.min(
    rows + extent(kernel.rows, dilation[0]),
    strips * vertical.length * (paired ? 2 : 1),
  );
  // Transforming the kernel is like one more block.
  const setup = (vertically + horizontally) / blocks / (horizontal ? 1.5 : 3);
  return (
    rates.call +
    // Elements are staged, then read again to find infinities and NaN.
    moved(problem, 2 * stagedRows * (columns + reach), rates, bytes) +
    strips * (vertically + bank * horizontally) +
    bank * setup
  );
}

/** The time of a transform in units of half a step of radix 4, which is the time of `Rates.transform`. */
function steps({ radices }: Transform): number {
  return radices.reduce((sum, radix) => sum + (radix === 4 ? 2 : radix === 3 ? 1.8 : 0.8), 2);
}

/**
 * Fitted to the times of problems of all kinds on one core of an AMD EPYC (Zen 3), 2026-11-21, Node 24 (`wasm-relaxed`) and
 * Node 20 (the others), by `npm run bench:fit -- BACKEND`. By hand: `row`, and in JavaScript `call`, which are too small
 * beside the rest to be fitted; `passTap` of wasm, from kernels of 95 and 127 rows, which no sample has; and `shortTap`
 * where no sample has short rows. In JavaScript transforms are float64 for both types, so they have one rate.
 */
const fitted: { readonly [name in keyof Rates]: readonly number[] } = {
  // wasm-relaxed with float32 and float64, wasm with both, js with both.
  call: [2600, 2800, 3100, 3000, 3000, 3000],
  row: [30, 30, 30, 30, 20, 20],
  move: [0.19, 0.49, 0.23, 0.63, 1.9, 1.8],
  far: [0.14, 0.14, 0.057, 0.011, 0, 0],
  tap: [0.045, 0.095, 0.064, 0.13, 0.89, 0.55],
  shortTap: [0.81, 0.81, 0.9, 0.9, 1.157, 0.715],
  passTap: [0.052, 0.085, 0.095, 0.14, 1.1, 0.75],
  transform: [0.12, 0.18, 0.21, 0.18, 0.87, 0.87],
  complexTap: [0.19, 0.37, 0.42, 0.67, 2.3, 2.5],
  transpose: [2.1, 4.9, 3, 6.7, 16, 20],
};

function ratesFrom(column: number): { readonly [accumulator in Accumulator]: Rates } {
  const at = (index: number) =>
    Object.fromEntries(
      Object.entries(fitted).map(([name, numbers]) => [name, numbers[index]]),
    ) as unknown as Rates;
  return { float32: at(column), float64: at(column + 1) };
}

export const rates: { readonly [backend in BackendName]: { readonly [accumulator in Accumulator]: Rates } } =
  {
    'wasm-relaxed': /* @__PURE__ */ ratesFrom(0),
    wasm: /* @__PURE__ */ ratesFrom(2),
    js: /* @__PURE__ */ ratesFrom(4),
  };

/** Nanoseconds of integer arithmetic: for an element read and written, and for each tap, pair of taps or rounded product. */
interface IntegerRates extends Readonly<Record<Arithmetic, number>> {
  readonly call: number;
  readonly element: number;
}

/**
 * Measured, not fitted: the median times of the benchmark's pictures of bytes on the machine of `rates`, divided by what
 * they count.
 */
const integerRates: { readonly [backend in Exclude<BackendName, 'js'>]: IntegerRates } = {
  'wasm-relaxed': { call: 3000, element: 0.25, short: 0.038, dot: 0.075, rounded: 0.065, box: 0.5 },
  wasm: { call: 3000, element: 0.25, short: 0.045, dot: 0.08, rounded: 0.12, box: 0.55 },
};

export function integerCost(problem: Problem, option: IntegerOption, backend: BackendName): number {
  if (backend === 'js') return integerCostInJs(problem, option);
  const { image, kernel } = problem;
  const { arithmetic, method, kernels } = option;
  const table = integerRates[backend];
  const counts = kernels.map((taps) => {
    if (arithmetic === 'box') return 1;
    if (arithmetic === 'rounded') return products(taps);
    if (arithmetic === 'short')
      return tapLists(taps)
        .flatMap((list) => [...list])
        .filter(Boolean).length;
    // Pairs of rows for a direct sum, of elements for a row of taps.
    const pairs = Math.ceil((kernel.rows + 1) / 2);
    return method === 'direct' ? pairs * kernel.columns : pairs + Math.ceil(kernel.columns / 2) + 2;
  });
  const { bytes } = elementTypes[image.dtype];
  const moved = table.element * (bytes + kernels.length);
  return table.call + elementsOf(problem) * (moved + sum(counts) * table[arithmetic]);
}

/** Nanoseconds for an element of a running sum in JavaScript, and for a rounded product there: measured likewise. */
const JS_BOX = 3;
const JS_ROUNDED = 2.5;

/** JavaScript adds integers up as it does float64 numbers. */
function integerCostInJs(problem: Problem, { arithmetic, method, kernels }: IntegerOption): number {
  const table = rates.js.float64;
  const { bytes } = elementTypes.float64;
  if (method === 'direct') return directCost(problem, table, bytes);
  const ranks = kernels.map(() => 1);
  if (arithmetic !== 'box' && arithmetic !== 'rounded') return separableCost(problem, ranks, table, bytes);
  const perElement = arithmetic === 'box' ? JS_BOX * kernels.length : JS_ROUNDED * sum(kernels.map(products));
  const elements = elementsOf(problem);
  return table.call + moved(problem, elements, table, bytes) + elements * perElement;
}

function elementsOf({ output, image }: Problem): number {
  return output.rows * output.columns * image.channels;
}

function tapLists({ taps, columns, rows }: IntegerKernel): Float64Array[] {
  return [taps, columns, rows].filter((list) => list !== undefined);
}

/** Rounded products for each result. */
function products(kernel: IntegerKernel): number {
  return sum(tapLists(kernel).map((list) => roundedTerms(list).length));
}
