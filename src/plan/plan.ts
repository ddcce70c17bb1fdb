import type { DirectPlan } from './direct.ts';
import type { FourierPlan } from './fourier.ts';
import type { IntegerPlan } from './integer.ts';
import type { MultiratePlan } from './multirate.ts';
import type { RunningPlan } from './running.ts';
import type { SeparablePlan } from './separable.ts';

/** An execution plan: how to compute a problem, as frozen plain data without pointers or functions. */
export type Plan = DirectPlan | SeparablePlan | RunningPlan | FourierPlan | IntegerPlan | MultiratePlan;

/** The plan that computes a strip again which this one must not: see `run`. */
export function fallbackOf(plan: Plan): DirectPlan | SeparablePlan | null {
  if ('passes' in plan) return plan.passes;
  return 'direct' in plan ? plan.direct : null;
}
