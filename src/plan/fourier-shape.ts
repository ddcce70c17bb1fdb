import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { spanOf } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import { magnitudeOf, type Taps } from '../problem/taps.ts';
import { fourierCost } from './cost.ts';
import { type FourierShape, roundUp, TILE_BYTES } from './fourier.ts';
import type { Rates } from './rates.ts';
import { gathers } from './rows.ts';
import { MAX_STAGED_BYTES } from './strip-size.ts';
import { transforms } from './transform.ts';

/** The widths of blocks to try: narrower ones spend most time on the reach of the kernel, and no cache holds wider ones. */
const BLOCK_COLUMNS = [32, 64, 128, 256, 512];

/** The cheapest sizes of transforms and blocks, and their cost in nanoseconds; undefined if no transform is long enough. */
export function bestShape(problem: Problem, rates: Rates): { shape: FourierShape; cost: number } | undefined {
  const { stride } = problem;
  const tile = TILE_BYTES / rates.bytes;
  const rows = axis(problem, 0);
  const columns = axis(problem, 1);
  let best: { shape: FourierShape; cost: number } | undefined;
  const consider = (shape: FourierShape) => {
    const cost = fourierCost(problem, shape, rates);
    if (best === undefined || cost < best.cost) best = { shape, cost };
  };
  for (const vertical of transforms) {
    const isWhole = vertical.length >= rows.circular;
    const fitting = vertical.length - rows.reach;
    const blockRows = isWhole ? rows.length : fitting - (fitting % stride[0]);
    if (blockRows < 1) continue;
    const paired = rows.length > blockRows;
    for (const width of BLOCK_COLUMNS) {
      const blockColumns = Math.min(width, roundUp(columns.length, tile));
      consider({ vertical, blockRows, paired, horizontal: null, blockColumns });
    }
    for (const horizontal of transforms) {
      const isWholeRow = horizontal.length >= columns.circular;
      const fittingColumns = horizontal.length - columns.reach;
      const blockColumns = isWholeRow ? columns.length : fittingColumns - (fittingColumns % tile);
      if (blockColumns >= 1) consider({ vertical, blockRows, paired, horizontal, blockColumns });
      if (isWholeRow) break;
    }
    if (isWhole) break;
  }
  return best;
}

/** The results of one axis before striding, in elements; `circular` is the shortest transform that computes all of them at once. */
function axis(problem: Problem, index: 0 | 1) {
  const { top, left, image, boundary, fillvalue } = problem;
  const { dense, reach } = spanOf(problem, index);
  const [before, elements, channels] =
    index === 0 ? [top, image.rows, 1] : [left, image.columns, image.channels];
  // If the border is zero, a transform may wrap around: what wraps around is zero, so both borders can share their elements.
  const circular =
    boundary[index] === 'fill' && fillvalue === 0
      ? Math.max(dense, dense + reach - before, before + elements)
      : dense + reach;
  return { length: dense * channels, reach: reach * channels, circular: circular * channels };
}

/** Transforms also read all elements between those that sparse results need: more than 16 MiB of them take milliseconds. */
const MAX_SPARSE_BYTES = 2 ** 24;

/** Whether the staged rows of a strip, which has one block or two, take an acceptable amount of memory. */
export function fitsMemory(problem: Problem, shape: FourierShape, accumulator: Accumulator): boolean {
  const { vertical, paired, blockRows } = shape;
  const { dense, reach } = spanOf(problem, 1);
  const rows = vertical.length + (paired ? blockRows : 0);
  const elements = rows * (dense + reach) * problem.image.channels;
  const isSparse = gathers(problem, 0) || gathers(problem, 1);
  return elements * elementTypes[accumulator].bytes <= (isSparse ? MAX_SPARSE_BYTES : MAX_STAGED_BYTES);
}

/**
 * Whether taps keep enough bits when they are divided by the number of points. If their average is at most 6 bits below the
 * normal numbers, what is lost is within the bound.
 */
export function outlastsUnderflow(
  taps: Taps,
  { vertical, horizontal }: FourierShape,
  accumulator: Accumulator,
): boolean {
  const sum = magnitudeOf(taps);
  const least = accumulator === 'float32' ? 2 ** -132 : 2 ** -1028;
  return sum === 0 || sum / (taps.rows * taps.columns) / vertical.length / (horizontal?.length ?? 1) >= least;
}
