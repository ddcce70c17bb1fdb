import type { PlanBase } from '../plan/base.ts';
import { directF32 } from './direct-f32.ts';
import { directF64 } from './direct-f64.ts';
import type { DirectKernel } from './direct-kernel.ts';

/** Whether sums are float32, in float64 variables that are rounded after each operation; else they are float64. */
export function roundsSums({ accumulator, exact }: PlanBase): boolean {
  // Sums that float32 holds exactly come out the same without rounding each operation, and sooner.
  return accumulator === 'float32' && !exact;
}

export function directKernelOf(plan: PlanBase): DirectKernel {
  return roundsSums(plan) ? directF32 : directF64;
}

/** Converts taps and other numbers that sums are made of to the type of the sums. */
export function rounderOf(plan: PlanBase): (value: number) => number {
  return roundsSums(plan) ? Math.fround : (value) => value;
}
