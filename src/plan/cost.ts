import { elementTypes } from '../base/dtype.ts';
import { spanOf } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import { sum } from '../problem/taps.ts';
import { type FourierShape, roundUp, TILE_BYTES } from './fourier.ts';
import { type IntegerKernel, type IntegerOption, roundedTerms } from './integer.ts';
import { type MultirateOption, multirateTaps } from './multirate.ts';
import type { BackendRates, Rates } from './rates.ts';
import { GATHER_COST } from './rows.ts';
import type { Transform } from './transform.ts';

/** A larger image with its results does not stay in the second-level cache between calls: see STRIP_BYTES. */
const NEAR_BYTES = 512 * 1024;

/** What a call takes besides sums: `staged` elements are staged. */
function baseCost({ output, image, kernel }: Problem, staged: number, rates: Rates): number {
  const elements = image.rows * image.columns * image.channels;
  const results = output.rows * output.columns * image.channels * kernel.taps.length;
  const distance = (elements + results) * rates.bytes > NEAR_BYTES ? rates.far : 0;
  const moved = rates.move * staged + distance * elements + (rates.move + distance) * results;
  return rates.call + moved + rates.row * (image.rows + output.rows);
}

/** The number of staged rows or columns. A gathered one counts GATHER_COST times. */
function staged(problem: Problem, axis: 0 | 1): number {
  const { results, taps, dense, reach } = spanOf(problem, axis);
  return Math.min(dense + reach + problem.stride[axis], GATHER_COST * results * taps);
}

/** A tap in rows of this length: shorter rows than a tile are computed element by element. */
function tapCost(rowLength: number, long: 'tap' | 'passTap', rates: Rates): number {
  return rates[rowLength * rates.bytes < TILE_BYTES ? 'shortTap' : long];
}

export function directCost(problem: Problem, rates: Rates): number {
  const { output, kernel, image } = problem;
  const rowLength = output.columns * image.channels;
  const taps = kernel.rows * kernel.columns * kernel.taps.length;
  return (
    baseCost(problem, staged(problem, 0) * staged(problem, 1) * image.channels, rates) +
    output.rows * rowLength * taps * tapCost(rowLength, 'tap', rates)
  );
}

export function separableCost(problem: Problem, ranks: readonly number[], rates: Rates): number {
  const { output, kernel, image } = problem;
  const rowLength = output.columns * image.channels;
  const imageRowLength = image.columns * image.channels;
  const perColumn = rates.move + kernel.rows * tapCost(imageRowLength, 'passTap', rates);
  const perRow = kernel.columns * tapCost(rowLength, 'passTap', rates);
  return (
    baseCost(problem, staged(problem, 0) * imageRowLength, rates) +
    sum(ranks) * output.rows * (imageRowLength * perColumn + rowLength * perRow)
  );
}

export function runningCost(problem: Problem, rates: Rates): number {
  const { output, image, kernel } = problem;
  const results = output.rows * output.columns * image.channels * kernel.taps.length;
  const rows = staged(problem, 0) * image.columns * image.channels;
  return baseCost(problem, rows, rates) + results * rates.running;
}

/** The spectrum of a block should take at most 3/4 of a second-level cache of 512 KiB. */
const CACHE_BYTES = 384 * 1024;
/** A transform takes so many times as long if its spectrum lies in the third-level cache: estimated, not fitted. */
const BEYOND_CACHE = 1.3;

export function fourierCost(problem: Problem, shape: FourierShape, rates: Rates): number {
  const { kernel, image } = problem;
  const down = spanOf(problem, 0);
  const across = spanOf(problem, 1);
  const { vertical, horizontal, paired, blockRows, blockColumns } = shape;
  const { bytes } = rates;
  const tile = TILE_BYTES / bytes;
  const columns = across.dense * image.channels;
  const reach = across.reach * image.channels;
  const strips = Math.ceil(down.dense / (paired ? 2 * blockRows : blockRows));
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
  const stagedRows = Math.min(down.dense + down.reach + 1, strips * vertical.length * (paired ? 2 : 1));
  // Transforming the kernel is like one more block.
  const setup = (vertically + horizontally) / blocks / (horizontal ? 1.5 : 3);
  return (
    // Elements are staged, then read again to find infinities and NaN.
    baseCost(problem, 2 * stagedRows * (columns + reach), rates) +
    strips * (vertically + bank * horizontally) +
    bank * setup
  );
}

/** The time of a transform in units of half a step of radix 4, which is the time of `Rates.transform`. */
function steps({ radices }: Transform): number {
  return radices.reduce((sum, radix) => sum + (radix === 4 ? 2 : radix === 3 ? 1.8 : 0.8), 2);
}

export function integerCost(problem: Problem, option: IntegerOption, rates: BackendRates): number {
  const { image, output } = problem;
  const { arithmetic, method, kernels } = option;
  const { float64, integers } = rates;
  const elements = output.rows * output.columns * image.channels;
  const operations = sum(kernels.map((kernel) => operationsOf(problem, option, kernel)));
  if ('element' in integers) {
    const moved = integers.element * (elementTypes[image.dtype].bytes + kernels.length);
    return integers.call + elements * (moved + operations * integers[arithmetic]);
  }
  // The others are added up as float64 numbers.
  if (arithmetic === 'box' || arithmetic === 'rounded') {
    return baseCost(problem, elements, float64) + elements * operations * integers[arithmetic];
  }
  if (method === 'direct') return directCost(problem, float64);
  const ranks = kernels.map(() => 1);
  return separableCost(problem, ranks, float64);
}

/** The operations of one result, each of which takes the time in `IntegerRates`. */
function operationsOf(
  { kernel }: Problem,
  { arithmetic, method }: IntegerOption,
  integers: IntegerKernel,
): number {
  if (arithmetic === 'box') return 1;
  if (integers.nonzero !== undefined && arithmetic === 'short') return integers.nonzero;
  // Pairs of rows for a direct sum, of elements for a row of taps.
  const pairs = Math.ceil((kernel.rows + 1) / 2);
  if (arithmetic === 'dot') {
    return method === 'direct' ? pairs * kernel.columns : pairs + Math.ceil(kernel.columns / 2) + 2;
  }
  const { taps, columns, rows } = integers;
  const lists = [taps, columns, rows].filter((list) => list !== undefined);
  if (arithmetic === 'rounded') return sum(lists.map((list) => roundedTerms(list).length));
  return sum(lists.map((list) => list.filter(Boolean).length));
}

export function multirateCost(problem: Problem, option: MultirateOption, rates: BackendRates): number {
  const { image } = problem;
  const elements = image.rows * image.columns * image.channels;
  const [vertical] = option.grids;
  const table = rates[option.accumulator];
  // Rows of cells are transposed twice there and twice back.
  const moved = 4 / vertical.step;
  // Tables are made, and the grid is set up.
  const setup = 20 * table.call + table.row * (image.rows + image.columns);
  const taps = multirateTaps(option);
  if (option.lanes === 'bytes' && 'element' in rates.integers) {
    const { element, short } = rates.integers;
    return setup + elements * (element * (1 + moved / 4) + short * taps);
  }
  return setup + elements * (table.move * (2 + moved) + table.passTap * taps);
}
