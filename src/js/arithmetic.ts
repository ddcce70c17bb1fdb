import type { PlanBase } from '../plan/base.ts';
import { directF32 } from './direct-f32.ts';
import { directF64 } from './direct-f64.ts';
import type { DirectKernel } from './direct-kernel.ts';
import { threeByThreeF32 } from './three-by-three-f32.ts';

/** Whether sums are float32, in float64 variables that are rounded after each operation; else they are float64. */
export function roundsSums({ accumulator, exact }: PlanBase): boolean {
  // Sums that float32 holds exactly come out the same without rounding each operation, and sooner.
  return accumulator === 'float32' && !exact;
}

export function directKernelOf(plan: PlanBase): DirectKernel {
  if (!roundsSums(plan)) return directF64;
  const { kernel, rowStep, tapRowStep, columnStep } = plan;
  const isThreeByThree = kernel.rows === 3 && kernel.columns === 3;
  return isThreeByThree && rowStep === tapRowStep && columnStep > 0 ? threeByThreeF32 : directF32;
}

/** Converts taps and other numbers that sums are made of to the type of the sums. */
export function rounderOf(plan: PlanBase): (value: number) => number {
  return roundsSums(plan) ? Math.fround : (value) => value;
}
