import type { DType } from '../base/types.ts';
import type { PlanBase } from '../plan/base.ts';
import { directF32 } from './direct-f32.ts';
import { directF64 } from './direct-f64.ts';
import type { DirectKernel } from './direct-kernel.ts';

/** The types that float32 holds exactly; others are rounded as they are staged. */
const float32Holds: readonly DType[] = ['float32', 'uint8', 'uint8clamped', 'int8', 'int16', 'uint16'];

/** How a plan's sums are kept: as float32, in float64 variables that are rounded after each operation, or as float64. */
export interface Arithmetic {
  readonly correlate: DirectKernel;
  /** Whether the image has to be rounded as it is staged. */
  readonly roundsImage: boolean;
  round(values: Float64Array): Float64Array;
}

export function arithmeticOf(plan: PlanBase): Arithmetic {
  // Sums that float32 holds exactly come out the same without rounding each operation, and sooner.
  const rounds = plan.accumulator === 'float32' && !plan.exact;
  return {
    correlate: rounds ? directF32 : directF64,
    roundsImage: rounds && !float32Holds.includes(plan.storage),
    round: (values) => (rounds ? values.map(Math.fround) : values),
  };
}

export function roundToFloat32(values: Float64Array, begin: number, end: number): void {
  for (let i = begin; i < end; i++) values[i] = Math.fround(values[i] as number);
}
