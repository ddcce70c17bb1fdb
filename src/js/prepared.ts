import type { Prepared } from '../backend/backend.ts';
import type { Plan } from '../plan/plan.ts';
import type { Destination } from './direct-kernel.ts';
import { resultsOf } from './results.ts';
import type { Rows } from './rows.ts';

/**
 * What all methods but transforms have in common.
 *
 * @param sum Computes rows of a kernel's sums from the staged rows. Returns what `Prepared.compute` does.
 */
export function prepared(
  plan: Plan,
  rows: Rows,
  sum: (kernel: number, rowCount: number, destination: Destination) => number,
  others: Partial<Prepared> = {},
): Prepared {
  const results = resultsOf(plan);
  return {
    plan,
    rows,
    fallback: null,
    bytes: rows.data.byteLength + results.bytes,
    begin: () => 0,
    compute({ outputRow, outputRows }, kernel, sink) {
      return sum(kernel, outputRows, results.place(sink, outputRow));
    },
    isNearTie: ({ outputRows }) => results.isNearTie(outputRows),
    sumsOf: () => results.asStripSums(),
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
    // Memory goes back when nobody refers to it.
    dispose() {},
    ...others,
  };
}
