import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { type AxisGaussian, truncationOf } from '../problem/gaussian.ts';
import type { Problem } from '../problem/problem.ts';
import { factorsOf, gaussiansOf, type OuterTaps, type Taps } from '../problem/taps.ts';
import { MAX_FINITE_SUM, type PlanBase, planBase } from './base.ts';
import { type AxisPlan, axisPlan, coarseGrid, type Grid } from './grid.ts';
import type { RowGeometry } from './rows.ts';
import type { SeparablePlan } from './separable.ts';

/**
 * The plan of a Gaussian at several rates: each axis is decimated to a coarse grid, correlated there with what the Gaussian has
 * left, and interpolated. First all rows of a band are decimated: the columns of a few rows of cells at a time, then these
 * along rows, since that is a small part of the image. Then strips of results are interpolated. What costs time at every
 * pixel, decimating columns and interpolating them, takes as many multiplications as the B-spline has pieces, whatever sigma is.
 */
export interface MultiratePlan extends PlanBase {
  readonly method: 'multirate';
  /** `bytes`: integers of 16 bits with 6 binary places, but for the grid, which is float32. `floats`: the type of sums. */
  readonly lanes: 'bytes' | 'floats';
  readonly pieces: number;
  readonly horizontal: AxisPlan;
  readonly vertical: Grid;
  /** Rows of results in each band but the last. */
  readonly bandRows: number;
  /** Rows of results whose cells are in memory together, from the first to the last; of a stream a single band: see `atBand`. */
  readonly bands: readonly AxisPlan[];
  /** Rows of cells that are transposed together. */
  readonly blockRows: number;
  /** What lies beyond the upper and the lower edge of the grid: the fill value after all that is done along rows. */
  readonly fillSum: number;
  /** The fallback: see `maxMagnitude`. Null where all elements are finite. */
  readonly passes: SeparablePlan | null;
}

/** How exactly the grid makes a Gaussian. */
interface Design {
  readonly pieces: number;
  /** Cells in a sigma. */
  readonly rate: number;
  /** The sigma that the coarse kernel has on each side. */
  readonly reach: number;
  /**
   * For each order of derivative a bound of the L1 norm of what the response to one element is off, as a part of that of the
   * kernel: measured for steps of `minStep` and more, see test/plan/multirate.test.ts.
   */
  readonly errors: readonly number[];
  readonly minStep: number;
  /** More elements in a cell would only make sums longer: the grid is small by then. */
  readonly maxStep: number;
}

const byteDesign: Design = { pieces: 3, rate: 2, reach: 4, errors: [2e-3], minStep: 2, maxStep: 32 };

const floatDesigns: readonly Design[] = [
  { pieces: 6, rate: 2, reach: 4.9, errors: [2.5e-5, 8e-5, 2e-4, 4e-4, 8e-4], minStep: 2, maxStep: 16 },
  {
    pieces: 6,
    rate: 3.2,
    reach: 5.8,
    errors: [1.18e-6, 2.7e-6, 6e-6, 1.2e-5, 2e-5],
    minStep: 2.4,
    maxStep: 16,
  },
  { pieces: 6, rate: 4.5, reach: 5.8, errors: [6e-7, 8e-7, 1.5e-6], minStep: 3, maxStep: 16 },
];

/**
 * The error of arithmetic in floats, in units of their roundoff: measured, see test/plan/multirate.test.ts. Constants were at most
 * 11 off, up to sigma 20000; `blockTaps` keeps long kernels from adding to it.
 */
export const MULTIRATE_ROUNDING = 20;

/** A way to compute a problem. */
export interface MultirateOption {
  readonly lanes: MultiratePlan['lanes'];
  readonly accumulator: Accumulator;
  readonly grids: readonly [vertical: Grid, horizontal: Grid];
  /** Relative to sum |kernel| * max |image|, for an image whose elements have both signs. */
  readonly error: number;
  /** For a kernel of sum 1 and elements that have one sign: the greatest error relative to the greatest element. */
  readonly oneSided: number;
}

/** All ways to compute a problem, from the cheapest to the most exact; or why there is none. */
export function multirateOptions(problem: Problem): MultirateOption[] | string {
  const { image, output, stride, dilation, delta, centre, fillvalue, boundary, kernel } = problem;
  const gaussians = gaussiansOf(kernel.taps);
  if (gaussians === undefined) return 'the kernel is no Gaussian by name';
  const isSame = output.rows === image.rows && output.columns === image.columns;
  if (!isSame || delta !== 0 || [...stride, ...dilation].some((step) => step > 1) || centre.some(Boolean)) {
    return 'it serves blurs of mode "same" only';
  }
  if (boundary.includes('fill') && !Number.isFinite(fillvalue)) return 'the fill value is not finite';
  const options: MultirateOption[] = [];
  const accumulator = accumulatorOf(problem);
  const designs = isOfBytes(problem, gaussians) ? [byteDesign, ...floatDesigns] : floatDesigns;
  const tails = gaussians.map(truncationOf);
  for (const design of designs) {
    const grids = ([0, 1] as const).map((axis) => gridOf(problem, gaussians, axis, design));
    if (grids.every(({ coarse }) => coarse === null)) continue;
    let error = 0;
    for (const [axis, { coarse }] of grids.entries()) {
      if (coarse === null) continue;
      const { order } = gaussians[axis] as AxisGaussian;
      error += (design.errors[order] ?? Infinity) + (tails[axis] as number);
    }
    if (error === Infinity) continue;
    const lanes = design === byteDesign ? 'bytes' : 'floats';
    const rounding =
      lanes === 'bytes'
        ? ROUNDED_STEPS / 255
        : MULTIRATE_ROUNDING * (accumulator === 'float32' ? 2 ** -24 : 2 ** -53);
    options.push({
      lanes,
      accumulator: lanes === 'bytes' ? 'float32' : accumulator,
      grids: grids.map(({ grid }) => grid) as [Grid, Grid],
      error: error + rounding,
      // The differences sum to 0, so elements of one sign make half of them at most.
      oneSided: error / 2 + rounding,
    });
  }
  return options.length > 0 ? options : 'sigma or the image is too small, or the order too high';
}

/**
 * Levels of gray that bytes are off by rounding: 8 steps by half of 2^-6 (a row of cells, one of the grid, and three products
 * of each interpolation), and the weights, of 96 elements at most, by at most 1 unit of 2^-17 along rows and 2^-19 along columns.
 */
const ROUNDED_STEPS = 8 * 2 ** -7 + 127.5 * (96 * (2 ** -17 + 2 ** -19) + 4 * 2 ** -15);

function accumulatorOf({ image, result }: Problem): Accumulator {
  const isWide = (dtype: Problem['result']) => dtype === 'float64' || dtype === 'int32' || dtype === 'uint32';
  return isWide(result) || (isWide(image.dtype) && result !== 'float32') ? 'float64' : 'float32';
}

function isOfBytes(
  { image, result, boundary, fillvalue }: Problem,
  gaussians: readonly AxisGaussian[],
): boolean {
  const fits =
    !boundary.includes('fill') || (Number.isInteger(fillvalue) && fillvalue >= 0 && fillvalue <= 255);
  const isByte = (dtype: Problem['result']) => elementTypes[dtype].range?.[1] === 255;
  return fits && isByte(image.dtype) && isByte(result) && gaussians.every(({ order }) => order === 0);
}

/** Cells are a whole number, so steps are a little shorter than wanted; in small images too short. */
const SHRUNK = 0.95;

/** A coarse grid where that serves; else every element is a cell. */
function gridOf(
  { image, boundary, kernel, top, left }: Problem,
  gaussians: readonly AxisGaussian[],
  axis: 0 | 1,
  { pieces, rate, reach, minStep, maxStep }: Design,
): { readonly grid: Grid; readonly coarse: Grid | null } {
  const elements = axis === 0 ? image.rows : image.columns;
  const { sigma, order } = gaussians[axis] as AxisGaussian;
  const wanted = Math.min(sigma / rate, maxStep);
  const found = wanted >= minStep ? coarseGrid(elements, boundary[axis], pieces, wanted) : null;
  if (found !== null && found.step >= minStep * SHRUNK) {
    const taps = coarseKernel(sigma / found.step, found.step, order, pieces, reach);
    const grid = { ...found, kernel: taps, before: (taps.length - 1) / 2 };
    return { grid, coarse: grid };
  }
  const product = factorsOf(kernel.taps[0] as Taps) as OuterTaps;
  const own = axis === 0 ? product.column : product.row;
  const grid: Grid = {
    elements,
    boundary: boundary[axis],
    pieces,
    step: 1,
    offset: 0,
    cells: elements,
    kernel: own,
    before: axis === 0 ? top : left,
  };
  return { grid, coarse: null };
}

/** Beyond this a Gaussian's frequency response is below 2^-60. */
const MAX_FREQUENCY = 9.2;

/**
 * The inverse Fourier transform of what a Gaussian's frequency response, times (i w)^order, is to those of decimator and interpolator.
 *
 * @param sigma In cells.
 */
function coarseKernel(
  sigma: number,
  step: number,
  order: number,
  pieces: number,
  reach: number,
): Float64Array {
  const radius = Math.ceil(reach * sigma);
  const points = 2 * radius + 32;
  const taps = new Float64Array(2 * radius + 1);
  for (let i = 0; i < points; i++) {
    const w = ((i + 0.5) / points) * Math.PI;
    if (w * sigma > MAX_FREQUENCY) break;
    const response = Math.exp(-((w * sigma) ** 2) / 2) / (Math.sin(w / 2) / (w / 2)) ** (2 * pieces);
    const amount = (response * (w / step) ** order) / points;
    // The real part of (i w)^order * exp(-i w x), at the distance x that the correlation reads from.
    for (let x = -radius; x <= radius; x++) {
      const tap = taps[radius + x] as number;
      taps[radius + x] = tap + amount * Math.cos(w * x - (order * Math.PI) / 2);
    }
  }
  if (order > 0) return taps;
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / total);
}

/** Cells of all bands together take about so many bytes at most, as long as bands are much higher than what they share. */
const BAND_BYTES = 8 * 2 ** 20;
/** Images of fewer elements are blurred in a few milliseconds. */
const MIN_ELEMENTS_OF_BANDS = 2 ** 22;
/** What bands share is decimated twice: with this, an eighth of the cells at most, which takes 5 % of the time of a blur. */
const MIN_KERNELS_IN_BAND = 8;
/** Enough for 8 threads. */
const MAX_BANDS_FOR_THREADS = 8;

/** Bands are what threads share: so large images have several. They do not depend on how many threads there are, nor do results. */
function bandsForThreads({ cells, kernel }: Grid, { rows, columns, channels }: Problem['image']): number {
  if (rows * columns * channels < MIN_ELEMENTS_OF_BANDS) return 1;
  return Math.min(MAX_BANDS_FOR_THREADS, Math.floor(cells / (MIN_KERNELS_IN_BAND * kernel.length)));
}

/**
 * Of the rows of the image under a band of a stream. A band is at least as high as the kernel, so that no row is decimated more than twice.
 * Chosen: a stream holds the rows of a band, so that this is little beside what a process takes (`npm run bench:large`).
 */
const STREAMED_BAND_BYTES = 8 * 2 ** 20;

/** Rows of results in a band of a stream: as in memory, where that is little. */
function streamedRows({ kernel, step }: Grid, inMemory: number, rowBytes: number): number {
  const kernelRows = Math.ceil(kernel.length * step);
  return Math.min(inMemory, Math.max(kernelRows, Math.floor(STREAMED_BAND_BYTES / rowBytes)));
}

/** A strip of results, beside what it is interpolated from, in a second-level cache of 512 KiB. */
const STRIP_BYTES = 128 * 1024;

export function multiratePlan(
  problem: Problem,
  { lanes, accumulator, grids: [vertical, across] }: MultirateOption,
  passes: SeparablePlan | null,
): MultiratePlan {
  const { image } = problem;
  const base = planBase({ ...problem, accumulator }, rowsAsTheyAre(problem), false);
  const horizontal = axisPlan(across, 0, image.columns, true);
  const { bytes } = elementTypes[accumulator];
  const cellBytes = 2 * horizontal.results * image.channels * bytes;
  const bandCells = Math.max(4 * vertical.kernel.length, Math.floor(BAND_BYTES / cellBytes));
  const ownCells = bandCells - vertical.kernel.length;
  const forMemory = vertical.cells <= bandCells ? 1 : Math.ceil(vertical.cells / ownCells);
  const count = Math.max(forMemory, bandsForThreads(vertical, image));
  const outputRows = Math.max(
    8,
    Math.floor(STRIP_BYTES / (base.outputRowLength * elementTypes[base.result].bytes)),
  );
  const isStreamed = problem.streaming !== null;
  const rowBytes = base.imageRowLength * elementTypes[image.dtype].bytes;
  const even = Math.ceil(image.rows / count);
  const wanted = isStreamed ? streamedRows(vertical, even, rowBytes) : even;
  // Whole strips.
  const bandRows = wanted < image.rows ? Math.ceil(wanted / outputRows) * outputRows : image.rows;
  const bands: AxisPlan[] = [];
  for (let row = 0; row < (isStreamed ? 1 : image.rows); row += bandRows) {
    bands.push(bandAt(vertical, row, bandRows));
  }
  const ofRow = horizontal.kernel.reduce((sum, tap) => sum + tap, 0);
  const gain = Math.max(
    1,
    vertical.kernel.reduce((sum, tap) => sum + Math.abs(tap), 0),
  );
  return Object.freeze({
    method: 'multirate' as const,
    ...base,
    lanes,
    pieces: vertical.pieces,
    horizontal,
    vertical,
    bandRows,
    bands,
    // So that a cell of a block of columns is a whole number of tiles.
    blockRows: image.channels % 4 === 0 ? 8 : image.channels % 2 === 0 ? 16 : 32,
    fillSum: ofRow * problem.fillvalue,
    passes,
    maxMagnitude: passes === null ? Infinity : MAX_FINITE_SUM[accumulator] / gain,
    strip: { outputRows: Math.min(outputRows, image.rows), stagedRows: 0 },
  });
}

function bandAt(vertical: Grid, first: number, bandRows: number): AxisPlan {
  const rows = Math.min(bandRows, vertical.elements - first);
  return axisPlan(vertical, first, rows, rows === vertical.elements);
}

/** The plan of a stream for another band than its first. */
export function atBand(plan: MultiratePlan, first: number): MultiratePlan {
  return Object.freeze({ ...plan, bands: [bandAt(plan.vertical, first, plan.bandRows)] });
}

/**
 * The same plan in more bands, for threads that compute them at the same time: at most so many that each has as many cells of its own as
 * it shares with the next. Integers are added up exactly, so that results of `bytes` do not depend on the bands; those of `floats` do,
 * where a band falls back to passes.
 */
export function inBands(plan: MultiratePlan, wanted: number): MultiratePlan {
  const { vertical, strip, bands } = plan;
  const count = Math.min(wanted, Math.floor(vertical.cells / (vertical.kernel.length + vertical.pieces)));
  if (count <= bands.length) return plan;
  const bandRows = Math.ceil(vertical.elements / count / strip.outputRows) * strip.outputRows;
  const firstRows = Array.from({ length: Math.ceil(vertical.elements / bandRows) }, (_, i) => i * bandRows);
  return Object.freeze({
    ...plan,
    bandRows,
    bands: firstRows.map((first) => bandAt(vertical, first, bandRows)),
  });
}

/** How many rows are staged before those of each band. */
export function rowsBefore({ bands }: Pick<MultiratePlan, 'bands'>): number[] {
  let rows = 0;
  return bands.map(({ sources }) => {
    rows += sources.length;
    return rows - sources.length;
  });
}

/** Rows without borders. */
function rowsAsTheyAre({ image: { columns, channels } }: Problem): RowGeometry {
  const length = columns * channels;
  const none = new Int32Array(0);
  return {
    channels,
    imageRowLength: length,
    leftBorder: none,
    rightBorder: none,
    gathersColumns: false,
    phases: 1,
    phaseLength: length,
    stagedRowLength: length,
    columnOffsets: none,
    columnStep: channels,
  };
}

/** Multiplications for each pixel of the image: at full resolution, along rows, and of the grid. */
export function multirateTaps({ grids: [vertical, horizontal] }: MultirateOption): number {
  const { pieces } = vertical;
  const grid = vertical.kernel.length + horizontal.kernel.length;
  return 2 * pieces + (2 * pieces) / vertical.step + grid / vertical.step / horizontal.step;
}
