import type { Prepared } from '../backend/backend.ts';
import type { DirectPlan } from '../plan/direct.ts';
import type { IntegerPlan } from '../plan/integer.ts';
import { multipliedOut } from '../problem/taps.ts';
import { directKernelOf, rounderOf, roundsSums } from './arithmetic.ts';
import { neighbourhoodOf } from './direct-kernel.ts';
import { prepared } from './prepared.ts';
import { rowsOf } from './rows.ts';

/** Integers are added up in float64, which holds their sums. */
export function prepareDirect(plan: DirectPlan | IntegerPlan): Prepared {
  const round = rounderOf(plan);
  const delta = round(plan.delta);
  const rows = rowsOf(plan, roundsSums(plan));
  const correlate = directKernelOf(plan);
  const neighbourhood = neighbourhoodOf(plan, plan.rowStep, plan.tapRowStep);
  const kernels =
    'arithmetic' in plan
      ? plan.kernels.map(({ taps, initial }) => ({ taps: taps as Float64Array, delta: initial }))
      : plan.kernel.taps.map((taps) => ({ taps: multipliedOut(taps).map(round), delta }));
  return prepared(plan, rows, (kernel, rowCount, destination) => {
    const { taps, delta } = kernels[kernel] as (typeof kernels)[number];
    correlate(rows.data, neighbourhood, taps, delta, destination, rowCount);
    return 0;
  });
}
