import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { spanOf } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import { greatestOf, magnitudeOf } from '../problem/taps.ts';
import { MAX_FINITE_SUM, type PlanBase, planBase } from './base.ts';
import { type DirectPlan, directPlan } from './direct.ts';
import { rowGeometry } from './rows.ts';
import { frequencies, type Transform } from './transform.ts';

/**
 * The sizes of an overlap-save convolution (Oppenheim and Schafer, Discrete-Time Signal Processing, 8.7).
 *
 * Vertically it uses Fourier transforms: a block of `vertical.length` staged rows gives `blockRows` rows of results. Two blocks,
 * one above the other, can be the real and the imaginary part of one transform (`paired`); they stay apart, because the kernel
 * is real. A block that is not paired has a symmetric spectrum, of which one half is computed.
 *
 * Horizontally it correlates each row of the spectrum with complex taps, or, for wide kernels, transforms it too
 * (`horizontal`). It computes `blockColumns` elements at a time, so that their spectrum stays in the cache.
 */
export interface FourierShape {
  readonly vertical: Transform;
  readonly blockRows: number;
  readonly paired: boolean;
  readonly horizontal: Transform | null;
  readonly blockColumns: number;
}

/** The plan of Fourier transforms. */
export interface FourierPlan extends PlanBase, FourierShape {
  readonly method: 'fft';
  /** Of a dense row of results every `columnStride`-th pixel is kept. */
  readonly columnStride: number;
  /** Elements in such a dense row. */
  readonly denseRowLength: number;
  /** Elements in a row of a block: results and reach. */
  readonly spectrumColumns: number;
  /** The distance in elements from the first to the last column of taps. */
  readonly reach: number;
  /** The rows of the spectrum to correlate. If `horizontal`, the last is repeated to fill whole groups of GROUP_BYTES. */
  readonly spectrumRows: Int32Array;
  /** Pairs of rows of the spectrum: the second is the conjugate of the first. None if `paired`. */
  readonly conjugates: Int32Array;
  /** Whether all sums are integers, so that rounding to the nearest integer makes them exact. */
  readonly rounds: boolean;
  /** The fallback: see `maxMagnitude` and `tieMargin`. */
  readonly direct: DirectPlan;
}

/** The bytes of a tile of assembly/kernels/complex-rows.ts. */
export const TILE_BYTES = 64;

/** The bytes of a column in a group of rows that are transposed together: eight vectors. */
export const GROUP_BYTES = 128;

export function fourierPlan(
  problem: Problem,
  shape: FourierShape,
  accumulator: Accumulator,
  rounds: boolean,
  tieMargin: number,
): FourierPlan {
  const { stride, kernel, image, output } = problem;
  const across = spanOf(problem, 1);
  const { vertical, horizontal, paired, blockRows, blockColumns } = shape;
  const { bytes } = elementTypes[accumulator];
  const tile = TILE_BYTES / bytes;
  const reach = across.reach * image.channels;
  const denseRowLength = across.dense * image.channels;
  const blocks = Math.ceil(denseRowLength / blockColumns);
  const spectrumColumns = horizontal?.length ?? roundUp(blockColumns, tile) + roundUp(reach, tile);
  const row = rowGeometry(problem, 1, (blocks - 1) * blockColumns + spectrumColumns);
  // Transforms read all rows, so none are gathered.
  const base = planBase({ ...problem, accumulator }, row, false);
  const blockEnd = paired ? 2 * blockRows : blockRows;
  const outputRows = Math.min(output.rows, Math.ceil(blockEnd / stride[0]));
  const order = frequencies(vertical);
  const rows = paired ? order.map((_, row) => row) : lowerHalf(order);
  const points = vertical.length * (horizontal?.length ?? 1);
  const tapSum = Math.max(1, greatestOf(kernel.taps, magnitudeOf));
  return Object.freeze({
    method: 'fft' as const,
    ...base,
    ...shape,
    tieMargin,
    columnStride: stride[1],
    denseRowLength,
    spectrumColumns,
    reach,
    spectrumRows: horizontal ? wholeGroups(rows, GROUP_BYTES / bytes) : rows,
    conjugates: paired ? new Int32Array(0) : conjugatePairs(order),
    rounds,
    direct: directPlan(problem),
    maxMagnitude: MAX_FINITE_SUM[accumulator] / points / tapSum,
    strip: {
      outputRows,
      stagedRows: Math.min(
        (outputRows - 1) * stride[0] + spanOf(problem, 0).reach + 1,
        vertical.length + (paired ? blockRows : 0),
      ),
    },
  });
}

export function roundUp(length: number, multiple: number): number {
  return Math.ceil(length / multiple) * multiple;
}

/** The rows of frequencies 0 to N / 2. */
function lowerHalf(order: Int32Array): Int32Array {
  return Int32Array.from(order.keys()).filter((row) => (order[row] as number) <= order.length / 2);
}

/** For each frequency f with 0 < f < N / 2, the rows of f and of N - f. */
function conjugatePairs(order: Int32Array): Int32Array {
  const rowOf = new Int32Array(order.length);
  order.forEach((frequency, row) => {
    rowOf[frequency] = row;
  });
  const pairs: number[] = [];
  for (let f = 1; f < order.length / 2; f++) {
    pairs.push(rowOf[f] as number, rowOf[order.length - f] as number);
  }
  return Int32Array.from(pairs);
}

function wholeGroups(rows: Int32Array, group: number): Int32Array {
  const whole = new Int32Array(roundUp(rows.length, group)).fill(rows[rows.length - 1] as number);
  whole.set(rows);
  return whole;
}
