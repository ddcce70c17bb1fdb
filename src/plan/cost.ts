import type { Accumulator } from '../dtype.ts';
import { extent } from '../spec/geometry.ts';
import type { Problem } from '../spec/problem.ts';
import type { BackendName } from '../types.ts';
import { type FourierShape, roundUp } from './fourier.ts';
import type { Transform } from './transform.ts';

/** Nanoseconds for one element, on one backend with one type of sums. */
export interface Rates {
  /** A call that computes next to nothing. */
  readonly call: number;
  /** Staging an element, and writing a result. */
  readonly move: number;
  /** A tap of a result, and what each result takes besides. */
  readonly tap: number;
  readonly result: number;
  /** A tap in rows shorter than a tile. */
  readonly shortTap: number;
  /** A tap of the vertical and of the horizontal pass. */
  readonly columnTap: number;
  readonly rowTap: number;
  /** What an element of an intermediate row takes besides. */
  readonly intermediate: number;
  /** A complex element in a step of radix 4, halved for each factor of 2 that its length has. */
  readonly transform: number;
  /** A complex tap of a row of the spectrum. */
  readonly complexTap: number;
  /** Transposing a complex element there and back, and multiplying it. */
  readonly transpose: number;
}

/** A tile of results in bytes: shorter rows are computed element by element. */
const TILE_BYTES = 64;

export function directCost(
  { output, kernel, image, stride, dilation }: Problem,
  rates: Rates,
  bytes: number,
): number {
  const rowLength = output.columns * image.channels;
  const results = output.rows * rowLength;
  const tap = rowLength * bytes < TILE_BYTES ? rates.shortTap : rates.tap;
  const stagedRows = output.rows * stride[0] + extent(kernel.rows, dilation[0]);
  const stagedRow = (output.columns * stride[1] + extent(kernel.columns, dilation[1])) * image.channels;
  return (
    rates.call +
    rates.move * stagedRows * stagedRow +
    results * (rates.result + kernel.rows * kernel.columns * tap) * kernel.values.length
  );
}

export function separableCost(
  problem: Problem,
  ranks: readonly number[],
  rates: Rates,
  bytes: number,
): number {
  const { output, kernel, image, stride, dilation } = problem;
  const rowLength = output.columns * image.channels;
  const imageRowLength = image.columns * image.channels;
  const rowTap = rowLength * bytes < TILE_BYTES ? rates.shortTap : rates.rowTap;
  const columnTap = imageRowLength * bytes < TILE_BYTES ? rates.shortTap : rates.columnTap;
  const stagedRows = output.rows * stride[0] + extent(kernel.rows, dilation[0]);
  const terms = ranks.reduce((sum, rank) => sum + rank, 0);
  return (
    rates.call +
    rates.move * stagedRows * imageRowLength +
    terms * output.rows * imageRowLength * (rates.intermediate + kernel.rows * columnTap) +
    output.rows * rowLength * (rates.result * ranks.length + terms * kernel.columns * rowTap)
  );
}

/** The second-level cache that a block's spectrum should fit into with room to spare: 3/4 of 512 KiB. */
const CACHE_BYTES = 384 * 1024;
/** How much slower a transform is whose spectrum lies in the third-level cache: 1.3 measured, see `bench/fit-costs.ts`. */
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
  // Every block but the last is whole.
  const computed = horizontal ? blocks * blockColumns : roundUp(columns, tile);
  const transformed = horizontal ? blocks * horizontal.length : computed + blocks * reach;
  const correlatedRows = paired ? vertical.length : vertical.length / 2 + 1;
  const spectrumBytes = (2 * vertical.length * transformed * bytes) / blocks;
  const slowness = spectrumBytes > CACHE_BYTES ? BEYOND_CACHE : 1;
  const levels = rates.transform * steps(vertical) * slowness;
  const bank = kernel.values.length;
  const vertically = vertical.length * (transformed + bank * computed) * levels;
  const horizontally = horizontal
    ? correlatedRows * transformed * (rates.transpose + 2 * rates.transform * steps(horizontal) * slowness)
    : correlatedRows * computed * kernel.columns * rates.complexTap * slowness;
  const staged = strips * (vertical.length + (paired ? blockRows : 0)) * (columns + reach);
  // Transforming the kernel is like one more block.
  const setup = (vertically + horizontally) / blocks / (horizontal ? 1.5 : 3);
  return (
    rates.call +
    rates.move * staged +
    rates.result * output.rows * output.columns * image.channels * bank +
    strips * (vertically + bank * horizontally) +
    bank * setup
  );
}

/** The time of a transform relative to that of a factor of 2, of which a radix of 4 has two. */
function steps({ radices }: Transform): number {
  return radices.reduce((sum, radix) => sum + (radix === 4 ? 2 : radix === 3 ? 1.8 : 0.8), 2);
}

/**
 * Fitted to medians on one core of an AMD EPYC (Zen 3), 2026-11-21, Node 24 (`wasm-relaxed`) and Node 20 (the others), by
 * `bench/fit-costs.ts`.
 */
export const rates: { readonly [backend in BackendName]: { readonly [accumulator in Accumulator]: Rates } } =
  {
    'wasm-relaxed': {
      float32: {
        call: 6000,
        move: 0.12,
        tap: 0.046,
        result: 0.3,
        shortTap: 0.5,
        columnTap: 0.045,
        rowTap: 0.048,
        intermediate: 0.15,
        transform: 0.085,
        complexTap: 0.19,
        transpose: 0.5,
      },
      float64: {
        call: 6000,
        move: 0.25,
        tap: 0.092,
        result: 0.6,
        shortTap: 0.5,
        columnTap: 0.09,
        rowTap: 0.096,
        intermediate: 0.3,
        transform: 0.18,
        complexTap: 0.4,
        transpose: 1,
      },
    },
    wasm: {
      float32: {
        call: 6000,
        move: 0.12,
        tap: 0.063,
        result: 0.3,
        shortTap: 0.7,
        columnTap: 0.065,
        rowTap: 0.068,
        intermediate: 0.15,
        transform: 0.11,
        complexTap: 0.31,
        transpose: 0.6,
      },
      float64: {
        call: 6000,
        move: 0.25,
        tap: 0.126,
        result: 0.6,
        shortTap: 0.7,
        columnTap: 0.13,
        rowTap: 0.136,
        intermediate: 0.3,
        transform: 0.22,
        complexTap: 0.62,
        transpose: 1.2,
      },
    },
    js: {
      float32: {
        call: 3000,
        move: 1,
        tap: 0.85,
        result: 1.5,
        shortTap: 1.2,
        columnTap: 0.9,
        rowTap: 0.9,
        intermediate: 1,
        transform: 1.5,
        complexTap: 4,
        transpose: 6,
      },
      float64: {
        call: 3000,
        move: 1,
        tap: 0.55,
        result: 1.5,
        shortTap: 1,
        columnTap: 0.6,
        rowTap: 0.6,
        intermediate: 1,
        transform: 1.5,
        complexTap: 4,
        transpose: 6,
      },
    },
  };
