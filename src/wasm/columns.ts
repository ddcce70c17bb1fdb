import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { Transform } from '../plan/transform.ts';
import type { Forward, Inverse } from './abi.ts';
import { suffixes } from './engine.ts';
import type { Workspace } from './workspace.ts';

/** The transforms of all columns of a matrix, there and back; see `assembly/kernels/fourier.ts`. */
export interface ColumnTransforms {
  readonly forward: Forward;
  readonly inverse: Inverse;
}

/** Rows of a matrix are to be filled in, and where they lie. */
export function columnTransforms(
  { length, radices }: Transform,
  twiddles: Float64Array,
  accumulator: Accumulator,
  workspace: Workspace,
): ColumnTransforms {
  const { exports } = workspace.engine;
  const suffix = suffixes[accumulator];
  const steps = {
    length,
    radices: workspace.table('int32', radices),
    steps: radices.length,
  };
  const table = workspace.table(accumulator, twiddles);
  return {
    forward: {
      kernel: exports[`forward_${suffix}` as const],
      real: 0,
      realPitchBytes: 0,
      imaginary: 0,
      imaginaryPitchBytes: 0,
      spectrum: 0,
      pitchBytes: 0,
      ...steps,
      twiddles: table,
      rowBytes: 0,
    },
    inverse: {
      kernel: exports[`inverse_${suffix}` as const],
      spectrum: 0,
      pitchBytes: 0,
      ...steps,
      twiddlesEnd: table + twiddles.length * elementTypes[accumulator].bytes,
      rowBytes: 0,
      delta: 0,
      discard: 0,
      real: 0,
      realRows: 0,
      imaginary: 0,
      imaginaryRows: 0,
      rowStride: 1,
      destinationPitchBytes: 0,
    },
  };
}
