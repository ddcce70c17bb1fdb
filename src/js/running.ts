import type { Prepared } from '../backend/backend.ts';
import type { RunningPlan } from '../plan/running.ts';
import { addBorders } from './borders.ts';
import type { Destination } from './direct-kernel.ts';
import { prepared } from './prepared.ts';
import { rowsOf, withoutBorders } from './rows.ts';
import { prepareSeparable } from './separable.ts';
import { allFinite } from './sums.ts';

/** Adds up as `assembly/kernels/running.ts` does, in the same order. */
export function prepareRunning(plan: RunningPlan): Prepared {
  const { imageRowLength, outputRowLength, leftBorder, blockLength, taps, fillSum } = plan;
  const { rows: height } = plan.kernel;
  const interior = leftBorder.length;
  const rows = rowsOf(withoutBorders(plan), plan.accumulator === 'float32');
  const columns = new Float64Array(plan.stagedRowLength);

  const enter = (row: number) => {
    const from = row * imageRowLength;
    for (let x = 0; x < imageRowLength; x++) {
      columns[interior + x] = (columns[interior + x] as number) + (rows.data[from + x] as number);
    }
  };
  const replace = (entering: number, leaving: number) => {
    const [from, gone] = [entering * imageRowLength, leaving * imageRowLength];
    for (let x = 0; x < imageRowLength; x++) {
      const change = (rows.data[from + x] as number) - (rows.data[gone + x] as number);
      columns[interior + x] = (columns[interior + x] as number) + change;
    }
  };

  const sum = (kernel: number, rowCount: number, destination: Destination) => {
    columns.fill(0, interior, interior + imageRowLength);
    for (let row = 0; row < height; row++) enter(row);
    for (let row = 0; row < rowCount; row++) {
      if (row > 0) replace(row + height - 1, row - 1);
      addBorders(columns, 0, 0, 1, plan, fillSum);
      const at = destination.at + row * destination.rowStride;
      for (let begin = 0; begin < outputRowLength; begin += blockLength) {
        const count = Math.min(blockLength, outputRowLength - begin);
        alongBlock(columns, begin, count, plan, taps[kernel] as number, destination.values, at + begin);
      }
    }
    return allFinite(destination, rowCount, outputRowLength);
  };
  return prepared(plan, rows, sum, {
    fallback: prepareSeparable(plan.passes),
    bytes: rows.data.byteLength + columns.byteLength,
  });
}

function alongBlock(
  sums: Float64Array,
  begin: number,
  count: number,
  { kernel, columnStep, delta }: RunningPlan,
  tap: number,
  results: Float32Array | Float64Array,
  to: number,
): void {
  const reach = kernel.columns * columnStep;
  for (let channel = 0; channel < Math.min(columnStep, count); channel++) {
    const first = begin + channel;
    let sum = 0;
    for (let x = first; x < first + reach; x += columnStep) sum += sums[x] as number;
    results[to + channel] = sum * tap + delta;
    for (let i = channel + columnStep; i < count; i += columnStep) {
      const leaving = begin + i - columnStep;
      sum += (sums[leaving + reach] as number) - (sums[leaving] as number);
      results[to + i] = sum * tap + delta;
    }
  }
}
