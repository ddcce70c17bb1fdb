import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { extent } from '../problem/geometry.ts';
import type { Problem } from '../problem/problem.ts';
import { greatestOf, magnitudeOf } from '../problem/taps.ts';
import { type PlanBase, planBase } from './base.ts';
import { type DirectPlan, directPlan } from './direct.ts';
import { rowGeometry } from './rows.ts';
import { frequencies, type Transform } from './transform.ts';

/**
 * Overlap-save (Oppenheim and Schafer, Discrete-Time Signal Processing, 8.7), in a different way along each axis.
 *
 * Vertically by Fourier transforms: a block of `vertical.length` staged rows gives `blockRows` rows of results. Two
 * blocks, one above the other, ride as the real and the imaginary part of one (`paired`), which needs no unpacking
 * because the kernel is real; a single block has a symmetric spectrum, of which half is enough.
 *
 * Horizontally each row of the spectrum is correlated with complex taps, or, for wide kernels, transformed in turn
 * (`horizontal`). That goes by blocks of `blockColumns` elements, so that their spectrum stays in the cache.
 */
export interface FourierShape {
  readonly vertical: Transform;
  readonly blockRows: number;
  readonly paired: boolean;
  readonly horizontal: Transform | null;
  readonly blockColumns: number;
}

export interface FourierPlan extends PlanBase, FourierShape {
  readonly method: 'fft';
  readonly columnStride: number;
  /** Elements of a row of results before every `columnStride`-th pixel is kept. */
  readonly denseRowLength: number;
  /** Elements of a row of a block that are transformed vertically. */
  readonly spectrumColumns: number;
  /** The distance in elements from the first to the last column of taps. */
  readonly reach: number;
  /** Rows of the spectrum to correlate; for transforms filled up to whole groups by repeating the last. */
  readonly spectrumRows: Int32Array;
  /** Pairs of rows of the spectrum, the second the conjugate of the first; none where `paired`. */
  readonly conjugates: Int32Array;
  /** Whether all sums are integers that rounding to the nearest restores. */
  readonly rounds: boolean;
  /** What serves strips beyond that, those with infinities or NaN, and see `tieMargin`. */
  readonly direct: DirectPlan;
}

/** Rows of the spectrum are correlated with taps by so many bytes at a time: a tile of assembly/kernels/complex-rows.ts. */
export const TILE_BYTES = 64;

/** Of each so many rows are transposed at a time that their elements fill so many bytes: eight vectors. */
export const GROUP_BYTES = 128;

export function fourierPlan(
  problem: Problem,
  shape: FourierShape,
  accumulator: Accumulator,
  rounds: boolean,
  tieMargin: number,
): FourierPlan {
  const { stride, kernel, dilation, image, output } = problem;
  const { vertical, horizontal, paired, blockRows, blockColumns } = shape;
  const { bytes } = elementTypes[accumulator];
  const tile = TILE_BYTES / bytes;
  const reach = (extent(kernel.columns, dilation[1]) - 1) * image.channels;
  const denseRowLength = ((output.columns - 1) * stride[1] + 1) * image.channels;
  const blocks = Math.ceil(denseRowLength / blockColumns);
  const spectrumColumns = horizontal?.length ?? roundUp(blockColumns, tile) + roundUp(reach, tile);
  const row = rowGeometry(problem, 1, (blocks - 1) * blockColumns + spectrumColumns);
  const base = planBase({ ...problem, accumulator }, row);
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
    // Transforms go over rows as they lie.
    rowStep: stride[0],
    tapRowStep: dilation[0],
    rowGathering: null,
    tieMargin,
    columnStride: stride[1],
    denseRowLength,
    spectrumColumns,
    reach,
    spectrumRows: horizontal ? wholeGroups(rows, GROUP_BYTES / bytes) : rows,
    conjugates: paired ? new Int32Array(0) : conjugatePairs(order),
    rounds,
    direct: directPlan(problem),
    maxMagnitude: (accumulator === 'float32' ? 2 ** 127 : 2 ** 1023) / points / tapSum,
    strip: {
      outputRows,
      stagedRows: Math.min(
        (outputRows - 1) * stride[0] + extent(kernel.rows, dilation[0]),
        vertical.length + (paired ? blockRows : 0),
      ),
    },
  });
}

export function roundUp(length: number, multiple: number): number {
  return Math.ceil(length / multiple) * multiple;
}

/** The rows of the frequencies 0 to N / 2. */
function lowerHalf(order: Int32Array): Int32Array {
  return Int32Array.from(order.keys()).filter((row) => (order[row] as number) <= order.length / 2);
}

/** For each frequency f below N / 2 but 0 its row and that of N - f. */
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
