import type { Prepared, StagedRows } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import { roundHalfEven } from '../base/saturate.ts';
import type { TypedArray } from '../base/types.ts';
import {
  type AxisPlan,
  BYTE_PLACES,
  blockTaps,
  CELL_PLACES,
  firstCells,
  integerResultWeights,
  integerWeights,
  PLACES,
} from '../plan/grid.ts';
import { type MultiratePlan, rowsBefore } from '../plan/multirate.ts';
import { resultsOf } from './results.ts';
import { prepareSeparable } from './separable.ts';
import { magnitude, type Sums } from './sums.ts';

/** How numbers are made and added: as WebAssembly does it, to the bit. */
interface Arithmetic {
  /** Sums of decimation, and rows between the passes. */
  readonly sums: (length: number) => Sums;
  readonly between: (length: number) => TypedArray;
  readonly grid: (length: number) => Sums;
  /** Weights of an axis: those of row (or column) `i` for cell j at `i * rowStep + j * cellStep`. */
  readonly decimating: (axis: AxisPlan, isFirst: boolean) => Weights;
  readonly interpolating: (axis: AxisPlan) => Float64Array;
  /** Converts a complete sum. */
  readonly complete: (
    sums: Sums,
    at: number,
    count: number,
    weights: Weights,
    to: TypedArray,
    toAt: number,
  ) => void;
  /** sums[at + i] += weight * values[from + i], each operation rounded. */
  readonly add: (
    sums: Sums,
    at: number,
    count: number,
    weight: number,
    values: TypedArray,
    from: number,
  ) => void;
  /** A row of cells as it is interpolated. */
  readonly quantize: (grid: Sums, count: number, to: TypedArray) => void;
  readonly round: (value: number) => number;
  /** Weighted sums of `pieces` rows (or columns) of cells. */
  readonly mix: (
    rows: readonly TypedArray[],
    from: Int32Array,
    weights: Float64Array,
    weightAt: number,
    to: TypedArray,
    toAt: number,
    count: number,
  ) => void;
}

interface Weights {
  readonly values: ArrayLike<number>;
  readonly rowStep: number;
  readonly cellStep: number;
  readonly places: number;
  readonly isFirst: boolean;
}

/** See `MultiratePlan`, and assembly/kernels/decimate.ts and interpolate.ts for the arithmetic. */
export function prepareMultirate(plan: MultiratePlan): Prepared {
  const { horizontal, bands, pieces, imageRowLength, channels, fillvalue, lanes } = plan;
  const arithmetic = lanes === 'bytes' ? bytes : plan.accumulator === 'float32' ? float32 : float64;
  const results = resultsOf(plan);
  const gridLength = horizontal.results * channels;
  const places = Math.max(...bands.map((band) => band.places));
  const cells = Math.max(...bands.map((band) => band.results));
  const row = new (isByteLike(plan) ? Uint8Array : arrayOf(plan))(imageRowLength);
  const sums = Array.from({ length: pieces }, () => arithmetic.sums(imageRowLength));
  const wide = arithmetic.between(imageRowLength);
  const coarse = arithmetic.grid(places * gridLength);
  const correlated = arithmetic.grid(gridLength);
  const correlate = correlatorOf(arithmetic, gridLength);
  const quantized = Array.from({ length: cells }, () => arithmetic.between(gridLength));
  const wideRows = Array.from({ length: pieces }, () => arithmetic.between(imageRowLength));
  const final = lanes === 'bytes' ? mixIntoBytes : arithmetic.mix;
  const fromZero = new Int32Array(pieces);
  const across = acrossOf(plan, arithmetic);
  const ready = bands.map((axis) => ({
    axis,
    weights: arithmetic.decimating(axis, true),
    resultWeights: arithmetic.interpolating(axis),
    firsts: firstCells(axis),
    kernel: axis.kernel.map(arithmetic.round),
  }));
  const stagedBefore = rowsBefore(plan);
  let band = ready[0] as (typeof ready)[number];
  let fed = 0;
  let cell = 0;
  let wideEnd = 0;
  let sum = 0;

  const complete = () => {
    const done = sums[cell % pieces] as Sums;
    arithmetic.complete(done, 0, imageRowLength, band.weights, wide, 0);
    done.fill(0);
    across.toGrid(wide, coarse, (band.axis.firstPlace + cell) * gridLength);
    cell++;
  };
  const feed = () => {
    const { axis, weights } = band;
    if (axis.advances[fed] === 1) complete();
    for (let j = 0; j < pieces; j++) {
      const weight = weights.values[fed * weights.rowStep + j * weights.cellStep] as number;
      arithmetic.add(sums[(cell + j) % pieces] as Sums, 0, imageRowLength, weight, row, 0);
    }
    fed++;
  };
  const start = (at: number) => {
    const index = stagedBefore.lastIndexOf(at);
    if (index < 0) return;
    band = ready[index] as (typeof ready)[number];
    fed = 0;
    cell = 0;
    for (const each of sums) each.fill(0);
  };
  const rows: StagedRows = {
    adopt: () => false,
    stage(source, imageRow, rowCount, at) {
      start(at);
      for (let i = 0; i < rowCount; i++) {
        source.read(imageRow + i, 1, row, 0, imageRowLength);
        feed();
      }
    },
    fill(rowCount, at) {
      start(at);
      row.fill(fillvalue);
      for (let i = 0; i < rowCount; i++) feed();
    },
    keep() {},
  };

  // Of several bands beforehand: see src/wasm/multirate.ts.
  let fallback = plan.passes && plan.bands.length > 1 ? prepareSeparable(plan.passes) : null;
  return {
    plan,
    rows,
    get fallback() {
      const { passes } = plan;
      if (passes) fallback ??= inMemory(() => prepareSeparable(passes));
      return fallback;
    },
    bytes: coarse.byteLength + results.bytes + (2 * pieces + 2) * row.byteLength,
    begin({ stagedRows }) {
      if (stagedRows === 0) return sum;
      const { axis, kernel } = band;
      for (let j = 0; j < pieces; j++) complete();
      sum = 0;
      if (plan.maxMagnitude < Infinity) {
        const start = axis.firstPlace * gridLength;
        const cells = coarse.subarray(start, start + axis.cells * gridLength);
        sum = magnitude(cells, cells.length);
        if (!(sum <= plan.maxMagnitude)) return sum;
      }
      copyCells(coarse, axis.copies, gridLength, plan.fillSum);
      for (let i = 0; i < axis.results; i++) {
        correlate(coarse, (axis.kernelPlace + i) * gridLength, gridLength, kernel, correlated);
        arithmetic.quantize(correlated, gridLength, quantized[i] as TypedArray);
      }
      wideEnd = 0;
      return sum;
    },
    compute({ outputRow, outputRows }, _kernel, sink) {
      const { axis, firsts, resultWeights } = band;
      const { values, at, rowStride } = results.place(sink, outputRow);
      const stride = resultWeights.length / axis.count;
      for (let i = 0; i < outputRows; i++) {
        const row = outputRow - axis.first + i;
        const first = firsts[row] as number;
        for (wideEnd = Math.max(wideEnd, first); wideEnd < first + pieces; wideEnd++) {
          across.fromGrid(quantized[wideEnd] as TypedArray, wideRows[wideEnd % pieces] as TypedArray);
        }
        const mixed = Array.from({ length: pieces }, (_, j) => wideRows[(first + j) % pieces] as TypedArray);
        final(mixed, fromZero, resultWeights, row * stride, values, at + i * rowStride, imageRowLength);
      }
      return 0;
    },
    isNearTie: () => false,
    sumsOf: () => null,
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
    dispose() {},
  };
}

function isByteLike({ lanes }: MultiratePlan): boolean {
  return lanes === 'bytes';
}

function arrayOf({ accumulator }: MultiratePlan) {
  return elementTypes[accumulator].array;
}

/** The steps along rows: a row of cells as wide as the image becomes a row of the grid, and the reverse. */
function acrossOf(plan: MultiratePlan, arithmetic: Arithmetic) {
  const { horizontal, channels, fillvalue, lanes, pieces } = plan;
  const { sources, advances, cells, places, firstPlace, kernelPlace, copies, results, count } = horizontal;
  const weights = arithmetic.decimating(horizontal, false);
  const resultWeights = arithmetic.interpolating(horizontal);
  const stride = resultWeights.length / count;
  const firsts = firstCells(horizontal);
  const kernel = horizontal.kernel.map(arithmetic.round);
  const sums = arithmetic.sums(cells * channels);
  const line = arithmetic.grid(places * channels);
  const fill = arithmetic.between(channels);
  fill.fill(lanes === 'bytes' ? fillvalue * 2 ** PLACES : fillvalue);
  const from = new Int32Array(pieces);
  const correlated = arithmetic.grid(results * channels);
  const correlate = correlatorOf(arithmetic, results * channels);
  return {
    toGrid(wide: TypedArray, grid: Sums, at: number) {
      sums.fill(0);
      for (let column = 0, cell = 0; column < sources.length; column++) {
        cell += advances[column] as number;
        const source = sources[column] as number;
        const values = source < 0 ? fill : wide;
        const first = source < 0 ? 0 : source * channels;
        for (let j = 0; j < pieces; j++) {
          const weight = weights.values[column * weights.rowStep + j * weights.cellStep] as number;
          arithmetic.add(sums, (cell + j) * channels, channels, weight, values, first);
        }
      }
      arithmetic.complete(sums, 0, cells * channels, weights, line, firstPlace * channels);
      copyCells(line, copies, channels, fillvalue);
      correlate(line, kernelPlace * channels, channels, kernel, correlated);
      grid.set(correlated, at);
    },
    fromGrid(cells: TypedArray, wide: TypedArray) {
      const rows = Array.from({ length: pieces }, () => cells);
      for (let column = 0; column < count; column++) {
        const first = firsts[column] as number;
        for (let j = 0; j < pieces; j++) from[j] = (first + j) * channels;
        arithmetic.mix(rows, from, resultWeights, column * stride, wide, column * channels, channels);
      }
    },
  };
}

/** The coarse kernel over cells that are `pitch` apart: see assembly/kernels/cells.ts. */
function correlatorOf({ grid, add }: Arithmetic, length: number) {
  const block = grid(length);
  return (cells: Sums, at: number, pitch: number, kernel: Float64Array, to: Sums) => {
    const blockLength = blockTaps(kernel);
    to.fill(0);
    for (let j = 0; j < kernel.length; ) {
      const end = Math.min(j + blockLength, kernel.length);
      block.fill(0);
      for (; j < end; j++) add(block, 0, length, kernel[j] as number, cells, at + j * pitch);
      add(to, 0, length, 1, block, 0);
    }
  };
}

/** Copies cells to their places, or fills them. */
function copyCells(values: Sums, copies: Int32Array, length: number, fill: number): void {
  for (let i = 0; i < copies.length; i += 2) {
    const to = (copies[i] as number) * length;
    const place = copies[i + 1] as number;
    if (place < 0) values.fill(fill, to, to + length);
    else values.copyWithin(to, place * length, (place + 1) * length);
  }
}

const { fround } = Math;

const float32: Arithmetic = {
  sums: (length) => new Float32Array(length),
  between: (length) => new Float32Array(length),
  grid: (length) => new Float32Array(length),
  decimating: (axis, isFirst) => floatWeights(axis, isFirst, fround),
  interpolating: ({ resultWeights }) => resultWeights.map(fround),
  complete: copySums,
  add(sums, at, count, weight, values, from) {
    for (let i = 0; i < count; i++) {
      // The array rounds the sum.
      sums[at + i] = (sums[at + i] as number) + fround(weight * (values[from + i] as number));
    }
  },
  quantize: copyRow,
  round: fround,
  mix(rows, from, weights, weightAt, to, toAt, count) {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let j = 0; j < rows.length; j++) {
        const value = (rows[j] as TypedArray)[(from[j] as number) + i] as number;
        sum = fround(sum + fround((weights[weightAt + j] as number) * value));
      }
      to[toAt + i] = sum;
    }
  },
};

const float64: Arithmetic = {
  sums: (length) => new Float64Array(length),
  between: (length) => new Float64Array(length),
  grid: (length) => new Float64Array(length),
  decimating: (axis, isFirst) => floatWeights(axis, isFirst, Number),
  interpolating: ({ resultWeights }) => resultWeights,
  complete: copySums,
  add(sums, at, count, weight, values, from) {
    for (let i = 0; i < count; i++) {
      sums[at + i] = (sums[at + i] as number) + weight * (values[from + i] as number);
    }
  },
  quantize: copyRow,
  round: Number,
  mix(rows, from, weights, weightAt, to, toAt, count) {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let j = 0; j < rows.length; j++) {
        const value = (rows[j] as TypedArray)[(from[j] as number) + i] as number;
        sum += (weights[weightAt + j] as number) * value;
      }
      to[toAt + i] = sum;
    }
  },
};

/** Sums of integers in float64, which holds 32 bits. */
const bytes: Arithmetic = {
  ...float32,
  sums: (length) => new Float64Array(length),
  between: (length) => new Int16Array(length),
  decimating(axis, isFirst) {
    const { weights, places } = integerWeights(axis, 3, isFirst ? BYTE_PLACES : CELL_PLACES);
    return { values: weights, rowStep: 1, cellStep: axis.advances.length, places, isFirst };
  },
  interpolating: (axis) => Float64Array.from(integerResultWeights(axis)),
  complete(sums, at, count, { places, isFirst }, to, toAt) {
    const shift = places - PLACES;
    const half = (1 << shift) >> 1;
    const scale = 2 ** -(places + PLACES);
    for (let i = 0; i < count; i++) {
      const sum = sums[at + i] as number;
      to[toAt + i] = isFirst ? (sum + half) >> shift : fround(sum) * scale;
    }
  },
  add(sums, at, count, weight, values, from) {
    if (sums instanceof Float32Array) float32.add(sums, at, count, weight, values, from);
    else float64.add(sums, at, count, weight, values, from);
  },
  quantize(grid, count, to) {
    for (let i = 0; i < count; i++) {
      const value = roundHalfEven((grid[i] as number) * 2 ** PLACES);
      to[i] = Math.min(Math.max(value, -32768), 32767);
    }
  },
  mix(rows, from, weights, weightAt, to, toAt, count) {
    const [a, b, c] = rows as [TypedArray, TypedArray, TypedArray];
    const [ofA, ofB, ofC] = from as unknown as [number, number, number];
    const first = weights[weightAt] as number;
    const second = weights[weightAt + 1] as number;
    const third = weights[weightAt + 2] as number;
    for (let i = 0; i < count; i++) {
      to[toAt + i] =
        (((a[ofA + i] as number) * first + 0x4000) >> 15) +
        (((b[ofB + i] as number) * second + 0x4000) >> 15) +
        (((c[ofC + i] as number) * third + 0x4000) >> 15);
    }
  },
};

const mixIntoBytes: Arithmetic['mix'] = (rows, from, weights, weightAt, to, toAt, count) => {
  const [a, b, c] = rows as [TypedArray, TypedArray, TypedArray];
  const [ofA, ofB, ofC] = from as unknown as [number, number, number];
  const first = weights[weightAt] as number;
  const second = weights[weightAt + 1] as number;
  const third = weights[weightAt + 2] as number;
  for (let i = 0; i < count; i++) {
    const sum =
      (((a[ofA + i] as number) * first + 0x4000) >> 15) +
      (((b[ofB + i] as number) * second + 0x4000) >> 15) +
      (((c[ofC + i] as number) * third + 0x4000) >> 15);
    to[toAt + i] = Math.min(Math.max((sum + 32) >> 6, 0), 255);
  }
};

function floatWeights(
  { weights, advances }: AxisPlan,
  isFirst: boolean,
  round: (x: number) => number,
): Weights {
  const rowStep = weights.length / advances.length;
  return { values: weights.map(round), rowStep, cellStep: 1, places: 0, isFirst };
}

function copySums(sums: Sums, at: number, count: number, _: Weights, to: TypedArray, toAt: number): void {
  to.set(sums.subarray(at, at + count), toAt);
}

function copyRow(grid: Sums, _count: number, to: TypedArray): void {
  to.set(grid);
}
