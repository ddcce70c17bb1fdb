import { makePlan } from '../plan/plan.ts';
import { checkOptions } from '../spec/options.ts';
import { reduceToTasks } from '../spec/problem.ts';
import type { DType } from '../types.ts';
import { contiguousView, rowSink, rowSource } from '../view.ts';
import type { Backend } from './backend.ts';

/**
 * Whether a backend agrees with a reference on small problems that use tiles, tails and margins: engines have
 * miscompiled SIMD before. The elements are small integers, whose sums every backend must hold exactly.
 */
export function passesSelfCheck(backend: Backend, reference: Backend): boolean {
  return (['float32', 'float64', 'uint8'] as const).every((dtype) => {
    const expected = compute(reference, dtype);
    return compute(backend, dtype).every((value, index) => Object.is(value, expected[index]));
  });
}

function compute(backend: Backend, dtype: DType): number[] {
  // 3 tiles of float32 and a tail of 3 in a row; an odd number of rows.
  const shape = { rows: 5, columns: 51, channels: 1 };
  const { data } = pattern(shape.rows * shape.columns);
  const image = contiguousView(
    dtype === 'uint8' ? Uint8Array.from(data) : data,
    dtype === 'uint8' ? dtype : 'float64',
    shape,
  );
  const kernel = contiguousView(pattern(6).data, 'float64', {
    rows: 3,
    columns: 2,
    channels: 1,
  });
  const options = checkOptions({ boundary: 'symm', dtype, mode: 'same' });
  return reduceToTasks('convolve2d', image, kernel, options).flatMap(({ problem, source }) => {
    const plan = makePlan(problem);
    const result = new Float64Array(shape.rows * shape.columns);
    backend.prepare(plan)(rowSource(source), rowSink(contiguousView(result, 'float64', shape)));
    return Array.from(result);
  });
}

/** Integers from 0 to 50 without a visible order: multiples of 29 modulo the prime 53 less what exceeds 50. */
function pattern(length: number): { data: Float64Array } {
  return {
    data: Float64Array.from({ length }, (_, i) => Math.min(50, ((i + 1) * 29) % 53)),
  };
}
