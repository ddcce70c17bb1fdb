import type { Prepared } from '../backend/backend.ts';
import type { DirectPlan } from '../plan/direct.ts';
import { multipliedOut } from '../problem/taps.ts';
import { arithmeticOf } from './arithmetic.ts';
import { PaddedRows } from './padded.ts';
import { Results } from './results.ts';

export function prepareDirect(plan: DirectPlan): Prepared {
  const { round, correlate, roundsImage } = arithmeticOf(plan);
  const { stagedRowLength, outputRowLength } = plan;
  const taps = plan.kernel.taps.map((each) => round(multipliedOut(each)));
  const [fill = 0, delta = 0] = round(Float64Array.of(plan.fillvalue, plan.delta));
  const rows = new PaddedRows(plan, plan.strip.stagedRows, roundsImage, fill);
  const results = new Results(plan);
  return {
    plan,
    rows,
    fallback: null,
    bytes: rows.data.byteLength + results.sums.byteLength,
    dispose() {},
    begin: () => 0,
    compute({ outputRows }, kernel) {
      correlate(
        rows.data,
        plan.rowStep * stagedRowLength,
        plan.tapRowStep * stagedRowLength,
        plan.columnStep,
        plan.columnOffsets,
        taps[kernel] as Float64Array,
        delta,
        results.sums,
        0,
        outputRowLength,
        outputRows,
        outputRowLength,
      );
      return 0;
    },
    isNearTie: () => false,
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
  };
}
