import type { DirectPlan } from './direct.ts';
import type { FourierPlan } from './fourier.ts';
import type { IntegerPlan } from './integer.ts';
import type { MultiratePlan } from './multirate.ts';
import type { SeparablePlan } from './separable.ts';

/** An execution plan: how to compute a problem, as frozen plain data without pointers or functions. */
export type Plan = DirectPlan | SeparablePlan | FourierPlan | IntegerPlan | MultiratePlan;
