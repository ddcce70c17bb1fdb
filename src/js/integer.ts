import type { Prepared } from '../backend/backend.ts';
import {
  type IntegerKernel,
  type IntegerPlan,
  type RoundedTerm,
  roundedTerms,
  UNIT,
  valueOfRounded,
} from '../plan/integer.ts';
import { addBorders } from './borders.ts';
import { prepareDirect } from './direct.ts';
import type { Destination } from './direct-kernel.ts';
import { prepared } from './prepared.ts';
import { rowsOf, withoutBorders } from './rows.ts';
import { prepareSeparable } from './separable.ts';

/** Sums of rows of results from staged rows. */
type Sum = (staged: Float64Array, sums: Destination['values'], rows: number) => void;

/** Integer arithmetic in float64: what WebAssembly does in lanes of 16 and 32 bits, to the bit. */
export function prepareInteger(plan: IntegerPlan): Prepared {
  if (plan.method === 'direct') return prepareDirect(plan);
  const { arithmetic } = plan;
  if (arithmetic !== 'rounded' && arithmetic !== 'box') return prepareSeparable(plan);
  const rows = rowsOf(withoutBorders(plan));
  const kernels = plan.kernels.map((kernel) => (arithmetic === 'box' ? box : rounded)(kernel, plan));
  return prepared(plan, rows, (kernel, rowCount, { values }) => {
    (kernels[kernel] as Sum)(rows.data, values, rowCount);
    return 0;
  });
}

/** Rounded products of 16 bits. */
function rounded(kernel: IntegerKernel, plan: IntegerPlan): Sum {
  const { imageRowLength, outputRowLength, leftBorder } = plan;
  const columns = roundedTerms(kernel.columns as Float64Array);
  const across = roundedTerms(kernel.rows as Float64Array);
  // The row between the passes: V8 compiles this loop for it faster than for a parameter.
  const line = new Float64Array(plan.stagedRowLength);
  const sums32 = new Int32Array(Math.max(imageRowLength, outputRowLength));
  const fill = valueOfRounded(columns, plan.fillvalue);
  const rowStep = plan.tapRowStep * imageRowLength;
  const rowOffsets = Int32Array.from({ length: plan.kernel.rows }, (_, u) => u * rowStep);
  return (staged, sums, rows) => {
    for (let row = 0; row < rows; row++) {
      roundedSums(staged, row * imageRowLength, columns, rowOffsets, UNIT, sums32, imageRowLength);
      for (let x = 0; x < imageRowLength; x++) line[leftBorder.length + x] = sums32[x] as number;
      addBorders(line, 0, 0, 1, plan, fill);
      roundedSums(line, 0, across, plan.columnOffsets, 1, sums32, outputRowLength);
      const to = row * outputRowLength;
      for (let x = 0; x < outputRowLength; x++) sums[to + x] = sums32[x] as number;
    }
  };
}

function roundedSums(
  source: Float64Array,
  at: number,
  terms: readonly RoundedTerm[],
  offsets: Int32Array,
  unit: number,
  sums: Int32Array,
  count: number,
): void {
  sums.fill(0);
  for (const { tap, place, mirrored } of terms) {
    const factor = tap * unit;
    const first = at + (offsets[place] as number);
    const second = at + (offsets[mirrored ?? place] as number);
    const weight = mirrored === null ? 0 : 1;
    for (let x = 0; x < count; x++) {
      const sum = (source[first + x] as number) + weight * (source[second + x] as number);
      sums[x] = (sums[x] as number) + ((factor * sum + 2 ** 14) >> 15);
    }
  }
}

/** Running sums, down the columns and along rows. */
function box(kernel: IntegerKernel, plan: IntegerPlan): Sum {
  const { imageRowLength, outputRowLength, leftBorder, columnStep } = plan;
  const { rows: height, columns: width } = plan.kernel;
  const interior = leftBorder.length;
  const line = new Float64Array(plan.stagedRowLength);
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
      addBorders(line, 0, 0, 1, plan, height * plan.fillvalue);
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
