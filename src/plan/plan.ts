import type { DirectPlan } from './direct.ts';
import type { FourierPlan } from './fourier.ts';
import type { IntegerPlan } from './integer.ts';
import type { SeparablePlan } from './separable.ts';

/** How a problem is computed: frozen plain data, without pointers or functions. */
export type Plan = DirectPlan | SeparablePlan | FourierPlan | IntegerPlan;
