import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Transform } from '../plan/transform.ts';
import type { Forward, Inverse } from './abi.ts';
import { suffixOf } from './engine.ts';
import type { Workspace } from './workspace.ts';

/** Calls that transform all columns of a complex matrix, and back, in place: see assembly/kernels/fourier.ts. */
export interface TransformCalls {
  readonly forward: Forward;
  readonly inverse: Inverse;
}

export function transformCalls(
  { length, radices }: Transform,
  factors: Float64Array,
  accumulator: Accumulator,
  workspace: Workspace,
  spectrum: number,
  pitchBytes: number,
): TransformCalls {
  const { exports } = workspace.engine;
  const suffix = suffixOf(accumulator);
  const twiddles = workspace.table(accumulator, factors);
  const common = {
    spectrum,
    pitchBytes,
    length,
    radices: workspace.table('int32', radices),
    steps: radices.length,
    rowBytes: pitchBytes,
    real: spectrum,
    imaginary: spectrum + pitchBytes,
  };
  return {
    forward: {
      kernel: exports[`forward_${suffix}` as const],
      ...common,
      realPitchBytes: 2 * pitchBytes,
      imaginaryPitchBytes: 2 * pitchBytes,
      twiddles,
    },
    inverse: {
      kernel: exports[`inverse_${suffix}` as const],
      ...common,
      twiddlesEnd: twiddles + factors.length * elementTypes[accumulator].bytes,
      delta: 0,
      discard: 0,
      realRows: length,
      imaginaryRows: length,
      rowStride: 1,
      destinationPitchBytes: 2 * pitchBytes,
    },
  };
}
