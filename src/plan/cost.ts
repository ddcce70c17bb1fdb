import { elementTypes } from '../base/dtype.ts';
import { extent } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import { sum } from '../problem/taps.ts';
import { type FourierShape, roundUp } from './fourier.ts';
import { type IntegerKernel, type IntegerOption, roundedTerms } from './integer.ts';
import type { BackendRates, IntegerRates, Rates } from './rates.ts';
import { GATHER_COST } from './rows.ts';
import type { Transform } from './transform.ts';

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

export function integerCost(
  problem: Problem,
  option: IntegerOption,
  { float64, integers }: BackendRates,
): number {
  return 'element' in integers
    ? laneCost(problem, option, integers)
    : numberCost(problem, option, float64, integers);
}

/** Of integers in SIMD lanes. */
function laneCost({ image, kernel, output }: Problem, option: IntegerOption, rates: IntegerRates): number {
  const { arithmetic, method, kernels } = option;
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
  const moved = rates.element * (bytes + kernels.length);
  return rates.call + elementsOf({ image, output }) * (moved + sum(counts) * rates[arithmetic]);
}

/** Of integers that are added up as float64 numbers. */
function numberCost(
  problem: Problem,
  { arithmetic, method, kernels }: IntegerOption,
  rates: Rates,
  { box, rounded }: Pick<IntegerRates, 'box' | 'rounded'>,
): number {
  const { bytes } = elementTypes.float64;
  if (method === 'direct') return directCost(problem, rates, bytes);
  const ranks = kernels.map(() => 1);
  if (arithmetic !== 'box' && arithmetic !== 'rounded') return separableCost(problem, ranks, rates, bytes);
  const perElement = arithmetic === 'box' ? box * kernels.length : rounded * sum(kernels.map(products));
  const elements = elementsOf(problem);
  return rates.call + moved(problem, elements, rates, bytes) + elements * perElement;
}

function elementsOf({ output, image }: Pick<Problem, 'output' | 'image'>): number {
  return output.rows * output.columns * image.channels;
}

function tapLists({ taps, columns, rows }: IntegerKernel): Float64Array[] {
  return [taps, columns, rows].filter((list) => list !== undefined);
}

/** Rounded products for each result. */
function products(kernel: IntegerKernel): number {
  return sum(tapLists(kernel).map((list) => roundedTerms(list).length));
}
