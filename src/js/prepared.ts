import type { Prepared } from '../backend/backend.ts';
import type { Plan } from '../plan/plan.ts';
import type { Destination } from './direct-kernel.ts';
import { Results } from './results.ts';
import type { Rows } from './rows.ts';

/**
 * What all methods but transforms have in common.
 *
 * @param sum Computes rows of a kernel's sums from the staged rows.
 */
export function prepared(
  plan: Plan,
  rows: Rows,
  sum: (kernel: number, rowCount: number, destination: Destination) => void,
  others: Partial<Prepared> = {},
): Prepared {
  const results = new Results(plan);
  return {
    plan,
    rows,
    fallback: null,
    bytes: rows.data.byteLength + results.bytes,
    begin: () => 0,
    compute({ outputRow, outputRows }, kernel, sink) {
      results.place(sink, outputRow);
      const { values, at, rowStride } = results;
      // V8 compiles kernels for objects of one shape.
      sum(kernel, outputRows, { values, at, rowStride });
      return 0;
    },
    isNearTie: ({ outputRows }) => results.isNearTie(outputRows),
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
    // Memory goes back when nobody refers to it.
    dispose() {},
    ...others,
  };
}
