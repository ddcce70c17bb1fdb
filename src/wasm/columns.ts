import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Transform } from '../plan/transform.ts';
import type { Workspace } from './workspace.ts';

/** What `forward` and `inverse` know of a transform: see assembly/kernels/fourier.ts. */
export function transformTables(
  { length, radices }: Transform,
  factors: Float64Array,
  accumulator: Accumulator,
  workspace: Workspace,
) {
  const twiddles = workspace.table(accumulator, factors);
  const steps = { length, radices: workspace.table('int32', radices), steps: radices.length };
  return {
    forward: { ...steps, twiddles },
    inverse: { ...steps, twiddlesEnd: twiddles + factors.length * elementTypes[accumulator].bytes },
  };
}
