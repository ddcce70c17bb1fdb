import type { Prepared } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import { roundHalfEven } from '../base/saturate.ts';
import type { TypedArray } from '../base/types.ts';
import {
  type Finish,
  type IntegerKernel,
  type IntegerPlan,
  type RoundedTerm,
  roundedTerms,
  UNIT,
  valueOfRounded,
} from '../plan/integer.ts';
import { sum } from '../problem/taps.ts';
import { directF64 } from './direct-f64.ts';
import { pad } from './pad.ts';
import { flat, PaddedRows } from './padded.ts';

/** Sums of rows of results, from staged rows; in float64, which holds all of these integers. */
type Correlate = (staged: Float64Array, sums: Float64Array, rows: number) => void;

/** Integer arithmetic in float64: what WebAssembly does in lanes of 16 and 32 bits, to the bit. */
export function prepareInteger(plan: IntegerPlan): Prepared {
  const rows = new PaddedRows(
    plan.method === 'direct' ? plan : flat(plan),
    plan.strip.stagedRows,
    false,
    plan.fillvalue,
  );
  const kernels = plan.kernels.map((kernel) => correlationOf(kernel, plan));
  const length = plan.strip.outputRows * plan.outputRowLength;
  const sums = new Float64Array(length);
  const results = new elementTypes[plan.result].array(length);
  return {
    plan,
    rows,
    fallback: null,
    bytes: rows.data.byteLength + sums.byteLength + results.byteLength,
    dispose() {},
    begin: () => 0,
    compute({ outputRows }, kernel) {
      (kernels[kernel] as Correlate)(rows.data, sums, outputRows);
      return 0;
    },
    isNearTie: () => false,
    deliver({ outputRow, outputRows }, kernel, sink) {
      const { finish } = plan.kernels[kernel] as IntegerKernel;
      finishSums(sums, outputRows * plan.outputRowLength, finish, plan, results);
      sink.write(outputRow, outputRows, results, 0, plan.outputRowLength);
    },
  };
}

function correlationOf(kernel: IntegerKernel, plan: IntegerPlan): Correlate {
  if (plan.arithmetic === 'rounded') return roundedSeparable(kernel, plan);
  if (plan.arithmetic === 'box') return box(kernel, plan);
  return kernel.taps ? direct(kernel, plan) : separable(kernel, plan);
}

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
  const fill = sum(columns) * plan.fillvalue;
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
  const sums32 = new Int32Array(Math.max(imageRowLength, outputRowLength));
  const fill = valueOfRounded(columns, plan.fillvalue);
  const rowDistance = (place: number) => place * plan.tapRowStep * imageRowLength;
  const columnDistance = (place: number) => plan.columnOffsets[place] as number;
  return (staged, sums, rows) => {
    for (let row = 0; row < rows; row++) {
      roundedSums(staged, row * imageRowLength, columns, rowDistance, UNIT, sums32, imageRowLength);
      for (let x = 0; x < imageRowLength; x++) line[leftMargin.length + x] = sums32[x] as number;
      pad(line, 0, imageRowLength, leftMargin, rightMargin, fill);
      roundedSums(line, 0, across, columnDistance, 1, sums32, outputRowLength);
      const to = row * outputRowLength;
      for (let x = 0; x < outputRowLength; x++) sums[to + x] = sums32[x] as number;
    }
  };
}

function roundedSums(
  source: Float64Array,
  at: number,
  terms: readonly RoundedTerm[],
  distance: (place: number) => number,
  unit: number,
  sums: Int32Array,
  count: number,
): void {
  sums.fill(0);
  for (const { tap, place, mirrored } of terms) {
    const factor = tap * unit;
    const first = at + distance(place);
    const second = at + distance(mirrored ?? place);
    const weight = mirrored === null ? 0 : 1;
    for (let x = 0; x < count; x++) {
      const sum = (source[first + x] as number) + weight * (source[second + x] as number);
      sums[x] = (sums[x] as number) + ((factor * sum + 2 ** 14) >> 15);
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
  const { range } = elementTypes[plan.result];
  if (scaling !== 'none') {
    // WebAssembly divides float32 numbers, which hold sums of 16 bits exactly.
    for (let i = 0; i < count; i++) sums[i] = Math.fround(sums[i] as number) / divisor;
  }
  if (range === null) {
    results.set(sums.subarray(0, count));
    return;
  }
  if (elementTypes[plan.result].bytes === 1) {
    // Rounds half to even and saturates by itself.
    const bytes = new Uint8ClampedArray(results.buffer, results.byteOffset, count);
    for (let i = 0; i < count; i++) bytes[i] = sums[i] as number;
    return;
  }
  const [least, greatest] = range;
  for (let i = 0; i < count; i++) {
    results[i] = roundHalfEven(Math.min(Math.max(sums[i] as number, least), greatest));
  }
}
