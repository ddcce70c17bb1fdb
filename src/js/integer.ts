import type { Prepared } from '../backend/backend.ts';
import { runStrips } from '../backend/strips.ts';
import { elementTypes } from '../dtype.ts';
import {
  type Finish,
  type IntegerKernel,
  type IntegerPlan,
  type RoundedTerm,
  roundedProduct,
  roundedTerms,
  valueOfRounded,
} from '../plan/integer.ts';
import type { TypedArray } from '../types.ts';
import { directF64 } from './direct-f64.ts';
import { narrow } from './narrow.ts';
import { pad } from './pad.ts';
import { PaddedRows } from './padded.ts';

/** Sums of rows of results, from staged rows; in float64, which holds all of these integers. */
type Correlate = (staged: Float64Array, sums: Float64Array, rows: number) => void;

/** Integer arithmetic in float64: what WebAssembly does in lanes of 16 and 32 bits, to the bit. */
export function prepareInteger(plan: IntegerPlan): Prepared {
  const none = new Int32Array(0);
  const isDirect = plan.method === 'direct';
  const flat = { ...plan, leftMargin: none, rightMargin: none, stagedRowLength: plan.imageRowLength };
  const rows = new PaddedRows(isDirect ? plan : flat, plan.strip.stagedRows, false, plan.fillvalue);
  const kernels = plan.kernels.map((kernel) => correlations[plan.arithmetic](kernel, plan));
  const length = plan.strip.outputRows * plan.outputRowLength;
  const sums = new Float64Array(length);
  const results = new elementTypes[plan.result].array(length);
  return {
    bytes: rows.data.byteLength + sums.byteLength + results.byteLength,
    dispose() {},
    run(source, sinks, range) {
      runStrips(
        plan,
        {
          stage: (firstImageRow, rowCount, at) => rows.stage(source, firstImageRow, rowCount, at),
          fill: (rowCount, at) => rows.fill(rowCount, at),
          keep: (from, rowCount) => rows.keep(from, rowCount),
          compute(firstOutputRow, rowCount) {
            sinks.forEach((sink, index) => {
              (kernels[index] as Correlate)(rows.data, sums, rowCount);
              const { finish } = plan.kernels[index] as IntegerKernel;
              finishSums(sums, rowCount * plan.outputRowLength, finish, plan, results);
              sink.write(firstOutputRow, rowCount, results, 0, plan.outputRowLength);
            });
          },
        },
        range,
      );
    },
  };
}

const correlations: {
  readonly [name in IntegerPlan['arithmetic']]: (kernel: IntegerKernel, plan: IntegerPlan) => Correlate;
} = {
  short: (kernel, plan) => (kernel.taps ? direct(kernel, plan) : separable(kernel, plan)),
  dot: (kernel, plan) => (kernel.taps ? direct(kernel, plan) : separable(kernel, plan)),
  rounded: roundedSeparable,
  box,
};

function direct(kernel: IntegerKernel, plan: IntegerPlan): Correlate {
  const { stagedRowLength, outputRowLength, tapRowStep, columnStep, columnOffsets } = plan;
  const taps = kernel.taps as Float64Array;
  return (staged, sums, rows) =>
    directF64(
      staged,
      stagedRowLength,
      tapRowStep * stagedRowLength,
      columnStep,
      columnOffsets,
      taps,
      kernel.initial,
      sums,
      0,
      outputRowLength,
      rows,
      outputRowLength,
    );
}

/** Rows with margins between two passes. */
function between(plan: IntegerPlan, rows = 1): Float64Array {
  return new Float64Array(rows * plan.stagedRowLength);
}

function separable(kernel: IntegerKernel, plan: IntegerPlan): Correlate {
  const { imageRowLength, stagedRowLength, outputRowLength, tapRowStep, columnStep, columnOffsets } = plan;
  const columns = kernel.columns as Float64Array;
  const across = kernel.rows as Float64Array;
  const lines = between(plan, plan.strip.outputRows);
  const fill = columns.reduce((sum, tap) => sum + tap, 0) * plan.fillvalue;
  const only = Int32Array.of(0);
  return (staged, sums, rows) => {
    directF64(
      staged,
      imageRowLength,
      tapRowStep * imageRowLength,
      1,
      only,
      columns,
      0,
      lines,
      plan.leftMargin.length,
      stagedRowLength,
      rows,
      imageRowLength,
    );
    for (let row = 0; row < rows; row++) {
      pad(lines, row * stagedRowLength, imageRowLength, plan.leftMargin, plan.rightMargin, fill);
    }
    directF64(
      lines,
      stagedRowLength,
      stagedRowLength,
      columnStep,
      columnOffsets,
      across,
      kernel.initial,
      sums,
      0,
      outputRowLength,
      rows,
      outputRowLength,
    );
  };
}

function roundedSeparable(kernel: IntegerKernel, plan: IntegerPlan): Correlate {
  const { imageRowLength, outputRowLength, leftMargin, rightMargin } = plan;
  const columns = roundedTerms(kernel.columns as Float64Array);
  const across = roundedTerms(kernel.rows as Float64Array);
  const line = between(plan);
  const fill = valueOfRounded(columns, plan.fillvalue);
  const rowDistance = (place: number) => place * plan.tapRowStep * imageRowLength;
  const columnDistance = (place: number) => plan.columnOffsets[place] as number;
  return (staged, sums, rows) => {
    for (let row = 0; row < rows; row++) {
      const at = row * imageRowLength;
      // Bytes count 2^6 times.
      roundedSums(staged, at, columns, rowDistance, 64, line, leftMargin.length, imageRowLength);
      pad(line, 0, imageRowLength, leftMargin, rightMargin, fill);
      roundedSums(line, 0, across, columnDistance, 1, sums, row * outputRowLength, outputRowLength);
    }
  };
}

function roundedSums(
  source: Float64Array,
  at: number,
  terms: readonly RoundedTerm[],
  distance: (place: number) => number,
  unit: number,
  destination: Float64Array,
  to: number,
  count: number,
): void {
  destination.fill(0, to, to + count);
  for (const { tap, place, mirrored } of terms) {
    const first = at + distance(place);
    const second = mirrored === null ? -1 : at + distance(mirrored);
    for (let x = 0; x < count; x++) {
      const other = second < 0 ? 0 : (source[second + x] as number);
      const product = roundedProduct(tap, unit * ((source[first + x] as number) + other));
      destination[to + x] = (destination[to + x] as number) + product;
    }
  }
}

/** Running sums, down the columns and along rows. */
function box(kernel: IntegerKernel, plan: IntegerPlan): Correlate {
  const { imageRowLength, outputRowLength, leftMargin, rightMargin, columnStep } = plan;
  const height = plan.kernel.rows;
  const width = plan.kernel.columns;
  const line = between(plan);
  const interior = leftMargin.length;
  return (staged, sums, rows) => {
    line.fill(0);
    const change = (row: number, sign: number) => {
      const from = row * imageRowLength;
      for (let x = 0; x < imageRowLength; x++) {
        line[interior + x] = (line[interior + x] as number) + sign * (staged[from + x] as number);
      }
    };
    for (let row = 0; row < height - 1; row++) change(row, 1);
    for (let row = 0; row < rows; row++) {
      change(row + height - 1, 1);
      if (row > 0) change(row - 1, -1);
      pad(line, 0, imageRowLength, leftMargin, rightMargin, height * plan.fillvalue);
      const to = row * outputRowLength;
      for (let x = 0; x < columnStep; x++) {
        let sum = kernel.initial;
        for (let v = 0; v < width - 1; v++) sum += line[x + v * columnStep] as number;
        for (let place = x; place < outputRowLength; place += columnStep) {
          sum += line[place + (width - 1) * columnStep] as number;
          sums[to + place] = sum;
          sum -= line[place] as number;
        }
      }
    }
  };
}

function finishSums(
  sums: Float64Array,
  count: number,
  { scaling, divisor }: Finish,
  plan: IntegerPlan,
  results: TypedArray,
): void {
  if (scaling === 'multiply' || scaling === 'divide') {
    // WebAssembly divides float32 numbers.
    for (let i = 0; i < count; i++) sums[i] = Math.fround(sums[i] as number) / divisor;
  } else if (scaling !== 'none') {
    for (let i = 0; i < count; i++) sums[i] = (sums[i] as number) / divisor;
  }
  const { range } = elementTypes[plan.result];
  if (range !== null) narrow(sums, count, ...range, results);
  else results.set(sums.subarray(0, count));
}
