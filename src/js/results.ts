import type { StripSums } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import type { IntegerKernel } from '../plan/integer.ts';
import type { Plan } from '../plan/plan.ts';
import type { Division } from '../problem/problem.ts';
import type { Destination } from './direct-kernel.ts';
import { divide, narrow, nearTie, round, type Sums } from './sums.ts';

/** Sums of a strip, and their way to the caller. */
export interface Results {
  readonly sums: Sums;
  readonly bytes: number;
  /** Where sums of rows from `row` on go: into the caller's array where they are its results and it has their type. */
  place(sink: RowSink, row: number): Destination;
  /** Whether a sum is nearer to a tie than the plan's margin. */
  isNearTie(rowCount: number): boolean;
  /** See `Prepared.sumsOf`. */
  asStripSums(): StripSums | null;
  /** Makes results of the sums of a kernel and writes them, unless they lie where they belong. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, kernel: number): void;
}

/** @param rounds Whether sums are rounded to the integers that they are near. */
export function resultsOf(plan: Plan, rounds = false): Results {
  const { accumulator, result, divisions, output, outputRowLength } = plan;
  const { outputRows } = plan.strip;
  const length = outputRows * outputRowLength;
  const { range, array } = elementTypes[result];
  const kernels = 'arithmetic' in plan ? plan.kernels : null;
  // Only the sums of a single strip go straight to the caller: to larger arrays they go faster a strip at a time.
  const mayGoStraight =
    outputRows === output.rows && result === accumulator && !(rounds || divisions || kernels);
  let isStraight = false;
  // Float32 does not hold all sums of integers.
  const sums: Sums = new elementTypes[kernels ? 'float64' : accumulator].array(length);
  const scratch = { data: sums, offset: 0, rowStride: outputRowLength };
  // An array that rounds half to even and saturates by itself.
  const ofBytes = range?.[1] === 255 ? Uint8ClampedArray : array;
  const integers = range && new ofBytes(length);
  return {
    sums,
    bytes: sums.byteLength + (integers?.byteLength ?? 0),
    place({ view }, row) {
      isStraight = mayGoStraight && view !== null && view.dtype === result && view.hasPackedRows;
      const { data, offset, rowStride } = isStraight && view ? view : scratch;
      // V8 compiles kernels for objects of one shape, made in one place.
      return { values: data as Sums, at: offset + (isStraight ? row * rowStride : 0), rowStride };
    },
    isNearTie: (rowCount) => nearTie(sums, rowCount * outputRowLength, plan.tieMargin),
    asStripSums: () =>
      sums instanceof Float64Array && range ? { values: sums, at: 0, rowStride: outputRowLength } : null,
    deliver(sink, firstRow, rowCount, kernel) {
      if (isStraight) return;
      const count = rowCount * outputRowLength;
      if (rounds) round(sums, count);
      if (kernels) divideIntegers(sums, count, kernels[kernel] as IntegerKernel);
      else if (divisions) divide(sums, count, divisions[kernel] as Division);
      if (integers) narrow(sums, count, ...range, integers);
      sink.write(firstRow, rowCount, integers ?? sums, 0, outputRowLength);
    },
  };
}

/** WebAssembly divides float32 numbers, which hold sums of 16 bits exactly. */
function divideIntegers(
  sums: Sums,
  count: number,
  { requantize: { scaling, divisor } }: IntegerKernel,
): void {
  if (scaling === 'none') return;
  for (let i = 0; i < count; i++) sums[i] = Math.fround(sums[i] as number) / divisor;
}
